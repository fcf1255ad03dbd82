"""The official SDK is the oracle: it signs the requests, and an XML parser reads back what we say."""

from __future__ import annotations

import base64
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st

from app.channels.twilio_sms import TwilioSmsChannel, TwilioSmsOptions
from app.core.errors import BadRequestError, ForgedRequestError
from app.core.message import Message
from app.core.reply import Block, Reply
from app.localization import sms
from tests.channels.fakes import ANSWER, PUBLIC_URL, SURROUNDINGS, reply_with, request_of

twilio = pytest.importorskip("twilio.request_validator", reason="the extra twilio is not installed")

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - only tests use it
OLD_TOKEN = "fedcba9876543210fedcba9876543210"  # noqa: S105 - likewise
URL = f"{PUBLIC_URL}/webhooks/twilio/sms"
FORM = {
    "MessageSid": "SM00000000000000000000000000000001",
    "From": "+15005550006",
    "To": "+15005550001",
    "Body": "¿Qué hago? 🚪 & <ICE>",
    "NumMedia": "0",
    "SomeFieldOfNextYear": "",
}


def channel_of(**options: object) -> TwilioSmsChannel:
    chosen = TwilioSmsOptions.model_validate({"auth_token": TOKEN, **options})
    return TwilioSmsChannel.create(chosen, SURROUNDINGS)


CHANNEL = channel_of()


def signed(
    form: dict[str, str], *, url: str = URL, token: str = TOKEN, query: str = "", body: bytes | None = None
) -> tuple[Request, bytes]:
    signature = twilio.RequestValidator(token).compute_signature(url, form)
    raw = urlencode(form).encode() if body is None else body
    request = request_of(
        CHANNEL.path,
        raw,
        content_type="application/x-www-form-urlencoded",
        query=query,
        headers={"X-Twilio-Signature": signature},
    )
    return request, raw


def parsed(form: dict[str, str]) -> tuple[Message, ...]:
    return CHANNEL.parse(*signed(form))


def said(*bodies: str) -> list[str]:
    response = CHANNEL.acknowledge((), bodies)
    assert response.mimetype == "text/xml"
    root = ET.fromstring(response.get_data())  # noqa: S314 - our own output
    assert root.tag == "Response"
    assert {child.tag for child in root} <= {"Message"}
    return [child.text or "" for child in root]


def test_a_request_signed_by_the_sdk_is_accepted() -> None:
    CHANNEL.verify(*signed(FORM))


def test_the_vector_of_twilios_documentation_is_what_the_sdk_computes() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
    }
    validator = twilio.RequestValidator("12345")
    assert (
        validator.compute_signature("https://mycompany.com/myapp.php?foo=1&bar=2", form)
        == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
    )


def test_a_query_is_part_of_what_is_signed() -> None:
    CHANNEL.verify(*signed(FORM, url=f"{URL}?site=a%20b&x=", query="site=a%20b&x="))
    with pytest.raises(ForgedRequestError):
        CHANNEL.verify(*signed(FORM, query="site=b"))


@pytest.mark.parametrize("url", [URL.replace("example.org", "example.org:443"), URL])
def test_the_default_port_may_be_named(url: str) -> None:
    CHANNEL.verify(*signed(FORM, url=url))


def test_the_old_token_passes_while_tokens_are_exchanged() -> None:
    channel_of(old_auth_token=OLD_TOKEN).verify(*signed(FORM, token=OLD_TOKEN))
    with pytest.raises(ForgedRequestError):
        CHANNEL.verify(*signed(FORM, token=OLD_TOKEN))


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(signed(FORM, url="http://10.0.0.7:8000/webhooks/twilio/sms"), id="inner-url"),
        pytest.param(signed(FORM, url=URL.replace("https", "http")), id="other-scheme"),
        pytest.param(signed(FORM, url=f"{URL}/"), id="other-path"),
        pytest.param(signed(FORM, token="x" * 32), id="other-token"),
        pytest.param(signed(FORM, body=urlencode({**FORM, "Body": "other"}).encode()), id="altered-body"),
        pytest.param(signed(FORM, body=urlencode({**FORM, "From": "+15005550007"}).encode()), id="altered-sender"),
        pytest.param(signed(FORM, body=urlencode(FORM).encode() + b"&Extra=1"), id="added-field"),
        pytest.param(signed(FORM, body=urlencode(FORM).encode() + b"&Body=second"), id="doubled-field"),
        pytest.param(signed(FORM, body=b""), id="no-body"),
        pytest.param(signed(FORM, body=b"\xff\xfe%ff"), id="binary"),
        pytest.param(signed({}, body=urlencode(FORM).encode()), id="signature-of-nothing"),
    ],
)
def test_a_forged_request_is_refused(forged: tuple[Request, bytes]) -> None:
    with pytest.raises(ForgedRequestError):
        CHANNEL.verify(*forged)


@pytest.mark.parametrize("signature", ["", "x", "ünï", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="])
def test_an_unsigned_request_is_refused(signature: str) -> None:
    raw = urlencode(FORM).encode()
    headers = {"X-Twilio-Signature": signature} if signature else {}
    request = request_of(CHANNEL.path, raw, content_type="application/x-www-form-urlencoded", headers=headers)
    with pytest.raises(ForgedRequestError):
        CHANNEL.verify(request, raw)


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=200), max_size=8))
def test_whatever_the_sdk_signs_is_accepted(form: dict[str, str]) -> None:
    CHANNEL.verify(*signed(form))


def test_a_flood_of_fields_is_refused() -> None:
    raw = b"&".join(b"a=1" for _ in range(1_000))
    with pytest.raises(BadRequestError):
        CHANNEL.verify(request_of(CHANNEL.path, raw), raw)


def test_a_message_is_read_from_its_form() -> None:
    (message,) = parsed(FORM)
    assert (message.text, message.address, message.message_id) == (FORM["Body"], FORM["From"], FORM["MessageSid"])
    assert message.capabilities.brief


@pytest.mark.parametrize("word", ["STOP", "HELP", "START"])
def test_what_twilio_has_answered_itself_gets_no_second_answer(word: str) -> None:
    assert parsed({**FORM, "Body": word, "OptOutType": word}) == ()


def test_a_request_from_nobody_is_no_message() -> None:
    assert parsed({"MessageSid": "SM1", "Body": "x"}) == ()


def test_a_picture_without_words_is_an_empty_message() -> None:
    form = {name: told for name, told in FORM.items() if name != "Body"}
    (message,) = parsed({**form, "NumMedia": "1", "MediaUrl0": "https://api.twilio.com/x"})
    assert message.text == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("La migra está en mi puerta y no sé qué hacer, ayúdenme por favor", None, id="spanish"),
        pytest.param("移民局的人在我家门口，我应该怎么办？请告诉我，我很害怕，孩子们也在家里", None, id="chinese"),
        pytest.param("عملاء الهجرة على باب بيتي الآن ماذا أفعل من فضلك ساعدوني", None, id="arabic"),
    ],
)
def test_a_long_message_that_came_as_base64_is_read(text: str, read: str | None) -> None:
    (message,) = parsed({**FORM, "Body": base64.b64encode(text.encode()).decode()})
    assert message.text == (read or text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("aGVsbG8=", id="too-short-to-be-one"),
        pytest.param("A" * 64, id="decodes-to-nothing-readable"),
        pytest.param("helpmehelpmehelpmehelpmehelpmehelpmehelpmehelpmehelpmehelpmehelp", id="letters-only"),
        pytest.param(base64.b64encode(bytes(range(128, 188))).decode(), id="no-utf-8-inside"),
        pytest.param("https://www.example.org/" + "x" * 44, id="address"),
    ],
)
def test_what_only_looks_like_base64_stays_as_it_is(text: str) -> None:
    (message,) = parsed({**FORM, "Body": text})
    assert message.text == text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("a & b < c > d \"e\" 'f'", id="xml"),
        pytest.param("اتصل \u20661-844-363-1423\u2069 الآن", id="isolates"),
        pytest.param("🚪👩‍👩‍👧‍👦 ñ 中文", id="emoji"),
        pytest.param("line one\nline two\n\n1 First", id="lines"),
        pytest.param("]]> <![CDATA[", id="cdata"),
    ],
)
def test_twiml_says_exactly_the_body(body: str) -> None:
    assert said(body) == [body]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=400))
def test_twiml_says_exactly_any_text(body: str) -> None:
    assert said(body) == [body]


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert said("a\x00b\x0bc\ufffe") == ["abc"]


def test_nothing_to_say_is_an_empty_response() -> None:
    assert said() == []
    assert said("") == []
    assert CHANNEL.acknowledge((), ()).get_data(as_text=True).endswith("<Response />")


def test_a_body_that_twilio_would_refuse_goes_out_in_parts() -> None:
    whole = "One sentence of an answer. " * 100
    parts = said(whole.strip())
    assert len(parts) == 2
    assert all(len(part) <= 1600 for part in parts)
    assert " ".join(parts) == whole.strip()


def test_a_reply_is_its_short_form_with_numbered_choices() -> None:
    text = CHANNEL.render(reply_with(Block("greeting", "Long hello", "Hello."), ANSWER, choices=2))
    assert text == "Hello.\n\nKeep the door closed.\n\n1 Label 1\n2 Label 2"


@pytest.mark.parametrize("segments", [1, 2, 3])
def test_choices_are_dropped_until_the_segments_fit(segments: int) -> None:
    answer = Block("answer", "x", "Keep the door closed. Ask for a warrant signed by a judge. " * 2)
    text = channel_of(segments=segments).render(reply_with(answer, choices=60))
    assert sms.segments(text) <= segments
    assert text.startswith(answer.short.strip())
    assert "1 Label 1" in text
    assert "60 Label 60" not in text


def test_the_answer_is_sent_whole_even_if_it_needs_more_segments() -> None:
    answer = Block("answer", "x", "No abra la puerta. Pida una orden firmada por un juez. " * 12)
    text = channel_of(segments=1).render(reply_with(answer, choices=3))
    assert text == answer.short.strip()


def test_letters_are_spelt_plainly_only_where_that_is_configured() -> None:
    reply = reply_with(Block("answer", "x", "Llamé allí: ¿qué hago?", locale="es"), locale="es")
    assert CHANNEL.render(reply) == "Llamé allí: ¿qué hago?"
    plain = channel_of(gsm_safe_locales=["es"]).render(reply)
    assert plain == "Llamé alli: ¿qué hago?"
    assert sms.encoding(plain) == "gsm7"


def test_silence_renders_to_nothing() -> None:
    assert CHANNEL.render(Reply((), outcome="silent")) == ""

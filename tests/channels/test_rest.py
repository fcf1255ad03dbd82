from __future__ import annotations

import orjson
import pytest

from app.channels.rest import RestChannel, RestItem, RestOptions
from app.core.errors import BadRequestError, ForgedRequestError
from app.core.message import Message
from app.core.reply import Block, Reply
from tests.channels.fakes import ANSWER, SURROUNDINGS, reply_with, request_of

CHANNEL = RestChannel.create(RestOptions(), SURROUNDINGS)


def parsed(value: object) -> Message:
    raw = orjson.dumps(value)
    (message,) = CHANNEL.parse(request_of(CHANNEL.path, raw), raw)
    return message


def test_a_message_is_read_as_rasa_front_ends_send_it() -> None:
    message = parsed(
        {"sender": "f3a9", "message": "ICE is at my door", "input_channel": "rest", "metadata": {"a": [1]}}
    )
    assert (message.text, message.address, message.channel) == ("ICE is at my door", "f3a9", "rest")
    assert message.message_id == ""
    assert message.locale_hints == ()


def test_the_locale_of_the_metadata_is_a_hint_and_no_choice() -> None:
    message = parsed({"sender": "f3a9", "message": "hola", "metadata": {"locale": "es-MX"}})
    assert (message.locale_hints, message.locale_asked) == (("es-MX",), "")


@pytest.mark.parametrize("locale", [7, None, "", "x" * 200, {"a": 1}])
def test_a_locale_that_is_none_is_ignored(locale: object) -> None:
    assert parsed({"sender": "f3a9", "message": "hola", "metadata": {"locale": locale}}).locale_hints == ()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"sender": 7, "message": "x"}, id="number-as-sender"),
        pytest.param({"sender": "", "message": "x"}, id="empty-sender"),
        pytest.param({"sender": "x" * 201, "message": "x"}, id="long-sender"),
        pytest.param({"message": "x"}, id="no-sender"),
        pytest.param({"sender": "x"}, id="no-message"),
        pytest.param({"sender": "x", "message": None}, id="null-message"),
        pytest.param({"sender": "x", "message": {}}, id="object-message"),
        pytest.param({"sender": "x", "message": "x", "more": 1}, id="unknown-field"),
        pytest.param({"sender": "x", "message": "x", "metadata": []}, id="list-metadata"),
    ],
)
def test_another_shape_is_refused(value: object) -> None:
    with pytest.raises(BadRequestError) as caught:
        parsed(value)
    assert caught.value.status == 422


def test_a_reply_is_an_array_of_bubbles_with_buttons_at_the_last() -> None:
    message = parsed({"sender": "f3a9", "message": "x"})
    reply = reply_with(Block("greeting", "Hello."), ANSWER, choices=2)
    response = CHANNEL.acknowledge((message,), (CHANNEL.render(reply),))
    items = orjson.loads(response.get_data())
    for item in items:
        RestItem.model_validate(item)
    assert [item["recipient_id"] for item in items] == ["f3a9", "f3a9"]
    assert items[1]["text"] == "Door\n\nKeep it closed.\n\n- Ask for a warrant."
    assert items[1]["buttons"] == [
        {"title": "Title of question 1", "payload": "/intent:q-1"},
        {"title": "Title of question 2", "payload": "/intent:q-2"},
    ]
    assert "buttons" not in items[0]
    assert items[1]["custom"]["status"] == "reviewed"
    assert items[1]["custom"]["reviewed_on"] == "2026-11-22"
    assert items[0]["custom"] == {"kind": "greeting", "lang": "en", "dir": "ltr"}


def test_languages_leave_as_tags() -> None:
    items = orjson.loads(CHANNEL.render(reply_with(Block("answer", "门", locale="zh_Hans"), locale="zh_Hans")))
    assert (items[0]["custom"]["lang"], items[0]["custom"]["locale"]) == ("zh-Hans", "zh-Hans")


def test_silence_is_an_empty_array() -> None:
    message = parsed({"sender": "f3a9", "message": "x"})
    response = CHANNEL.acknowledge((message,), (CHANNEL.render(Reply((), outcome="silent")),))
    assert response.get_data() == b"[]"


def test_what_is_kept_for_redeliveries_names_nobody() -> None:
    assert "recipient" not in CHANNEL.render(reply_with(ANSWER))


@pytest.mark.parametrize(
    ("header", "passes"),
    [
        pytest.param("Bearer of-the-tests", True, id="right"),
        pytest.param("Bearer of-the-testz", False, id="wrong"),
        pytest.param("bearer", False, id="nothing-after-it"),
        pytest.param("Bearer ünï", False, id="not-ascii"),
        pytest.param("", False, id="missing"),
    ],
)
def test_a_configured_token_is_asked_for(header: str, passes: bool) -> None:  # noqa: FBT001 - a table's column
    channel = RestChannel.create(RestOptions.model_validate({"token": "of-the-tests"}), SURROUNDINGS)
    request = request_of(channel.path, b"{}", headers={"Authorization": header})
    if passes:
        channel.verify(request, b"{}")
    else:
        with pytest.raises(ForgedRequestError):
            channel.verify(request, b"{}")

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from pydantic import TypeAdapter

from app.channels.base import Options
from app.channels.tokens import SessionTokens
from app.channels.webchat import SessionReply, WebChannel
from app.core.errors import BadRequestError
from app.core.message import Message
from app.core.reply import Block
from app.core.session import Session
from tests.channels.fakes import ANSWER, SECRET, SURROUNDINGS, reply_with, request_of

CHANNEL = WebChannel.create(Options(), SURROUNDINGS)
TOKENS = SessionTokens(SECRET)
SOME = Session(locale="es", sticky=True, menu=("intent:q-1",), met=True)


def parsed(value: object, **headers: str) -> Message:
    raw = orjson.dumps(value)
    named = {name.replace("_", "-"): told for name, told in headers.items()}
    (message,) = CHANNEL.parse(request_of(CHANNEL.path, raw, headers=named), raw)
    return message


def test_a_message_carries_what_the_person_chose_and_what_hints_at_it() -> None:
    message = parsed(
        {"text": "ayuda", "locale": "es", "locales": ["es-MX", ""], "choice": "intent:home-entry"},
        Accept_Language="en-US,fr;q=0.5,*;q=0.1",
    )
    assert (message.text, message.payload, message.locale_asked) == ("ayuda", "intent:home-entry", "es")
    assert message.locale_hints == ("es-MX",)


def test_the_browser_hints_at_the_language_where_the_program_does_not() -> None:
    assert parsed({"text": "x"}, Accept_Language="en-US,fr;q=0.5,*;q=0.1").locale_hints == ("en-US", "fr")


def test_a_session_goes_on_with_its_token() -> None:
    assert parsed({"text": "x", "session": TOKENS.sign(SOME)}).session == SOME


@pytest.mark.parametrize(
    "session",
    [
        pytest.param(TOKENS.sign(SOME) + "x", id="altered"),
        pytest.param("somebody", id="unsigned"),
        pytest.param(SessionTokens("another-secret-of-32-characters-x").sign(SOME), id="other-server"),
        pytest.param("", id="empty"),
        pytest.param(None, id="none"),
    ],
)
def test_a_token_that_was_never_given_begins_a_new_conversation(session: str | None) -> None:
    assert parsed({"text": "x", "session": session}).session == Session()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"text": 1}, id="number"),
        pytest.param({"text": "x", "session": 5}, id="number-as-session"),
        pytest.param({"text": "x", "locales": "es"}, id="text-as-list"),
        pytest.param({"text": "x", "locales": ["es"] * 9}, id="many-locales"),
        pytest.param({"text": "x", "locale": "x" * 65}, id="long-locale"),
        pytest.param({"text": "x", "sender": "x"}, id="unknown-field"),
    ],
)
def test_another_shape_is_refused(value: object) -> None:
    with pytest.raises(BadRequestError) as caught:
        parsed(value)
    assert caught.value.status == 422


def test_a_reply_says_how_it_was_come_by_and_how_to_go_on() -> None:
    message = parsed({"text": "x"})
    plain = reply_with(ANSWER, Block("notice", "ملاحظة", locale="ar", dir="rtl"), choices=1)
    reply = replace(plain, session=SOME)
    response = CHANNEL.acknowledge((message,), (CHANNEL.render(reply),))
    whole = orjson.loads(response.get_data())
    TypeAdapter(SessionReply).validate_json(response.get_data())
    assert parsed({"text": "x", "session": whole["session"]}).session == SOME
    assert whole["blocks"][0]["html"].startswith("<p><strong>Door</strong></p>")
    assert (whole["blocks"][1]["lang"], whole["blocks"][1]["dir"]) == ("ar", "rtl")
    assert whole["choices"] == [{"payload": "intent:q-1", "label": "Label 1", "title": "Title of question 1"}]
    assert whole["sources"] == [{"title": "Know your rights", "publisher": "ACLU", "url": "https://www.aclu.org/kyr"}]
    assert (whole["reviewed_on"], whole["status"], whole["outcome"]) == ("2026-11-22", "reviewed", "answer")


def test_no_message_of_this_door_has_an_address_to_keep() -> None:
    assert parsed({"text": "x", "session": TOKENS.sign(SOME)}).address == ""

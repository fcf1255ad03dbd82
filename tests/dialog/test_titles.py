from __future__ import annotations

import time

import pytest

from app.core.message import Message
from app.core.session import Session
from app.dialog.titles import TitleBook
from app.factory.hotline import Hotline
from tests.dialog.world import LANGUAGES, snapshot_of


@pytest.mark.parametrize("locale", ["en", "es"])
def test_every_title_asked_whole_gets_its_answer_in_its_language(hotline: Hotline, locale: str) -> None:
    snapshot = hotline.snapshots.current()
    answerable = [intent for intent in snapshot.intents if snapshot.has_entry(intent)]
    assert len(answerable) >= 93
    found = {}
    for intent in answerable:
        message = Message(snapshot.title(intent, locale), "web", "", session=Session())
        reply = hotline.engine.answer(message, now=time.time())
        found[intent] = (reply.intent, reply.outcome, reply.locale)
    assert found == {intent: (intent, "answer", locale) for intent in answerable}


def test_the_service_intents_are_asked_by_their_own_words(hotline: Hotline) -> None:
    asked = {
        "greeting": "hello", "thanks": "thank you", "goodbye": "goodbye", "help-menu": "what can you do",
        "change-language": "do you speak other languages", "human-agent": "i want to talk to a real person",
        "about-bot": "who runs this", "privacy": "do you keep my messages",
    }  # fmt: skip
    found = {
        intent: hotline.engine.answer(Message(text, "web", "", session=Session()), now=time.time()).intent
        for intent, text in asked.items()
    }
    assert found == {intent: intent for intent in asked}


def test_case_accents_and_punctuation_of_a_title_do_not_matter() -> None:
    snapshot = snapshot_of()
    book = TitleBook(LANGUAGES.live)
    intent = next(one for one in snapshot.intents if snapshot.has_entry(one))
    title = snapshot.title(intent, "en")
    assert book.find(snapshot, title.upper().strip("?")) == (intent, "en")
    assert book.find(snapshot, title + " " + title) is None
    assert book.find(snapshot, "x" * 10_000) is None

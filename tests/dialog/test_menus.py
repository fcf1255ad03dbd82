from __future__ import annotations

import pytest

from app.core.reply import Choice
from tests.dialog.conversation import Conversation, shown
from tests.dialog.world import CATALOGS, LANGUAGES, engine_of


@pytest.fixture
def talk() -> Conversation:
    talk = Conversation(engine_of())
    talk.say("hello", asked="en")
    return talk


def test_topics_without_an_answer_are_not_offered(talk: Conversation) -> None:
    assert [one.payload for one in talk.say("menu").choices] == ["topic:urgent", "topic:papers", "human"]


def test_a_topic_shows_its_questions_each_by_label_and_title(talk: Conversation) -> None:
    reply = talk.say(payload="topic:papers", asked="es")
    assert reply.choices[0] == Choice("intent:signing", "Firmar", "¿Tengo que firmar?")
    # Two intents may share an entry; those without one are left out.
    assert [one.payload for one in reply.choices] == [
        "intent:signing", "intent:bond", "intent:sanctuary-my-place", "menu",
    ]  # fmt: skip


@pytest.mark.parametrize("gone", ["topic:service", "topic:gone"])
def test_a_topic_without_questions_leads_to_all_topics(talk: Conversation, gone: str) -> None:
    assert talk.say(payload=gone).choices[0].payload == "topic:urgent"


def test_every_live_language_is_listed_by_its_own_name(talk: Conversation) -> None:
    reply = talk.say("language")
    assert [one.payload for one in reply.choices] == [f"locale:{one.id}" for one in LANGUAGES.live]
    assert [one.label for one in reply.choices] == [one.endonym for one in LANGUAGES.live]


def test_picking_a_language_by_number_settles_it(talk: Conversation) -> None:
    talk.say("language")
    assert talk.pick("locale:es").locale == "es"
    assert CATALOGS.of("es").gettext("What is it about?") in talk.shown
    assert talk.say("glorp").locale == "es"


def test_a_person_is_named_with_a_number_and_what_they_do(talk: Conversation) -> None:
    reply = talk.say("a person please")
    assert (reply.outcome, reply.intent) == ("action", "human-agent")
    assert "Watch: 1-844-363-1423. Takes reports." in shown(reply)
    # The small content has neither the directory nor the emergency number: what is not there is left out.
    assert shown(reply).count("\n") == 1

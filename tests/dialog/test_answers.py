from __future__ import annotations

from datetime import date

from app.core.reply import Cited
from tests.dialog.conversation import SMS, Conversation, kinds
from tests.dialog.world import engine_of


def test_an_answer_says_where_it_comes_from_and_when_it_was_checked() -> None:
    talk = Conversation(engine_of())
    reply = talk.say("must i sign", asked="en")
    assert reply.sources == (Cited("Rights", "ACLU", "https://example.org/k"),)
    assert reply.reviewed_on == date(2026, 11, 22)
    assert "Facts checked: November 22, 2026." in talk.shown.replace("Nov ", "November ")


def test_an_answer_leads_to_its_follow_ups_and_to_all_topics() -> None:
    reply = Conversation(engine_of()).say("they are at my door", asked="en")
    assert [one.payload for one in reply.choices] == ["intent:signing", "intent:bond", "menu"]


def test_a_brief_channel_gets_the_short_form_and_how_to_read_on() -> None:
    talk = Conversation(engine_of(), SMS)
    talk.say("must i sign", asked="en")
    assert "Do not sign." in talk.shown
    assert "without a lawyer" not in talk.shown
    assert "Reply MORE for the whole answer." in talk.shown
    assert "Facts checked" not in talk.shown


def test_elsewhere_more_shows_the_whole_answer_at_once() -> None:
    talk = Conversation(engine_of())
    talk.say("must i sign", asked="en")
    reply = talk.say("more")
    assert (kinds(reply), reply.blocks[0].text) == (["more"], "Do not sign without a lawyer.")
    assert "more" not in kinds(talk.say("more"))


def test_asking_again_does_not_lengthen_the_way_back() -> None:
    talk = Conversation(engine_of())
    for said in ("must i sign", "what is bond", "must i sign"):
        talk.say(said, asked="en")
    assert talk.say("back").intent == "bond"
    assert talk.say("back").outcome == "menu"


def test_the_answer_of_another_language_keeps_its_own_direction_and_locale() -> None:
    reply = Conversation(engine_of()).say("que es la fianza")
    (body,) = (block for block in reply.blocks if block.kind == "answer")
    assert (body.locale, body.dir) == ("en", "ltr")
    assert {block.locale for block in reply.blocks if block.kind != "answer"} == {"es"}

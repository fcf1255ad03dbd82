from __future__ import annotations

from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import StoreError
from app.core.session import Session
from app.localization.markup import to_plain
from tests.dialog.conversation import SMS, Conversation, kinds, shown
from tests.dialog.world import CATALOGS, MemorySessions, engine_of, snapshot_of


@pytest.fixture
def talk() -> Conversation:
    return Conversation(engine_of())


@pytest.fixture
def text() -> Conversation:
    """The same over text messages."""
    return Conversation(engine_of(), SMS, channel="sms")


def test_an_urgent_answer_comes_first_and_the_introduction_after_it(talk: Conversation) -> None:
    reply = talk.say("they are at my door")
    assert (reply.outcome, reply.intent) == ("answer", "at-door")
    assert kinds(reply)[0] == "answer"
    assert reply.blocks[0].short == "Keep the door closed."
    assert kinds(reply).count("greeting") == 1


def test_anything_else_is_led_by_the_introduction_once(talk: Conversation) -> None:
    assert kinds(talk.say("must i sign"))[0] == "greeting"
    assert "Test Line" in talk.shown
    assert "greeting" not in kinds(talk.say("must i sign"))
    assert "greeting" not in kinds(talk.say("what else is there"))


@pytest.mark.parametrize("first", ["menu", "language", "English", "hello", "", "no idea"])
def test_whatever_is_written_first_we_introduce_ourselves(talk: Conversation, first: str) -> None:
    assert kinds(talk.say(first)).count("greeting") == 1


def test_two_readings_are_offered_with_a_way_out(talk: Conversation) -> None:
    reply = talk.say("sign or bond", asked="en")
    assert reply.outcome == "clarify"
    assert [one.payload for one in reply.choices] == ["intent:signing", "intent:bond", "none"]
    assert talk.pick("none").outcome == "fallback"


def test_a_reading_without_an_answer_is_not_offered(talk: Conversation) -> None:
    assert talk.say("unwritten things").outcome == "fallback"


def test_an_intent_without_an_answer_leads_to_its_neighbours(talk: Conversation) -> None:
    reply = talk.say("unwritten", asked="en")
    assert (reply.outcome, reply.intent, reply.entry) == ("fallback", "unwritten", "")
    assert [one.payload for one in reply.choices][:2] == ["intent:signing", "intent:bond"]


def test_a_neighbouring_matter_is_referred_to_people(talk: Conversation) -> None:
    reply = talk.say("eviction")
    assert (reply.outcome, reply.intent) == ("fallback", "eviction")
    assert "1-844-363-1423" in talk.shown


def test_what_nobody_understands_gets_topics_and_a_person(talk: Conversation) -> None:
    reply = talk.say("glorp", asked="en")
    assert (reply.outcome, reply.intent) == ("fallback", "")
    assert [one.payload for one in reply.choices] == ["topic:urgent", "topic:papers", "human"]
    assert "1-844-363-1423" in shown(talk.pick("human"))


def test_the_number_of_a_choice_picks_it(talk: Conversation) -> None:
    talk.say("they are at my door")
    assert talk.pick("intent:bond").intent == "bond"


@pytest.mark.parametrize("digit", ["2", "2.", "٢", "۲", "২", "२", "２"])
def test_the_number_may_be_in_the_digits_of_any_script(talk: Conversation, digit: str) -> None:
    talk.say("they are at my door", asked="en")
    assert talk.say(digit).intent == "bond"


def test_a_number_beyond_the_menu_is_a_question(talk: Conversation) -> None:
    talk.say("they are at my door")
    assert talk.say("99").outcome == "fallback"


def test_the_choices_shown_are_the_numbers_remembered() -> None:
    sessions = MemorySessions()
    talk = Conversation(engine_of(sessions=sessions))
    for said in ("they are at my door", "must i sign", "menu", "language", "sign or bond", "bond in portland", "glorp"):
        reply = talk.say(said)
        assert sessions.rows["web", talk.address].menu == tuple(one.payload for one in reply.choices), said


def test_a_choice_that_no_longer_exists_shows_the_topics(talk: Conversation) -> None:
    for gone in ("intent:gone", "topic:gone", "place:gone"):
        assert talk.say(payload=gone).outcome == "menu"
    assert talk.say(payload="locale:xx").outcome != "emergency"


def test_back_shows_the_answer_before_and_then_the_topics(talk: Conversation) -> None:
    talk.say("must i sign")
    talk.say("what is bond")
    assert talk.say("BACK").intent == "signing"
    assert talk.say("back").outcome == "menu"


def test_more_reads_the_whole_answer_page_by_page_on_a_brief_channel(text: Conversation) -> None:
    first = text.say("they are at my door")
    assert "Keep the door closed." in text.shown
    assert "Part 7" not in text.shown
    whole = to_plain(first.blocks[0].text).partition("\n\n")[2]
    read = ""
    for _ in range(20):
        reply = text.say("MORE")
        if "more" not in kinds(reply):
            break
        read += reply.blocks[0].text + " "
    assert read.split() == whole.split()
    assert "greeting" not in kinds(reply)
    assert reply.blocks[0].kind == "text"


def test_every_page_but_the_last_says_how_to_read_on(text: Conversation) -> None:
    text.say("they are at my door")
    offers = []
    while "more" in kinds(text.say("more")):
        offers.append("more" in [one.payload for one in text.last.choices])
    assert len(offers) > 2
    assert offers == [True] * (len(offers) - 1) + [False]


def test_more_with_nothing_to_read_says_so(talk: Conversation) -> None:
    assert (talk.say("more").outcome, talk.last.intent) == ("command", "")


def test_forget_erases_the_row() -> None:
    sessions = MemorySessions()
    talk = Conversation(engine_of(sessions=sessions))
    talk.say("bond in oregon")
    assert sessions.rows
    assert talk.say("FORGET").outcome == "command"
    assert not sessions.rows
    assert kinds(talk.say("what is bond"))[0] == "greeting"
    assert talk.last.place == ""


def test_a_conversation_that_is_carried_along_is_not_kept() -> None:
    sessions = MemorySessions()
    talk = Conversation(engine_of(sessions=sessions), carried=Session())
    talk.say("bond in oregon", asked="en")
    assert talk.carried is not None
    assert (talk.carried.place, talk.carried.met) == ("oregon", True)
    assert talk.pick("menu").outcome == "menu"
    assert talk.say("what is bond").place == "oregon"
    assert talk.say("forget").outcome == "command"
    assert talk.carried == Session()
    assert (sessions.rows, sessions.saved) == ({}, 0)


def test_a_failure_gives_the_carried_conversation_back_as_it_came() -> None:
    carried = Session(locale="es", sticky=True, met=True, trail=("bond",))

    def gone() -> NoReturn:
        raise StoreError("gone")

    talk = Conversation(engine_of(snapshot=gone), carried=carried)
    assert (talk.say("what is bond").outcome, talk.last.locale) == ("emergency", "es")
    assert talk.carried == carried


def test_stop_is_confirmed_once_and_then_kept_silent(text: Conversation) -> None:
    text.say("must i sign")
    assert (text.say("STOP").outcome, len(text.last.blocks), text.last.choices) == ("command", 1, ())
    assert (text.say("stop").outcome, text.last.blocks) == ("silent", ())
    assert text.say("START").outcome == "menu"
    assert text.say("Stop").outcome == "command"


def test_stop_keeps_nothing_but_the_language_and_the_wish() -> None:
    sessions = MemorySessions()
    talk = Conversation(engine_of(sessions=sessions))
    talk.say("bond in oregon", asked="es")
    talk.say("stop")
    assert sessions.rows["web", talk.address] == Session(locale="es", sticky=True, met=True, stopped=True)


def test_who_writes_again_after_stop_is_answered(text: Conversation) -> None:
    text.say("stop")
    assert text.say("they are at my door").intent == "at-door"
    assert text.say("stop").outcome == "command"


def test_a_language_name_switches_and_keeps_the_answer(talk: Conversation) -> None:
    talk.say("must i sign", asked="")
    reply = talk.say("español")
    assert (reply.locale, reply.served, reply.intent) == ("es", "es", "signing")
    assert "No firme sin abogado." in talk.shown
    assert talk.say("ENGLISH").served == "en"
    assert "Do not sign without a lawyer." in talk.shown


def test_a_chosen_language_stays_and_the_one_written_in_is_offered(talk: Conversation) -> None:
    talk.say("English")
    reply = talk.say("tengo que firmar")
    assert (reply.locale, reply.served) == ("en", "en")
    assert reply.choices[-1].payload == "locale:es"
    offer = reply.blocks[-1]
    assert (offer.kind, offer.locale) == ("notice", "es")
    assert offer.text == CATALOGS.of("es").gettext("English? Write ENGLISH.")
    assert talk.pick("locale:es").served == "es"


def test_the_language_written_in_is_answered_in_and_stays(talk: Conversation) -> None:
    assert talk.say("tengo que firmar").served == "es"
    assert talk.say("must i sign").served == "es"


def test_without_a_sign_of_a_language_spanish_is_offered_once(talk: Conversation) -> None:
    assert talk.say("must i sign").choices[-1].payload == "locale:es"
    assert talk.say("must i sign").choices[-1].payload == "menu"


def test_a_command_in_one_language_only_tells_the_language(talk: Conversation) -> None:
    assert talk.say("más").locale == "es"
    assert talk.say("help").locale == "es"


def test_an_ambiguous_place_is_asked_about_and_then_answered(talk: Conversation) -> None:
    asked = talk.say("bond in portland", asked="en")
    assert asked.outcome == "clarify"
    assert [one.payload for one in asked.choices] == ["place:portland-or", "place:portland-me"]
    assert "Portland, Oregon" in [one.label for one in asked.choices]
    reply = talk.pick("place:portland-or")
    assert (reply.intent, reply.place) == ("bond", "oregon")
    assert "Oregon has a fund." in talk.shown


def test_a_place_is_remembered_for_the_next_question(talk: Conversation) -> None:
    talk.say("bond in oregon")
    talk.say("must i sign")
    assert talk.say("what is bond").place == "oregon"


def test_a_place_only_matters_where_the_answer_depends_on_it(talk: Conversation) -> None:
    reply = talk.say("sign in oregon")
    assert (reply.intent, reply.place) == ("signing", "")
    assert "Oregon" not in talk.shown


def test_a_place_without_an_answer_of_its_own_is_said_to_have_none(talk: Conversation) -> None:
    reply = talk.say("bond in maine", asked="en")
    assert reply.place == ""
    assert "no checked local answer for Maine" in talk.shown
    assert "Bond is money for release." in talk.shown


def test_a_place_alone_leads_to_its_local_rules(talk: Conversation) -> None:
    assert talk.say(payload="place:oregon").intent == "sanctuary-my-place"
    assert talk.last.place == "oregon"


def test_an_answer_translated_in_part_is_whole_in_english(talk: Conversation) -> None:
    reply = talk.say("que es la fianza")
    assert (reply.locale, reply.served, reply.fallback) == ("es", "en", True)
    body = next(block for block in reply.blocks if block.kind == "answer")
    assert (body.locale, body.short) == ("en", "Money for release.")
    assert "fianza" not in body.text
    notice = reply.blocks[reply.blocks.index(body) - 1]
    assert notice.locale == "es"
    assert notice.text == CATALOGS.of("es").gettext("This answer is not yet in your language. Here it is in English:")


def test_an_outdated_critical_translation_is_never_served() -> None:
    outdated = snapshot_of(stale=["signing"])
    talk = Conversation(engine_of(snapshot=lambda: outdated))
    reply = talk.say("tengo que firmar")
    assert (reply.locale, reply.served, reply.status) == ("es", "en", "stale")
    assert "No firme" not in talk.shown
    told = "This answer changed. The translation is being updated. Here it is in English:"
    assert CATALOGS.of("es").gettext(told) in talk.shown


@pytest.mark.parametrize(("said", "locale"), [("must i sign", "en"), ("tengo que firmar", "es")])
def test_a_draft_says_that_it_is_one_on_every_channel(said: str, locale: str) -> None:
    label = {
        "en": "Draft: not yet approved by a human reviewer.",
        "es": CATALOGS.of("es").gettext(
            "Draft translation, not yet checked by a person. Write ENGLISH for the original."
        ),
    }[locale]
    for talk in (Conversation(engine_of()), Conversation(engine_of(), SMS)):
        assert talk.say(said, asked=locale).status == "draft"
        assert label in talk.shown


def test_a_reviewed_answer_carries_no_draft_label(talk: Conversation) -> None:
    reply = talk.say("what is bond", asked="en")
    assert reply.status == "source"
    assert "Draft" not in talk.shown


def test_a_changed_law_is_told_before_the_answer(talk: Conversation) -> None:
    reply = talk.say("must i sign", asked="en")
    found = [block.text for block in reply.blocks]
    assert found.index("A court stopped this rule.") < kinds(reply).index("answer")


def test_a_message_without_text_is_answered_with_the_topics(talk: Conversation) -> None:
    assert talk.say("  \n ").outcome == "menu"
    assert talk.say("").blocks[0].text.startswith("I can only read text.")


def test_a_sticky_session_is_not_written_again_for_nothing() -> None:
    sessions = MemorySessions()
    talk = Conversation(engine_of(sessions=sessions))
    talk.say("must i sign", asked="en")
    talk.say("must i sign", asked="en")
    before = sessions.saved
    talk.say("must i sign", asked="en")
    assert sessions.saved == before


@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(
    ["1", "2", "menu", "more", "back", "stop", "start", "forget", "español", "english", "they are at my door",
     "bond in portland", "sign or bond", "que es la fianza", "/topic:papers", "/none", "/human", "/languages"])),
    max_size=8))  # fmt: skip
def test_no_conversation_ends_in_an_emergency_or_without_words(said: list[str]) -> None:
    for talk in (Conversation(engine_of()), Conversation(engine_of(), SMS)):
        for one in said:
            reply = talk.say(one)
            assert reply.outcome != "emergency"
            assert bool(talk.shown.strip()) == (reply.outcome != "silent")
            assert all(choice.label for choice in reply.choices)

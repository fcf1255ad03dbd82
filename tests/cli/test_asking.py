from __future__ import annotations

import orjson

from tests.cli.conftest import Run


def test_ask_prints_the_answer_with_numbered_choices(looking: Run) -> None:
    told = looking("ask", "ICE is at my door").stdout
    assert "ICE is at my door right now" in told
    assert "  1  " in told


def test_ask_as_json_holds_the_whole_reply(looking: Run) -> None:
    reply = orjson.loads(looking("ask", "--json", "la migra esta en mi puerta").stdout)
    assert (reply["outcome"], reply["intent"], reply["locale"]) == ("answer", "urgent-ice-at-door", "es")
    assert reply["sources"]
    assert {"blocks", "choices", "served", "status", "reviewed_on", "fallback"} <= set(reply)


def test_ask_by_text_message_gets_the_short_form(looking: Run) -> None:
    whole, brief = (looking("ask", "--channel", one, "ICE is at my door").stdout for one in ("web", "sms"))
    assert len(brief) < len(whole)
    assert "STOP = no more texts" in brief


def test_ask_in_a_language_is_answered_in_it_whatever_the_text_looks_like(looking: Run) -> None:
    assert orjson.loads(looking("ask", "--json", "--locale", "es", "hello").stdout)["locale"] == "es"


def test_ask_explains_how_a_message_was_understood(looking: Run) -> None:
    reply = orjson.loads(looking("ask", "--json", "--explain", "cousin in jail has a hold").stdout)
    assert reply["explain"]


def test_questions_of_ask_have_nothing_to_do_with_each_other(looking: Run) -> None:
    first, second = (looking("ask", "hello", "--channel", "sms").stdout for _ in range(2))
    assert first == second
    assert "automatic rights info" in first


def test_chat_holds_a_conversation_until_an_empty_line(looking: Run) -> None:
    done = looking("chat", typed="hello\n1\n\n")
    assert done.exit_code == 0
    assert done.stdout.count("you>") == 3
    assert done.stdout.count("automatic answers about your rights.") == 1

from __future__ import annotations

import pytest

from app.matching.spelling import apply, build_vocabulary

_WORDS = build_vocabulary(
    {"warrant": 9, "warrants": 3, "detainer": 5, "door": 8, "door's": 1, "judge": 4, "doctor": 4, "wharf": 1}
)


@pytest.mark.parametrize(
    ("written", "corrections"),
    [
        pytest.param("warant", [("warant", "warrant")], id="missing-letter"),
        pytest.param("wararnt", [("wararnt", "warrant")], id="two-edits-in-a-long-word"),
        pytest.param("deatiner", [("deatiner", "detainer")], id="swapped-letters-count-once"),
        pytest.param("duur", [], id="two-edits-in-a-short-word"),
        pytest.param("dor", [], id="too-short"),
        pytest.param("warrant", [], id="known"),
        pytest.param("wharf", [], id="known-though-rare"),
        pytest.param("wharg", [], id="rare-words-are-no-corrections"),
        pytest.param("i247aa", [], id="numbers-stay"),
        pytest.param("zzzzzzzz", [], id="nothing-near"),
    ],
)
def test_unknown_words_become_the_nearest_known_one(written: str, corrections: list[tuple[str, str]]) -> None:
    assert _WORDS.correct([written]) == corrections


def test_whole_words_are_replaced() -> None:
    assert apply("a warant for warants", [("warant", "warrant")]) == "a warrant for warants"


def test_a_message_of_nonsense_costs_a_bounded_number_of_look_ups() -> None:
    assert len(_WORDS.correct([f"warran{letter}" for letter in "abcdefghijklmnopq"])) <= 12


def test_an_empty_vocabulary_corrects_nothing() -> None:
    assert build_vocabulary({}).correct(["warant"]) == []

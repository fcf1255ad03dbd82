from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.sanitise import LIMIT, sanitise, windows

_ANYTHING = st.text(st.characters(codec=None), max_size=700)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param("plain words", "plain words", id="plain"),
        pytest.param("a\0b\x07c", "abc", id="controls"),
        pytest.param("a\ud800b", "ab", id="lone-surrogate"),
        pytest.param("i\u200bce \u202eat door\u202c", "ice at door", id="invisible-and-bidi"),
        pytest.param("ＩＣＥ ﬁne", "ICE fine", id="compatibility-forms"),
        pytest.param("cafe\u0301", "café", id="composed"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_message_is_made_safe_without_losing_words(text: str, clean: str) -> None:
    assert sanitise(text) == clean


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\ufdfa" * 20_000, "e" + "\u0301" * 100_000], ids=["long", "fdfa", "marks"]
)
def test_the_result_is_short_however_long_the_message(text: str) -> None:
    assert len(sanitise(text)) <= LIMIT


def test_of_a_long_message_the_beginning_and_the_end_are_looked_at() -> None:
    text = "first words " + "x" * 5000 + " last words"
    begin, end = windows(text)
    assert begin.startswith("first words")
    assert end.endswith("last words")


@given(_ANYTHING)
def test_anything_becomes_short_encodable_and_free_of_controls(text: str) -> None:
    for piece in windows(text):
        assert len(piece) <= LIMIT
        piece.encode("utf-8")
        assert not [char for char in piece if unicodedata.category(char) == "Cc" and char not in "\t\n\r\x85"]

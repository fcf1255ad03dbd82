from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.localization.graphemes import clusters, stripped

ONE = [
    pytest.param("e\u0301", id="letter and accent"),
    pytest.param("🇺🇸", id="flag"),
    pytest.param("👨‍👩‍👧‍👦", id="family"),
    pytest.param("👍🏽", id="skin tone"),
    pytest.param("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", id="flag of tags"),
    pytest.param("1️⃣", id="keycap"),
    pytest.param("नि", id="Devanagari vowel sign"),
    pytest.param("क्षि", id="Devanagari conjunct"),
    pytest.param("স্ত্রী", id="Bengali conjunct"),
    pytest.param("한", id="Hangul syllable"),
    pytest.param("\u1112\u1161\u11ab", id="Hangul letters"),
    pytest.param("가\u11a8", id="Hangul syllable and final"),
    pytest.param("بِّ", id="Arabic letter and signs"),
    pytest.param("กำ", id="Thai AM"),
    pytest.param("\u06001", id="Arabic number sign"),
    pytest.param("\r\n", id="line end"),
]


@pytest.mark.parametrize("cluster", ONE)
def test_what_readers_see_as_one_stays_one(cluster: str) -> None:
    assert clusters(cluster) == [cluster]
    assert clusters(f"字{cluster}字") == ["字", cluster, "字"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param("door", 4, id="ASCII"),
        pytest.param("🇺🇸🇲🇽🇭🇹", 3, id="flags in a row"),
        pytest.param("🇺🇸🇲", 2, id="half a flag at the end"),
        pytest.param("한국어", 3, id="Korean"),
        pytest.param("你好吗", 3, id="Chinese"),
        pytest.param("👍👍", 2, id="emoji"),
        pytest.param("العربية", 7, id="Arabic"),
        pytest.param("a\r\nb\n", 4, id="line ends"),
    ],
)
def test_separate_characters_are_counted(text: str, count: int) -> None:
    assert len(clusters(text)) == count


@given(st.text())
def test_pieces_join_to_the_text_and_begin_with_no_mark(text: str) -> None:
    pieces = clusters(text)
    assert "".join(pieces) == text
    assert all(unicodedata.category(piece[0])[0] != "M" for piece in pieces[1:])


def test_a_space_that_carries_a_mark_is_not_stripped() -> None:
    assert stripped(" \u0301a ") == " \u0301a"
    assert stripped("  a  ") == "a"
    assert not stripped("   ")

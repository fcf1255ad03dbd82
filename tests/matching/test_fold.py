from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.fold import fold, simplified_pairs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("¿QUÉ HAGO?", "que hago", id="spanish-accents"),
        pytest.param("Đừng mở cửa", "dung mo cua", id="vietnamese"),
        pytest.param("Łódź", "lodz", id="polish"),
        pytest.param("don't", "dont", id="apostrophe"),
        pytest.param("don’t", "dont", id="curly-apostrophe"),
        pytest.param("I-200", "i200", id="form-number"),
        pytest.param("I‐247A", "i247a", id="form-number-other-hyphen"),
        pytest.param("287(g)", "287g", id="program-number"),
        pytest.param("陳先生開門", "陈先生开门", id="traditional-chinese"),
        pytest.param("إدارة الهجرة", "اداره الهجره", id="arabic-hamza-and-teh"),
        pytest.param("اداره الهجره", "اداره الهجره", id="arabic-plain"),
        pytest.param("مُحَامٍ", "محام", id="arabic-vowels"),
        pytest.param("یہ کیا ہے", "يه كيا هي", id="urdu-letters"),
        pytest.param("٤٨ ساعة", "48 ساعه", id="arabic-digits"),
        pytest.param("४८ घंटे", "48 घंटे", id="devanagari-digits"),
        pytest.param("हाँ", "हां", id="devanagari-nasal"),
        pytest.param("ሠላም", "ሰላም", id="amharic-homophones"),
        pytest.param("ISTANBUL ı", "istanbul i", id="dotless-i"),
        pytest.param("helpppp meee", "helpp mee", id="stretched-letters"),
        pytest.param("ICЕ raid", "ice raid", id="cyrillic-e-in-a-latin-word"),
        pytest.param("они в домe", "они в доме", id="latin-e-in-a-cyrillic-word"),
        pytest.param("🚨🚨 ?!", "", id="nothing-left"),
    ],
)
def test_spellings_of_the_same_words_have_one_key(one: str, other: str) -> None:
    assert fold(one) == other


@pytest.mark.parametrize(("one", "other"), [("का", "की"), ("ক", "কি"), ("48", "43"), ("мир", "мор")])
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(st.characters(codec=None), max_size=120))
def test_folding_a_key_again_changes_nothing(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert key == " ".join(key.split())


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_capitals_never_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


def test_simplified_forms_are_no_traditional_ones() -> None:
    pairs = simplified_pairs()
    assert len(pairs) > 2500
    assert not set(pairs.values()) & set(pairs)

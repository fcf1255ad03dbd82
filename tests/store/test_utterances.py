from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.models import TextsBody
from app.store.utterances import find_clashes, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("¿Está la MIGRA aquí?", "esta la migra aqui", id="Spanish"),
        pytest.param("Họ có vào nhà được không", "ho co vao nha đuoc khong", id="Vietnamese"),
        pytest.param("  I.C.E -- at_my door ", "i c e at my door", id="punctuation"),
        pytest.param("ICE 来了！", "ice 来了", id="Chinese"),
        pytest.param("क्या वे अंदर आ सकते हैं?", "क्या वे अंदर आ सकते हैं", id="Hindi keeps its vowels"),
        pytest.param("???", "???", id="nothing else"),
    ],
)
def test_a_text_is_made_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def _texts(**texts: list[str]) -> dict[str, TextsBody]:
    return {key.replace("__", "/").replace("_", "-"): TextsBody(texts=tuple(values)) for key, values in texts.items()}


@pytest.mark.parametrize(
    ("utterances", "out_of_scope", "rules"),
    [
        pytest.param(_texts(en__a=["one", "two"], en__b=["three"]), _texts(en__near=["four"]), [], id="no clash"),
        pytest.param(_texts(en__a=["no"], es__b=["no"]), {}, [], id="two locales"),
        pytest.param(_texts(en__a=["Open up"], en__b=["open up!"]), {}, ["stands under a too"], id="two intents"),
        pytest.param(_texts(en__a=["open"]), _texts(en__near=["OPEN"]), ["stands under a too"], id="out of scope"),
        pytest.param(_texts(en__a=["open", "Open."]), {}, ["stands there twice"], id="twice"),
    ],
)
def test_clashes_are_found(
    utterances: dict[str, TextsBody], out_of_scope: dict[str, TextsBody], rules: list[str]
) -> None:
    found = [rule for _, _, rule, _ in find_clashes(utterances, out_of_scope, plain)]
    assert [rule.split('" ')[1] for rule in found] == rules

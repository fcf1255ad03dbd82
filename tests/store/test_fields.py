from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypeForm

from app.store import fields

TEXT: TypeAdapter[str] = TypeAdapter(fields.Text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_text_is_settled_once_and_for_all(text: str) -> None:
    try:
        settled = TEXT.validate_python(text)
    except ValidationError:
        assert not text.strip()
    else:
        assert TEXT.validate_python(settled) == settled == unicodedata.normalize("NFC", text).strip()


@given(st.characters(categories=["Cc"], exclude_characters="\n"))
def test_control_characters_are_refused(character: str) -> None:
    with pytest.raises(ValidationError):
        TEXT.validate_python(f"a{character}b")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        pytest.param(
            fields.Slug, ["a", "home-entry", "287g-program"], ["", "A", "a_b", "-a", "a--b", "a\n"], id="slug"
        ),
        pytest.param(fields.Id, ["8cfr287.8", "a_b-c"], ["", "8CFR", ".a", "a b"], id="id"),
        pytest.param(fields.LocaleId, ["es", "zh_Hans", "fil", "any"], ["", "e", "zh-Hans", "ES"], id="locale"),
        pytest.param(
            fields.Address,
            ["", "https://example.org/a?b=c#d", "http://a.b"],
            ["None", "javascript:alert(1)", "https://a b", 'https://a"b', "ftp://a"],
            id="address",
        ),
        pytest.param(
            fields.Phone, ["", "911", "1-844-363-1423", "+1 (312) 555-0100"], ["call us", "1-800-CALL"], id="phone"
        ),
    ],
)
def test_forms_are_kept(kind: TypeForm[str], good: list[str], bad: list[str]) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(kind)
    assert [adapter.validate_python(text) for text in good] == good
    for text in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)

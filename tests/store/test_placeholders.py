from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.placeholders import fill, find_placeholders, find_stray_braces


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Call {phone:hotline} or {phone:hotline}.", [("phone", "hotline")] * 2, id="repeated"),
        pytest.param(
            "[a]({url:ice-locator}) {date:reviewed_on}", [("url", "ice-locator"), ("date", "reviewed_on")], id="two"
        ),
        pytest.param("{fact:8cfr287.8}", [("fact", "8cfr287.8")], id="dots"),
        pytest.param("{phone: hotline} {Phone:x} {mail:x} {phone:}", [], id="none"),
    ],
)
def test_placeholders_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [tuple(one) for one in find_placeholders(text)] == found


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        pytest.param("{phone:hotline}", [], id="a placeholder"),
        pytest.param("{phone}", ["{phone}"], id="no key"),
        pytest.param("{{phone:x}}", ["{", "}"], id="doubled"),
        pytest.param("a } b", ["}"], id="closing"),
        pytest.param("a { b", ["{ b"], id="opening"),
    ],
)
def test_other_braces_are_found(text: str, stray: list[str]) -> None:
    assert find_stray_braces(text) == stray


def test_numbers_are_isolated_but_link_targets_are_not() -> None:
    text = "{phone:a} [x]({url:a}) {url:a} {fact:a}"
    filled = fill(text, lambda one: one.kind.upper(), isolate=True)
    assert filled == "\u2066PHONE\u2069 [x](URL) \u2066URL\u2069 FACT"
    assert fill(text, lambda one: one.kind.upper(), isolate=False) == "PHONE [x](URL) URL FACT"


@given(st.text(), st.booleans())
def test_text_without_placeholders_stays(text: str, isolate: bool) -> None:  # noqa: FBT001
    expected = text if not find_placeholders(text) else None
    filled = fill(text, lambda one: one.key, isolate=isolate)
    assert filled == expected or expected is None

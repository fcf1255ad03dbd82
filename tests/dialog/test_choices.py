from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dialog.choices import Kind, Picked, parse_payload, payload

KEYED: tuple[Kind, ...] = ("intent", "topic", "locale", "place")
PLAIN: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind not in KEYED)
KEYS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=1, max_size=64)


@given(st.sampled_from(KEYED), KEYS, st.sampled_from(["", "/"]))
def test_a_payload_with_a_key_is_read_as_it_was_written(kind: Kind, key: str, lead: str) -> None:
    assert parse_payload(lead + payload(kind, key)) == Picked(kind, key)


@pytest.mark.parametrize("kind", PLAIN)
def test_a_payload_without_a_key_is_read_as_it_was_written(kind: Kind) -> None:
    assert parse_payload(payload(kind)) == parse_payload(f"/{payload(kind)}") == Picked(kind)


@given(st.text())
def test_any_text_is_a_payload_of_the_grammar_or_none(text: str) -> None:
    picked = parse_payload(text)
    assert picked is None or payload(picked.kind, picked.key) == text.strip().removeprefix("/")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("intent", id="key-missing"),
        pytest.param("intent:", id="key-empty"),
        pytest.param("menu:1", id="key-too-many"),
        pytest.param("Intent:home-entry", id="capital"),
        pytest.param("intent:home entry", id="space"),
        pytest.param("intent:home-entry\n/more", id="two-lines"),
        pytest.param("intent:" + "a" * 65, id="too-long"),
        pytest.param("//menu", id="two-slashes"),
        pytest.param("intent:a:b", id="two-keys"),
        pytest.param("delete:everything", id="unknown-kind"),
        pytest.param("intent:ключ", id="other-letters"),
    ],
)
def test_what_the_grammar_does_not_know_is_no_payload(text: str) -> None:
    assert parse_payload(text) is None

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import ContentErrors
from app.store.bodies import canonical_json, content_hash, put_body, read_bodies, sha_of
from app.store.database import Database, transaction

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(TEXT, VALUES, max_size=5)
QUICK = settings(max_examples=60)


def _turned_around(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {key: _turned_around(value[key]) for key in reversed(value)}
    return [_turned_around(one) for one in value] if isinstance(value, list) else value


@QUICK
@given(BODIES)
def test_canonical_json_says_the_same(body: dict[str, Any]) -> None:
    assert json.loads(canonical_json(body)) == body


@QUICK
@given(BODIES)
def test_canonical_json_does_not_depend_on_order(body: dict[str, Any]) -> None:
    assert canonical_json(_turned_around(body)) == canonical_json(body)


@QUICK
@given(BODIES, BODIES)
def test_canonical_json_tells_bodies_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical_json(one) == canonical_json(other)) == same


@QUICK
@given(BODIES)
def test_canonical_json_is_its_own_canonical_form(body: dict[str, Any]) -> None:
    text = canonical_json(body)
    assert canonical_json(json.loads(text)) == text


@pytest.mark.parametrize(
    "value",
    [pytest.param("\ud800", id="lone surrogate"), pytest.param(2**70, id="huge"), pytest.param({1}, id="set")],
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json({"value": value})


@QUICK
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5), st.randoms(use_true_random=False))
def test_a_content_hash_does_not_depend_on_order(items: list[tuple[str, str, str]], random: Any) -> None:  # noqa: ANN401
    mixed = list(items)
    random.shuffle(mixed)
    assert content_hash(mixed) == content_hash(items)


def test_a_body_is_kept_once(content: Database) -> None:
    with transaction(content):
        assert put_body(content, {"a": 1, "b": 2}) == put_body(content, {"b": 2, "a": 1})
    assert content.execute("SELECT count(*) FROM bodies").fetchone() == (1,)


def test_every_damaged_body_is_named() -> None:
    rows = [("fact", "a", sha_of("{}"), "{}"), ("fact", "b", sha_of("{}"), "{ }"), ("fact", "c", sha_of("{}"), None)]
    with pytest.raises(ContentErrors) as caught:
        read_bodies(rows)
    assert [fault.path for fault in caught.value.faults] == ["fact:b", "fact:c"]

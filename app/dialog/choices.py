"""The closed grammar of what a tapped choice sends back, so that nothing free-form travels in a button."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["intent", "topic", "locale", "place", "menu", "languages", "more", "back", "none", "human"]

_GRAMMAR = re.compile(r"/?(?P<kind>[a-z]+)(?::(?P<key>[A-Za-z0-9_-]{1,64}))?")
_WITH_KEY = frozenset({"intent", "topic", "locale", "place"})


@dataclass(frozen=True, slots=True)
class Picked:
    """A choice that came back. `key`: id of the intent, topic, locale or place; "" for the other kinds."""

    kind: Kind
    key: str = ""


def payload(kind: Kind, key: str = "") -> str:
    """Return what a choice sends back; `parse_payload` reads it again."""
    return f"{kind}:{key}" if key else kind


def parse_payload(text: str) -> Picked | None:
    """Read a payload, with or without the leading slash that some chat front ends put; None if it is none.

    >>> parse_payload("/intent:home-entry")
    Picked(kind='intent', key='home-entry')
    >>> parse_payload("intent") is None
    True
    """
    match = _GRAMMAR.fullmatch(text.strip())
    if match is None:
        return None
    kind, key = match["kind"], match["key"] or ""
    for known in get_args(Kind):
        if kind == known and bool(key) == (kind in _WITH_KEY):
            return Picked(known, key)
    return None

"""Placeholders in content: {phone:<resource>}, {url:<resource>}, {fact:<fact>} and {date:reviewed_on}."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

PLACEHOLDER = re.compile(r"\{(?P<kind>phone|url|fact|date):(?P<key>[a-z0-9]+(?:[._-][a-z0-9]+)*)\}")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")
_ISOLATED = frozenset({"phone", "url"})
_LEFT_TO_RIGHT_ISOLATE, _POP_ISOLATE = "\u2066", "\u2069"


class Placeholder(NamedTuple):
    """One placeholder: what is filled in, and of which resource or fact."""

    kind: str
    key: str


def find_placeholders(text: str) -> list[Placeholder]:
    """Return the placeholders of a text in their order, repeated ones each time."""
    return [Placeholder(match["kind"], match["key"]) for match in PLACEHOLDER.finditer(text)]


def find_stray_braces(text: str) -> list[str]:
    """Return what stands in braces, or a lone brace, without being a placeholder."""
    return [found for found in _BRACES.findall(text) if not PLACEHOLDER.fullmatch(found)]


def fill(text: str, value_of: Callable[[Placeholder], str], *, isolate: bool) -> str:
    """Return the text with each placeholder replaced by `value_of` it.

    `isolate`: wrap numbers and addresses in LRI and PDI (Unicode Standard Annex 9), so that text from right to left
    does not turn them around; the target of a Markdown link is left bare, or it would lead nowhere.
    """

    def replacement(match: re.Match[str]) -> str:
        value = value_of(Placeholder(match["kind"], match["key"]))
        is_target = text[: match.start()].endswith("](")
        if isolate and match["kind"] in _ISOLATED and not is_target:
            return f"{_LEFT_TO_RIGHT_ISOLATE}{value}{_POP_ISOLATE}"
        return value

    return PLACEHOLDER.sub(replacement, text)

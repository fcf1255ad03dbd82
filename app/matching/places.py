"""Places named in a message: names and aliases in every language, longest first, with typing errors forgiven."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.intent import PlaceFound
from app.matching.fold import fold
from app.matching.spelling import Vocabulary, apply, build_vocabulary
from app.matching.tokens import spans_of, tokens_of

_FUZZY_FROM = 5
_SHORT = 3
_CAPITALS = 0.5


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of places.

    `names`: folded tokens joined by spaces -> ids of the places so called; `within`: id -> id of the place around it;
    `longest`: tokens of the longest name; `words`: those of the words that forgive errors; `firsts`: first tokens.
    """

    names: Mapping[str, tuple[str, ...]]
    within: Mapping[str, str]
    longest: int
    words: Vocabulary
    firsts: frozenset[str]

    def find(self, folded: str, written: str, known: Mapping[str, object]) -> PlaceFound | None:
        """Return the place that a message names, with several candidates if it is not clear which, or None.

        `folded`: the match key of `written`; `written`: the sanitised message, in which two-letter codes must stand
        in capitals; `known`: words that are not typing errors.
        """
        found = self._exact(folded, written)
        if not found:
            unknown = [word for word in folded.split() if len(word) >= _FUZZY_FROM and word not in known]
            corrections = self.words.correct(unknown)
            found = self._exact(apply(folded, corrections), written) if corrections else []
        return self._settled(found) if found else None

    def _exact(self, folded: str, written: str) -> list[PlaceFound]:
        tokens, found, start = tokens_of(folded), [], 0
        spans: list[tuple[int, int]] = []
        while start < len(tokens):
            length = self._length_at(tokens, start, written)
            if length:
                spans = spans or spans_of(folded)
                candidates = self.names[" ".join(tokens[start : start + length])]
                found.append(PlaceFound(candidates, (spans[start][0], spans[start + length - 1][1])))
            start += length or 1
        return found

    def _length_at(self, tokens: list[str], start: int, written: str) -> int:
        if tokens[start] not in self.firsts:
            return 0
        for length in range(min(self.longest, len(tokens) - start), 0, -1):
            name = " ".join(tokens[start : start + length])
            if name in self.names and (len(name) > _SHORT or not name.isascii() or _in_capitals(name, written)):
                return length
        return 0

    def _settled(self, found: list[PlaceFound]) -> PlaceFound:
        """Let places named together tell each other apart: "Portland, Oregon", "Cook County, Illinois"."""
        named = {one for each in found for one in each.candidates}
        inner = [one for each in found for one in each.candidates if self._around(one) & named]
        if inner:
            span = next(each.span for each in found if inner[0] in each.candidates)
            return PlaceFound(tuple(dict.fromkeys(inner)), span)
        every = tuple(dict.fromkeys(one for each in found for one in each.candidates))
        return PlaceFound(every, found[0].span)

    def _around(self, place: str) -> set[str]:
        around: set[str] = set()
        while (place := self.within.get(place, "")) and place not in around:
            around.add(place)
        return around


def build_gazetteer(bodies: Mapping[str, Mapping[str, Any]]) -> Gazetteer:
    """Return the gazetteer. `bodies`: place id -> {"name", "within", "aliases": {locale or "any": [spelling]}}."""
    names: dict[str, list[str]] = {}
    for place, body in sorted(bodies.items()):
        for spelling in _spellings(body):
            key = " ".join(tokens_of(fold(spelling)))
            if key and place not in names.setdefault(key, []):
                names[key].append(place)
    within = {place: str(body.get("within", "")) for place, body in sorted(bodies.items())}
    return gazetteer_of({name: tuple(places) for name, places in names.items()}, within)


def gazetteer_of(names: Mapping[str, tuple[str, ...]], within: Mapping[str, str]) -> Gazetteer:
    """Return the gazetteer of folded names and of the places around places."""
    words = {word for name in names for word in name.split() if len(word) >= _FUZZY_FROM}
    # Every word counts as if seen twice, so that each may be corrected to.
    vocabulary = build_vocabulary(dict.fromkeys(words, 2))
    longest = max((len(name.split()) for name in names), default=0)
    return Gazetteer(names, within, longest, vocabulary, frozenset(name.split()[0] for name in names))


def _spellings(body: Mapping[str, Any]) -> Iterable[str]:
    yield str(body["name"])
    for some in body.get("aliases", {}).values():
        yield from some


def _in_capitals(name: str, written: str) -> bool:
    """Return whether a short name stands in capitals, in a message that is not all in capitals ("LA", not "la")."""
    letters = [char for char in written if char.isalpha()]
    if sum(map(str.isupper, letters)) > _CAPITALS * len(letters) and len(letters) > 2 * _SHORT:
        return False
    return re.search(rf"(?<!\w){re.escape(name.upper())}(?!\w)", written) is not None

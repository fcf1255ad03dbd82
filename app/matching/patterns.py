"""A small pattern language for rules: words in order with few words between. Its cost is bounded, unlike a regex.

- `<agents> <here>`: a phrase of group `agents`, then one of `here`, at most three words between
- `at+my|our+<home>`: nothing between
- `knock* door|house`: any ending of a single word; alternatives; `right_now` is one phrase of two words
- `^ ice outside $`: only at the beginning, only at the end
- `<taken> & <family>`: both, in any order, anywhere
- `kill_me & no <papers>`: the first, if the second is nowhere
- `not <general>`: a guard: if it is found, no other pattern of the intent counts; one word between at most
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.core.errors import ContentError
from app.matching.fold import fold
from app.matching.tokens import tokens_of

GAP = 3
GUARD_GAP = 1
"""Words that may stand between two items of a pattern, and of a guard."""

_GUARD = "not "
_ABSENT = "no "
_BEGIN, _END, _ADJACENT = "^", "$", "+"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sequenced:
    """Items in order.

    `items`: group numbers; `gaps`: tokens that may stand before each; `begin`, `end`: whether it must start or end
    the message; `absent`: it must not be found.
    """

    items: tuple[int, ...]
    begin: bool
    end: bool
    absent: bool
    gaps: tuple[int, ...]

    def matches(self, found: Mapping[int, Sequence[Span]], length: int) -> bool:
        """Return whether the items stand in order. `found`: spans of each group; `length`: of the message in tokens."""
        ends = {0}
        for place, item in enumerate(self.items):
            spans = found.get(item, ())
            reach = self.gaps[place] if place else 0 if self.begin else length
            ends = {stop for start, stop in spans if any(end <= start <= end + reach for end in ends)}
            if not ends:
                return False
        return length in ends if self.end else True


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts that must all be found. `guard`: it forbids instead; `needs`: groups without which it cannot match."""

    parts: tuple[Sequenced, ...]
    guard: bool
    needs: frozenset[int]

    def matches(self, found: Mapping[int, Sequence[Span]], length: int) -> bool:
        """Return whether every part is found, and no part that must be absent."""
        return all(part.matches(found, length) != part.absent for part in self.parts)


@dataclass(slots=True)
class Lexicon:
    """All phrases of all groups, looked up in one pass over a message, whatever their number.

    `words`: single words -> groups; `phrases`: first two words -> (phrase, group) pairs; `stems`: beginnings of words
    ("knock*") -> groups; `numbers`: phrases of a group -> its number.
    """

    words: dict[str, list[int]] = field(default_factory=dict)
    phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    stems: dict[str, list[int]] = field(default_factory=dict)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)

    def group(self, phrases: Iterable[str]) -> int:
        """Return the number of the group of these phrases, adding it if it is new."""
        key = tuple(sorted(set(phrases)))
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers)
            for phrase in key:
                self._add(phrase, self.numbers[key])
        return self.numbers[key]

    def _add(self, phrase: str, number: int) -> None:
        tokens = tuple(tokens_of(fold(phrase)))
        if len(tokens) > 1:
            self.phrases.setdefault((tokens[0], tokens[1]), []).append((tokens, number))
        elif tokens:
            table = self.stems if phrase.endswith("*") else self.words
            table.setdefault(tokens[0], []).append(number)

    def find(self, tokens: Sequence[str]) -> dict[int, list[Span]]:
        """Return the spans of every group found, begin inclusive, end exclusive, in tokens."""
        found: dict[int, list[Span]] = {}
        lengths = {len(stem) for stem in self.stems}
        for start, token in enumerate(tokens):
            for number in self.words.get(token, ()):
                found.setdefault(number, []).append((start, start + 1))
            for length in lengths:
                for number in self.stems.get(token[:length], ()):
                    found.setdefault(number, []).append((start, start + 1))
        for start, pair in enumerate(pairwise(tokens)):
            for words, number in self.phrases.get(pair, ()):
                if tuple(tokens[start : start + len(words)]) == words:
                    found.setdefault(number, []).append((start, start + len(words)))
        return found


def parse_pattern(text: str, groups: Mapping[str, Sequence[str]], lexicon: Lexicon, *, origin: str) -> Pattern:
    """Return a pattern. Raises ContentError if it is empty or names an unknown group. `origin`: for the error."""
    guard = text.startswith(_GUARD)
    parts = text.removeprefix(_GUARD).split(" & ")
    gap = GUARD_GAP if guard else GAP
    sequences = tuple(_sequence(part, gap, groups, lexicon, origin) for part in parts)
    needs = frozenset(item for part in sequences if not part.absent for item in part.items)
    return Pattern(sequences, guard, needs)


def _sequence(part: str, gap: int, groups: Mapping[str, Sequence[str]], lexicon: Lexicon, origin: str) -> Sequenced:
    absent, items = part.startswith(_ABSENT), part.removeprefix(_ABSENT).split()
    begin, end = items[:1] == [_BEGIN], items[-1:] == [_END]
    chains = [item.split(_ADJACENT) for item in items[begin : len(items) - end]]
    if not chains:
        raise ContentError(origin, "a pattern without words", mend="write at least one word or <group>")
    gaps = tuple(0 if place else gap for chain in chains for place in range(len(chain)))
    numbers = tuple(lexicon.group(_phrases(item, groups, origin)) for chain in chains for item in chain)
    return Sequenced(numbers, begin, end, absent, gaps)


def _phrases(item: str, groups: Mapping[str, Sequence[str]], origin: str) -> list[str]:
    phrases: list[str] = []
    for option in item.split("|"):
        if not option.startswith("<"):
            phrases.append(option.replace("_", " "))
        elif option[1:-1] in groups:
            phrases.extend(groups[option[1:-1]])
        else:
            raise ContentError(
                origin, f"unknown group {option}", mend="define it in a line of its own: name = phrase, phrase"
            )
    return phrases

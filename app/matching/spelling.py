"""Spelling correction: unknown words are replaced by the nearest word that people use in their questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA

from app.matching.features import Hashes

_SHORTEST = 4
_TWO_EDITS_FROM = 7
_MOST_WORDS = 12
"""Unknown words looked up in one message; more means that it is not in this language, and each costs time."""

_SEEN = 2
"""A word must stand in this many utterances to be a correction: utterances hold people's typing errors too."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words of one locale.

    `counts`: word -> utterances it stands in; `targets`: those that corrections may
    lead to; `signatures`: uint64 [targets], a bit for each letter that a word has.
    """

    counts: Mapping[str, int]
    targets: tuple[str, ...]
    signatures: Hashes

    def correct(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """Return (written, corrected) for each unknown word of four letters or more that has a near neighbour."""
        unknown = [word for word in dict.fromkeys(words) if len(word) >= _SHORTEST and word not in self.counts]
        pairs = ((word, self._nearest(word)) for word in unknown[:_MOST_WORDS] if not any(map(str.isdigit, word)))
        return [(word, nearest) for word, nearest in pairs if nearest]

    def _nearest(self, word: str) -> str:
        """Return the nearest word by optimal string alignment, the most used among equals, "" if all are far."""
        edits = 2 if len(word) >= _TWO_EDITS_FROM else 1
        # One edit changes at most two bits of a signature; this leaves a few dozen words to compare.
        near = np.flatnonzero(np.bitwise_count(self.signatures ^ _signature(word)) <= 2 * edits)
        best, rank = "", (edits + 1, 0)
        for place in near.tolist():
            target = self.targets[place]
            distance = OSA.distance(word, target, score_cutoff=edits)
            if distance <= edits and (distance, -self.counts[target]) < rank:
                best, rank = target, (distance, -self.counts[target])
        return best


def build_vocabulary(counts: Mapping[str, int]) -> Vocabulary:
    """Return the vocabulary of one locale. `counts`: folded word -> number of utterances it stands in."""
    targets = tuple(sorted(word for word, seen in counts.items() if seen >= _SEEN and len(word) >= _SHORTEST - 1))
    signatures = np.asarray([_signature(word) for word in targets], dtype=np.uint64)
    return Vocabulary(dict(counts), targets, signatures)


def apply(folded: str, corrections: Iterable[tuple[str, str]]) -> str:
    """Return the folded text with whole words replaced."""
    table = dict(corrections)
    return " ".join(table.get(word, word) for word in folded.split())


def _signature(word: str) -> np.uint64:
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 63)
    return np.uint64(bits)

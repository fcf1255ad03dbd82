"""Exact matches: folded utterances by their hash, as two sorted arrays that all workers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from app.matching.features import Hashes


@dataclass(frozen=True, slots=True)
class ExactKeys:
    """Folded utterances.

    `names`: intents; `keys`: uint64 [utterances], ascending; `places`: int16 [utterances],
    which of `names` each belongs to.
    """

    names: tuple[str, ...]
    keys: Hashes
    places: NDArray[np.int16]

    def find(self, folded: str) -> str:
        """Return the intent of exactly this folded utterance, "" if there is none."""
        key = np.uint64(_key(folded))
        place = int(self.keys.searchsorted(key))
        if place < len(self.keys) and self.keys[place] == key:
            return self.names[int(self.places[place])]
        return ""


def build_exact(intents: Mapping[str, str]) -> ExactKeys:
    """Return the keys. `intents`: folded utterance -> intent."""
    names = sorted(set(intents.values()))
    pairs = sorted((_key(folded), names.index(intent)) for folded, intent in intents.items())
    keys = np.asarray([key for key, _ in pairs], dtype=np.uint64)
    return ExactKeys(tuple(names), keys, np.asarray([place for _, place in pairs], dtype=np.int16))


def _key(folded: str) -> int:
    return int.from_bytes(blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")

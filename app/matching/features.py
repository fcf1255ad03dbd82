"""Text to hashed n-grams: characters 1 to 4 and words 1 to 2, in numpy, with one fixed hash for all time.

Python's own `hash` is salted per process, so an index made with it could not be read by another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]

CHARACTER_BITS = 16
WORD_BITS = 16
BUCKETS = (1 << CHARACTER_BITS) + (1 << WORD_BITS)
"""Rows of the weights: the character n-grams come first, then the word n-grams."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_SHIFT = np.uint64(33)
_SPACE = 32
_LONGEST = 1024
_POWERS = np.cumprod(np.full(_LONGEST, _BASE, dtype=np.uint64), dtype=np.uint64)
_INVERSES = np.cumprod(np.full(_LONGEST, _INVERSE, dtype=np.uint64), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of one text. `buckets`: int64 [n], unique, ascending; `counts`: float32 [n].

    `split`: how many of them are character n-grams.
    """

    buckets: Ints
    counts: Floats
    split: int


def grams(folded: str) -> Grams:
    """Return the hashed n-grams of a folded text of at most 1,000 characters; longer text is cut."""
    codes = codes_of(folded)
    characters, character_counts = np.unique(character_hashes(codes, 4) >> np.uint64(64 - CHARACTER_BITS), return_counts=True)
    words, word_counts = np.unique(_word_hashes(codes) >> np.uint64(64 - WORD_BITS), return_counts=True)
    buckets = np.concatenate((characters, words + np.uint64(1 << CHARACTER_BITS))).astype(np.int64)
    counts = np.concatenate((character_counts, word_counts)).astype(np.float32)
    return Grams(buckets, counts, len(characters))


def codes_of(text: str) -> Hashes:
    """Return the code points of a text with a space before and after it, uint64 [length + 2]."""
    padded = f" {text[: _LONGEST - 3]} "
    return np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)


def character_hashes(codes: Hashes, longest: int) -> Hashes:
    """Return the hashes of all n-grams of 1 to `longest` code points. `codes`: uint64 [n] -> uint64 [about n * longest]."""
    rolling, parts = np.zeros(len(codes), dtype=np.uint64), []
    for length in range(1, longest + 1):
        if length > len(codes):
            break
        window = len(codes) - length + 1
        rolling = rolling[:window] * _BASE + codes[length - 1 :]
        parts.append(_mixed(rolling + np.uint64(length)))
    return np.concatenate(parts)


def _word_hashes(codes: Hashes) -> Hashes:
    """Hash words and pairs of neighbouring words, as spans of one polynomial hash over the whole text."""
    spaces = np.flatnonzero(codes == _SPACE)
    if len(spaces) < 2:  # noqa: PLR2004 - a word stands between two spaces
        return np.zeros(0, dtype=np.uint64)
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(codes * _POWERS[: len(codes)], dtype=np.uint64)))
    starts, ends = spaces[:-1] + 1, spaces[1:]
    singles = (sums[ends] - sums[starts]) * _INVERSES[starts]
    doubles = (sums[ends[1:]] - sums[starts[:-1]]) * _INVERSES[starts[:-1]]
    return _mixed(np.concatenate((singles + np.uint64(7), doubles + np.uint64(11))))


def _mixed(hashes: Hashes) -> Hashes:
    """Spread the hash over all bits, as the finaliser of MurmurHash3 does."""
    hashes = (hashes ^ (hashes >> _SHIFT)) * _MIX
    mixed: Hashes = (hashes ^ (hashes >> _SHIFT)) * _BASE
    return mixed

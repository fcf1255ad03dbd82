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
BUCKETS = 2 << CHARACTER_BITS
"""Rows of the weights: the character n-grams come first, then the word n-grams."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)
_KEPT = np.uint64(64 - CHARACTER_BITS)
_TRUE = np.ones(1, dtype=np.bool_)
_SPACE = 32
_CHARACTERS = 4
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


def grams(text: str) -> Grams:
    """Return the hashed n-grams of a text of at most 1,000 characters; longer text is cut.

    Written for few numpy calls: a message is so short that the calls cost more than the arithmetic.
    """
    codes = codes_of(text)
    words = _word_hashes(codes)
    hashes = _spread(np.concatenate((*_rolling(codes), words))).view(np.int64)
    if len(words):
        hashes[-len(words) :] += 1 << CHARACTER_BITS
    hashes.sort()
    firsts = np.flatnonzero(np.concatenate((_TRUE, hashes[1:] != hashes[:-1])))
    buckets = hashes[firsts]
    counts = np.empty(len(firsts), dtype=np.float32)
    counts[:-1] = firsts[1:] - firsts[:-1]
    counts[-1] = len(hashes) - firsts[-1]
    return Grams(buckets, counts, int(buckets.searchsorted(1 << CHARACTER_BITS)))


def codes_of(text: str) -> Hashes:
    """Return the code points of a text with a space before and after it, uint64 [length + 2]."""
    padded = f" {text[: _LONGEST - 3]} "
    return np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)


def _rolling(codes: Hashes) -> list[Hashes]:
    """Return the polynomial hashes of all n-grams of 1, 2, 3 and 4 code points."""
    parts = [codes]
    for length in range(1, min(_CHARACTERS, len(codes))):
        parts.append(parts[-1][:-1] * _BASE + codes[length:])
    return parts


def _word_hashes(codes: Hashes) -> Hashes:
    """Hash words and pairs of neighbouring words, as spans of one polynomial hash over the whole text."""
    spaces = np.flatnonzero(codes == _SPACE)
    sums = np.cumsum(codes * _POWERS[: len(codes)])
    # A span starts at the space before its first word and ends before the space after its last one.
    starts = spaces[:-1]
    before, inverses = sums[starts], _INVERSES[starts]
    singles = (sums[spaces[1:] - 1] - before) * inverses
    doubles = (sums[spaces[2:] - 1] - before[:-1]) * inverses[:-1]
    return np.concatenate((singles, doubles))


def _spread(hashes: Hashes) -> Hashes:
    """Mix the hashes, so that the highest bits depend on all, and keep `CHARACTER_BITS` of them."""
    spread: Hashes = ((hashes ^ (hashes >> _HALF)) * _MIX) >> _KEPT
    return spread

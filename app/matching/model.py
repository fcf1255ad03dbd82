"""One linear classifier over hashed n-grams, with weights of one byte each. Knows nothing of rights or locales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.matching.features import BUCKETS, Floats, Grams, grams
from app.matching.fold import fold

OUT_OF_SCOPE = ""
"""The class of everything that no intent answers."""

WORD_SHARE = 0.7
"""Length of the word part of a feature vector beside a character part of length 1."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of one text. `scores`: float32 [classes]; `coverage`: share (0 to 1) of its n-grams seen in training."""

    scores: Floats
    coverage: float


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of the classifier.

    `classes`: names, sorted, `OUT_OF_SCOPE` among them; `weights`: int8 [BUCKETS, classes]; `row_scale`: float32
    [BUCKETS], 0 for n-grams not seen in training; `idf`: float32 [BUCKETS]; `bias`: float32 [classes].
    """

    classes: tuple[str, ...]
    weights: NDArray[np.int8]
    row_scale: Floats
    idf: Floats
    bias: Floats

    def score(self, folded: str) -> Scored:
        """Return the scores of a folded text."""
        return self.score_grams(grams(folded))

    def score_grams(self, found: Grams) -> Scored:
        """Return the scores of the n-grams of a folded text."""
        values = weigh(found, self.idf)
        scale = self.row_scale.take(found.buckets)
        rows = self.weights.take(found.buckets, axis=0).astype(np.float32)
        scores: Floats = ((values * scale) @ rows + self.bias).astype(np.float32, copy=False)
        seen = values[scale > 0]
        whole = float(values @ values)
        return Scored(scores, float(seen @ seen) / whole if whole else 0.0)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Return all classes but `OUT_OF_SCOPE` with their scores, best first. `text`: as written."""
        scores = self.score(fold(text)).scores
        order = np.argsort(-scores, kind="stable")
        return [(self.classes[one], float(scores[one])) for one in order if self.classes[one] != OUT_OF_SCOPE]


def weigh(found: Grams, idf: Floats) -> Floats:
    """Return the feature values [n] of a text: damped counts times idf, each family of n-grams scaled to its length."""
    values: Floats = (np.log(found.counts) + np.float32(1)) * idf.take(found.buckets)
    _scale(values[: found.split], 1.0)
    _scale(values[found.split :], WORD_SHARE)
    return values


def _scale(part: Floats, length: float) -> None:
    norm = math.sqrt(part @ part)
    if norm > 0:
        part *= length / norm


def quantise(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return int8 weights and the float32 scale of each row. `weights`: float32 [rows, classes]."""
    largest = np.abs(weights).max(axis=1)
    scale = (largest / 127).astype(np.float32)
    safe = np.where(scale > 0, scale, 1)
    return np.rint(weights / safe[:, None]).astype(np.int8), scale


def empty_model(classes: Sequence[str]) -> LinearModel:
    """Return a model that has learnt nothing; every text gets the score 0 for each class."""
    zeros = np.zeros(BUCKETS, dtype=np.float32)
    weights = np.zeros((BUCKETS, len(classes)), dtype=np.int8)
    return LinearModel(tuple(classes), weights, zeros, zeros + 1, np.zeros(len(classes), dtype=np.float32))

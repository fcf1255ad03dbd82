"""Scores to probabilities: how sure to be that the best intent is right, out-of-scope messages included."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.matching.features import Floats

FEATURES = ("top", "margin", "spread", "over_out_of_scope", "share", "coverage", "length", "entropy")
"""What the logistic regression looks at, in the order of its coefficients."""

OUT_OF_SCOPE_TRAFFIC = 0.2
"""Share of messages assumed to be out of scope, for calibration and for the thresholds."""

SHOWN = 5
"""Intents that a ranking names."""

_TINY = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted logistic regression.

    `coefficients`: one for each of `FEATURES`; `sharpness`: factor on the scores
    before the softmax that shares out what the best intent leaves.
    """

    coefficients: tuple[float, ...]
    intercept: float
    sharpness: float

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability that the best intent is right. `features`: one value for each of `FEATURES`."""
        logit = self.intercept + sum(map(operator.mul, features, self.coefficients))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def ranked(scores: Floats, out_of_scope: int) -> list[int]:
    """Return the indices of up to five classes, best first, without that of `out_of_scope`."""
    order: list[int] = (-scores).argsort(kind="stable")[: SHOWN + 1].tolist()
    return [one for one in order if one != out_of_scope][:SHOWN]


def softmax(scores: Floats, sharpness: float) -> Floats:
    """Return probabilities [classes] that sum to 1."""
    powers = np.exp(sharpness * (scores - scores.max()))
    shares: Floats = powers / powers.sum()
    return shares


def features_of(
    scores: Floats, shares: Floats, order: Sequence[int], out_of_scope: int, coverage: float, length: int
) -> tuple[float, ...]:
    """Return the calibration features of one text.

    `scores`, `shares`: float32 [classes], of the classifier and of `softmax`; `order`: indices as of `ranked`;
    `out_of_scope`: index of that class; `coverage`: as of `model.Scored`; `length`: characters of the folded text.
    """
    values: list[float] = scores.tolist()
    best, second = values[order[0]], values[order[min(1, len(order) - 1)]]
    return (
        best,
        best - second,
        second - values[order[-1]],
        best - values[out_of_scope],
        float(shares[order[0]]),
        coverage,
        math.log1p(length),
        -float(shares @ np.log(shares + _TINY)),
    )

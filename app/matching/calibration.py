"""Scores to probabilities: how sure to be that the best intent is right, out-of-scope messages included."""

from __future__ import annotations

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

DEEP = SHOWN


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted logistic regression. `coefficients`: one for each of `FEATURES`; `sharpness`: factor on the scores
    before the softmax that shares out what the best intent leaves.
    """

    coefficients: tuple[float, ...]
    intercept: float
    sharpness: float

    def probability(self, features: Floats) -> float:
        """Return the probability that the best intent is right. `features`: float32 [FEATURES]."""
        logit = float(features @ np.asarray(self.coefficients, dtype=np.float32)) + self.intercept
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def ranked(scores: Floats, out_of_scope: int) -> list[int]:
    """Return the indices of up to five classes, best first, without that of `out_of_scope`."""
    best = np.argpartition(-scores, DEEP)[: DEEP + 1] if len(scores) > DEEP + 1 else np.arange(len(scores))
    order: list[int] = best[np.argsort(-scores[best], kind="stable")].tolist()
    return [one for one in order if one != out_of_scope][:SHOWN]


def softmax(scores: Floats, sharpness: float) -> Floats:
    """Return probabilities [classes] that sum to 1."""
    powers = np.exp(sharpness * (scores - scores.max()))
    shares: Floats = powers / powers.sum()
    return shares


def features_of(scores: Floats, order: Sequence[int], out_of_scope: int, coverage: float, length: int,
                sharpness: float) -> Floats:  # fmt: skip
    """Return the calibration features of one text, float32 [FEATURES].

    `scores`: [classes]; `order`: indices as of `ranked`; `out_of_scope`: index of that class; `length`: characters of the folded text.
    """
    shares = softmax(scores, sharpness)
    best, second = float(scores[order[0]]), order[min(1, len(order) - 1)]
    entropy = -float(shares @ np.log(shares + 1e-12))
    return np.asarray(
        (
            best,
            best - float(scores[second]),
            float(scores[second] - scores[order[-1]]),
            best - float(scores[out_of_scope]),
            float(shares[order[0]]),
            coverage,
            float(np.log1p(length)),
            entropy,
        ),
        dtype=np.float32,
    )

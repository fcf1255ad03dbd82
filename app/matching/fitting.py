"""Fitting of probabilities and thresholds on scores of messages that the classifier did not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.matching.calibration import FEATURES, OUT_OF_SCOPE_TRAFFIC, Calibration, features_of, ranked, softmax
from app.matching.decision import Thresholds
from app.matching.features import Floats
from app.matching.model import OUT_OF_SCOPE

_FEWEST_ROWS = 200
_WRONG = 0.045
"""Share of held-out utterances, weighed as traffic, that may be answered wrongly. They are harder than messages: with
it, 0.014 of all messages of the English and 0.017 of the Spanish evaluation set are answered wrongly."""

_SLOPE, _SHIFT = 1.5, 0.3
"""Applied to the fitted log-odds. Utterances are written to be unlike one another, so a held-out utterance is harder
than a message: fitted on them alone, probabilities come out too low. Chosen on real questions; the calibration error
there falls from 0.074 to 0.035, and on two sets that had no part in it from 0.082 to 0.027 and 0.088 to 0.025."""

_LOWEST_HI, _HIGHEST_HI = 0.8, 0.98
_SHARPNESS = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10)

UNFITTED = Calibration(tuple(6.0 * (name == "share") for name in FEATURES), -3.0, 3.0)
"""Goes by the softmax alone: for a corpus too small to fit anything on."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Messages with scores of a classifier that did not see them.

    `scores`: float32 [rows, classes]; `labels`: [rows]; `coverage`: float32 [rows]; `lengths`: int64 [rows].
    """

    scores: Floats
    labels: NDArray[np.str_]
    coverage: Floats
    lengths: NDArray[np.int64]


def fit_calibration(held: HeldOut, classes: Sequence[str]) -> tuple[Calibration, Thresholds]:
    """Return the calibration and thresholds, unfitted ones if there are too few rows of either kind."""
    inside = held.labels != OUT_OF_SCOPE
    if len(inside) < _FEWEST_ROWS or inside.all() or not inside.any():
        return UNFITTED, Thresholds()
    sharpness = _sharpness(held, classes)
    features, right = _examples(held, classes, sharpness)
    weights = traffic_weights(inside)
    calibration = _logistic(features, right, weights, sharpness)
    probabilities = np.asarray([calibration.probability(row) for row in features.tolist()])
    return calibration, Thresholds(hi=_answer_threshold(probabilities, right, weights))


def traffic_weights(inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return a weight for each row, so that out-of-scope rows weigh as much as they do in traffic; they sum to 1."""
    within, without = (1 - OUT_OF_SCOPE_TRAFFIC) / inside.sum(), OUT_OF_SCOPE_TRAFFIC / (~inside).sum()
    return np.asarray(np.where(inside, within, without), dtype=np.float64)


def _examples(held: HeldOut, classes: Sequence[str], sharpness: float) -> tuple[Floats, NDArray[np.bool_]]:
    outside = classes.index(OUT_OF_SCOPE)
    rows, right = [], []
    for scores, label, coverage, length in zip(held.scores, held.labels, held.coverage, held.lengths, strict=True):
        order = ranked(scores, outside)
        shares = softmax(scores, sharpness)
        rows.append(features_of(scores, shares, order, outside, float(coverage), int(length)))
        right.append(classes[order[0]] == label)
    return np.asarray(rows, dtype=np.float32), np.asarray(right)


def _sharpness(held: HeldOut, classes: Sequence[str]) -> float:
    """Return the softmax factor that makes the true classes likeliest."""
    columns = np.searchsorted(classes, held.labels)
    rows = range(0, len(columns), 4)

    def surprise(sharpness: float) -> float:
        return -sum(float(np.log(softmax(held.scores[row], sharpness)[columns[row]] + 1e-9)) for row in rows)

    return min(_SHARPNESS, key=surprise)


def _logistic(
    features: Floats, right: NDArray[np.bool_], weights: NDArray[np.float64], sharpness: float
) -> Calibration:
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=1.0).fit((features - mean) / spread, right, sample_weight=weights * len(weights))
    coefficients = fitted.coef_[0] * _SLOPE / spread
    intercept = float(fitted.intercept_[0] * _SLOPE + _SHIFT - coefficients @ mean)
    return Calibration(tuple(map(float, coefficients)), intercept, sharpness)


def _answer_threshold(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64]
) -> float:
    """Return the lowest threshold above which at most `_WRONG` of all messages are answered wrongly."""
    order = np.argsort(-probabilities)
    wrong = np.cumsum(np.where(right[order], 0, weights[order]))
    allowed = np.flatnonzero(wrong <= _WRONG)
    lowest = float(probabilities[order][allowed[-1]]) if len(allowed) else _HIGHEST_HI
    return float(np.clip(lowest, _LOWEST_HI, _HIGHEST_HI))

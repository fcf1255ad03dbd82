from __future__ import annotations

import numpy as np
import pytest

from app.matching.calibration import FEATURES, Calibration, features_of, ranked, softmax
from app.matching.decision import Thresholds
from app.matching.fitting import UNFITTED, HeldOut, fit_calibration, traffic_weights

_CLASSES = ["", "a", "b", "c", "d", "e", "f"]


def test_the_out_of_scope_class_is_never_ranked() -> None:
    scores = np.asarray([9, 1, 3, 2, 0, -1, -2], dtype=np.float32)
    assert ranked(scores, 0) == [2, 3, 1, 4, 5]


def test_few_classes_are_ranked_too() -> None:
    assert ranked(np.asarray([5, 1], dtype=np.float32), 0) == [1]
    assert ranked(np.asarray([5], dtype=np.float32), 0) == []


def test_every_feature_has_its_coefficient() -> None:
    scores = np.asarray([0, 1], dtype=np.float32)
    assert len(features_of(scores, softmax(scores, 1), [1], 0, 1.0, 10)) == len(FEATURES)


def test_probability_rises_with_the_margin_and_never_overflows() -> None:
    calibration = Calibration((1e9, 0, 0, 0, 0, 0, 0, 0), 0.0, 1.0)
    assert calibration.probability((1, 0, 0, 0, 0, 0, 0, 0)) == pytest.approx(1)
    assert calibration.probability((-1, 0, 0, 0, 0, 0, 0, 0)) == pytest.approx(0)


def test_out_of_scope_rows_weigh_a_fifth_however_many_there_are() -> None:
    weights = traffic_weights(np.asarray([True] * 30 + [False] * 70))
    assert weights[30:].sum() == pytest.approx(0.2)
    assert weights.sum() == pytest.approx(1)


def _held(rows: int, hit_share: float) -> HeldOut:
    random = np.random.default_rng(3)
    labels = np.asarray([_CLASSES[1 + row % 6] if row % 4 else "" for row in range(rows)], dtype=np.str_)
    scores = random.normal(0, 0.2, (rows, len(_CLASSES))).astype(np.float32)
    for row, label in enumerate(labels):
        if random.random() < hit_share:
            scores[row, _CLASSES.index(label)] += 2
    return HeldOut(scores, labels, np.ones(rows, dtype=np.float32), np.full(rows, 20))


def test_clear_scores_are_answered_and_unclear_ones_are_not() -> None:
    calibration, thresholds = fit_calibration(_held(800, 0.9), _CLASSES)

    def probability(*scores: float) -> float:
        values = np.asarray(scores, dtype=np.float32)
        shares = softmax(values, calibration.sharpness)
        return calibration.probability(features_of(values, shares, ranked(values, 0), 0, 1.0, 20))

    assert probability(0, 2, 0, 0, 0, 0, 0) > thresholds.hi
    assert probability(0, 0.1, 0.09, 0, 0, 0, 0) < 0.5
    assert probability(2, 0.1, 0, 0, 0, 0, 0) < 0.2


def test_a_corpus_too_small_is_not_fitted() -> None:
    assert fit_calibration(_held(50, 0.9), _CLASSES) == (UNFITTED, Thresholds())


def test_a_useless_classifier_is_never_believed() -> None:
    held = _held(800, 0.0)
    calibration, thresholds = fit_calibration(held, _CLASSES)
    for scores in held.scores[:50]:
        shares = softmax(scores, calibration.sharpness)
        features = features_of(scores, shares, ranked(scores, 0), 0, 1.0, 20)
        assert calibration.probability(features) < thresholds.hi

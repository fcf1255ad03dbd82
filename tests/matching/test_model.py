from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from app.matching.features import grams
from app.matching.fold import fold
from app.matching.model import quantise, weigh
from app.matching.train import count_matrix, fit, weigh_matrix

_TEXTS = ["red apple pie", "green apple tart", "blue ocean wave", "deep sea wave", "tell me a joke", ""]
_LABELS = ["food", "food", "sea", "sea", "", ""]


@pytest.mark.parametrize(("text", "intent"), [("apple pies", "food"), ("waves of the sea", "sea")])
def test_a_fitted_model_ranks_the_right_class_first(text: str, intent: str) -> None:
    ranking = fit(_TEXTS, _LABELS).rank(text)
    assert ranking[0][0] == intent
    assert [name for name, _ in ranking] == [intent, *({"food", "sea"} - {intent})]


def test_two_classes_are_told_apart() -> None:
    model = fit(_TEXTS[:4], _LABELS[:4])
    assert model.rank("ocean")[0][0] == "sea"
    assert model.rank("apple")[0][0] == "food"


def test_one_class_alone_is_still_a_model() -> None:
    assert fit(["hello"], ["greeting"]).rank("bye") == [("greeting", 0.0)]


def test_features_in_training_and_in_answering_are_the_same() -> None:
    folded = [fold(text) for text in _TEXTS]
    idf = np.linspace(1, 3, 131072, dtype=np.float32)
    matrix = weigh_matrix(count_matrix(folded), idf)
    for row, text in enumerate(folded):
        found = grams(text)
        assert np.allclose(matrix[row].toarray()[0, found.buckets], weigh(found, idf), atol=1e-6)


def test_unknown_text_has_no_coverage_and_known_text_has_all() -> None:
    model = fit(_TEXTS, _LABELS)
    assert model.score("red apple pie").coverage == pytest.approx(1)
    assert model.score("жжж").coverage < 0.5


def test_bytes_lose_less_than_one_percent_of_the_largest_weight() -> None:
    weights = np.random.default_rng(1).normal(size=(50, 7)).astype(np.float32)
    packed, scale = quantise(weights)
    assert np.abs(packed * scale[:, None] - weights).max() <= 0.01 * np.abs(weights).max()


def test_answering_does_not_load_the_training_library() -> None:
    code = "import app.matching.explain, app.matching.metrics, sys; print({'sklearn', 'scipy'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"

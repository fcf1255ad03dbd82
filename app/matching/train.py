"""Training of the classifier. The only module that imports scikit-learn; answering never imports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from app.matching.features import BUCKETS, CHARACTER_BITS, Floats, grams
from app.matching.fold import fold
from app.matching.model import WORD_SHARE, LinearModel, quantise

Progress = Callable[[str, float], None]
"""Told the name of the step and the share (0 to 1) of it that is done."""

_COST = 0.3
_BAYES_SHARE = 0.03
_BAYES_COUNT = 0.01
"""Weight and smoothing of the naive Bayes part. On held-out questions it lifts the separation of out-of-scope
messages (AUROC 0.93 to 0.96) and top-1 (0.92 to 0.94) beside the support vector machine alone."""

FOLDS = 10
FOLDS_HELD = 3
"""Each of three tenths is held out in turn: enough rows to fit a calibration on, scored by classifiers nearly as good
as the one that is served, in less time than ten."""

_SEED = 7


@dataclass(frozen=True, slots=True)
class Fitted:
    """A classifier in full precision. `weights`: float32 [BUCKETS, classes]; `idf`: float32 [BUCKETS]."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    idf: Floats

    def packed(self) -> LinearModel:
        """Return the model as it is served."""
        weights, scale = quantise(self.weights)
        return LinearModel(self.classes, weights, scale, self.idf, self.bias)


def fit(utterances: Sequence[str], intents: Sequence[str]) -> LinearModel:
    """Return a classifier of texts. `intents`: the class of each utterance, `model.OUT_OF_SCOPE` for none."""
    counts = count_matrix([fold(one) for one in utterances])
    return fit_matrix(counts, np.asarray(intents, dtype=np.str_)).packed()


def count_matrix(folded: Sequence[str]) -> sparse.csr_matrix:
    """Return the damped n-gram counts of folded texts, sparse float32 [texts, BUCKETS]."""
    found = [grams(one) for one in folded]
    indptr = np.concatenate(([0], np.cumsum([len(one.buckets) for one in found])))
    if not found:
        return sparse.csr_matrix((0, BUCKETS), dtype=np.float32)
    values = 1 + np.log(np.concatenate([one.counts for one in found]))
    indices = np.concatenate([one.buckets for one in found])
    return sparse.csr_matrix((values, indices, indptr), shape=(len(folded), BUCKETS), dtype=np.float32)


def weigh_matrix(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Return feature values of many texts, as `model.weigh` does for one."""
    border = 1 << CHARACTER_BITS
    weighed = counts.multiply(idf).tocsr()
    parts = (_normed(weighed[:, :border], 1.0), _normed(weighed[:, border:], WORD_SHARE))
    return sparse.hstack(parts, format="csr", dtype=np.float32)


def fit_matrix(counts: sparse.csr_matrix, labels: NDArray[np.str_]) -> Fitted:
    """Return a classifier. `counts`: as of `count_matrix`; `labels`: class of each row."""
    idf = _idf(counts)
    values = weigh_matrix(counts, idf)
    classes = np.unique(labels)
    seen = np.flatnonzero(counts.getnnz(axis=0))
    weights = np.zeros((BUCKETS, len(classes)), dtype=np.float32)
    bias = np.zeros(len(classes), dtype=np.float32)
    if len(classes) > 1:
        margin, bias = _support_vectors(values[:, seen], labels)
        weights[seen] = margin + _BAYES_SHARE * _bayes(values[:, seen], labels, classes)
    return Fitted(tuple(classes.tolist()), weights, bias, idf)


def held_out_scores(
    counts: sparse.csr_matrix, labels: NDArray[np.str_], classes: Sequence[str], progress: Progress
) -> Floats:
    """Return scores of held-out rows, by a classifier that did not see them, float32 [rows, classes]; NaN elsewhere."""
    scores = np.full((len(labels), len(classes)), np.nan, dtype=np.float32)
    for number, held in enumerate(_folds(labels)):
        progress("calibrate", number / FOLDS_HELD)
        part = fit_matrix(counts[~held], labels[~held])
        columns = np.searchsorted(classes, part.classes)
        own = np.asarray(weigh_matrix(counts[held], part.idf) @ part.weights + part.bias)
        scores[held] = own.min(initial=0) - 1  # a class without a row in the other folds can never win
        scores[np.ix_(held, columns)] = own
    return scores


def _folds(labels: NDArray[np.str_]) -> Iterator[NDArray[np.bool_]]:
    """Hold out tenths of each class, evenly and at random, the same way every time."""
    random = np.random.default_rng(_SEED)
    shuffled = random.permutation(len(labels))
    by_class = shuffled[np.argsort(labels[shuffled], kind="stable")]
    fold_of = np.empty(len(labels), dtype=np.int64)
    fold_of[by_class] = np.arange(len(labels)) % FOLDS
    for number in range(FOLDS_HELD):
        yield fold_of == number


def _support_vectors(values: sparse.csr_matrix, labels: NDArray[np.str_]) -> tuple[Floats, Floats]:
    machine = LinearSVC(C=_COST, random_state=_SEED).fit(values, labels)
    coefficients, bias = machine.coef_.T, machine.intercept_
    if coefficients.shape[1] == 1:  # two classes share one vector, the second class on its positive side
        coefficients, bias = np.hstack((-coefficients, coefficients)), np.concatenate((-bias, bias))
    return coefficients.astype(np.float32), bias.astype(np.float32)


def _bayes(values: sparse.csr_matrix, labels: NDArray[np.str_], classes: NDArray[np.str_]) -> Floats:
    """Return log of how much likelier each n-gram is in a class than in all, float32 [features, classes]."""
    members = sparse.csr_matrix(
        (np.ones(len(labels), dtype=np.float32), (np.arange(len(labels)), np.searchsorted(classes, labels))),
        shape=(len(labels), len(classes)),
    )
    mass = np.asarray((values.T @ members).todense()) + _BAYES_COUNT
    ratio = np.log(mass / mass.sum(axis=0)) - np.log(mass.sum(axis=1, keepdims=True) / mass.sum())
    return np.asarray(ratio, dtype=np.float32)


def _idf(counts: sparse.csr_matrix) -> Floats:
    rows = counts.shape[0]
    seen = counts.getnnz(axis=0)
    return np.asarray(np.log((1 + rows) / (1 + seen)) + 1, dtype=np.float32)


def _normed(part: sparse.csr_matrix, length: float) -> sparse.csr_matrix:
    norms = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
    return sparse.diags(length / np.where(norms > 0, norms, 1)) @ part

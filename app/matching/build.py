"""From documents to an index. Runs in the publishing process; answering never imports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from app.core.content import Document
from app.matching.corpus import Corpus, corpus_of
from app.matching.decision import Thresholds
from app.matching.exact import ExactKeys, build_exact
from app.matching.features import Floats
from app.matching.fitting import HeldOut, fit_calibration
from app.matching.fold import fold
from app.matching.index import Index
from app.matching.language import train_language
from app.matching.model import OUT_OF_SCOPE
from app.matching.places import build_gazetteer
from app.matching.sanitise import sanitise
from app.matching.spelling import Vocabulary, build_vocabulary
from app.matching.train import Progress, count_matrix, fit_matrix, held_out_scores, weigh_matrix
from app.matching.urgent import compile_rules


def build_index(
    documents: Iterable[Document],
    *,
    progress: Progress = lambda _step, _share: None,
    words: Mapping[str, Sequence[str]] | None = None,
) -> Index:
    """Return the index of the documents; kinds that matching does not use are passed over.

    `progress`: told each step and the share of it that is done; `words`: locale -> function words that tell the
    language. Raises ContentError for a bad urgent rule.
    """
    corpus = corpus_of(documents, words)
    compile_rules(corpus.rules)
    progress("features", 0.0)
    folded = [fold(sanitise(text)) for _, _, text in corpus.texts]
    labels = np.asarray([intent for _, intent, _ in corpus.texts] + [OUT_OF_SCOPE], dtype=np.str_)
    # An empty row for the out-of-scope class, so that it exists even if nobody wrote any out-of-scope utterances.
    counts = count_matrix([*folded, ""])
    progress("train", 0.0)
    fitted = fit_matrix(counts, labels)
    held = _held_out(counts, labels, folded, fitted.classes, progress)
    calibration, thresholds = fit_calibration(held, fitted.classes)
    progress("language", 0.0)
    index = Index(
        hash=corpus.hash(),
        model=fitted.packed(),
        calibration=calibration,
        thresholds=thresholds if len(held.labels) else Thresholds(),
        urgent=tuple(sorted(corpus.urgent)),
        exact=_exact(corpus, folded),
        vocabularies=_vocabularies(corpus, folded),
        language=train_language(_samples(corpus)),
        places=build_gazetteer(corpus.places),
        rules=corpus.rules,
    )
    progress("done", 1.0)
    return index


def _held_out(
    counts: sparse.csr_matrix,
    labels: NDArray[np.str_],
    folded: Sequence[str],
    classes: Sequence[str],
    progress: Progress,
) -> HeldOut:
    scores = held_out_scores(counts, labels, classes, progress)[:-1]
    lengths = np.asarray([len(one) for one in folded], dtype=np.int64)
    held = np.isfinite(scores).all(axis=1) if len(scores) else np.zeros(0, dtype=np.bool_)
    return HeldOut(scores[held], labels[:-1][held], _coverage(counts)[:-1][held], lengths[held])


def _coverage(counts: sparse.csr_matrix) -> Floats:
    """Return, for each text, the share of its features that another text has too, weighed as in `LinearModel.score`."""
    rarity = (np.log((1 + counts.shape[0]) / (1 + counts.getnnz(axis=0))) + 1).astype(np.float32)
    values = weigh_matrix(counts, rarity)
    squares = values.multiply(values).tocsr()
    common = (counts.getnnz(axis=0) > 1).astype(np.float32)
    total = np.asarray(squares.sum(axis=1)).ravel()
    shares: Floats = (squares @ common) / np.where(total > 0, total, 1)
    return shares


def _exact(corpus: Corpus, folded: Sequence[str]) -> ExactKeys:
    """Return the exact keys, without those that several intents claim: then the classifier decides."""
    claims: dict[str, set[str]] = {}
    for (_, intent, _), key in zip(corpus.texts, folded, strict=True):
        claims.setdefault(key, set()).add(intent)
    return build_exact({key: min(some) for key, some in claims.items() if key and len(some) == 1 and "" not in some})


def _vocabularies(corpus: Corpus, folded: Sequence[str]) -> dict[str, Vocabulary]:
    counts: dict[str, Counter[str]] = {}
    for (locale, _, _), key in zip(corpus.texts, folded, strict=True):
        counts.setdefault(locale, Counter()).update(set(key.split()))
    return {locale: build_vocabulary(some) for locale, some in sorted(counts.items())}


def _samples(corpus: Corpus) -> dict[str, list[str]]:
    samples: dict[str, list[str]] = {locale: list(some) for locale, some in corpus.words.items()}
    for locale, _, text in corpus.texts:
        samples.setdefault(locale, []).append(sanitise(text))
    return samples

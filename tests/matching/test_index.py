from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.core.content import Document
from app.core.errors import IndexMissingError
from app.matching.build import build_index
from app.matching.corpus import clashes, matching_hash
from app.matching.index import Index
from app.matching.matcher import Matcher


def test_a_saved_index_ranks_as_the_built_one(saved: Path, matcher: Matcher) -> None:
    loaded = Matcher(Index.load(saved, expected_hash=matcher.index.hash))
    for text in (
        "can ice come in",
        "ice at my door",
        "cuánto es la fianza en Chicago",
        "warant for my hause",
        "hola",
        "",
    ):
        assert loaded.rank_anew(text) == matcher.rank_anew(text)
    assert loaded.thresholds == matcher.thresholds


def test_nothing_saved_needs_pickle(saved: Path) -> None:
    names = sorted(path.name for path in saved.iterdir())
    assert names == sorted([*(f"{name}.npy" for name in (
        "weights", "row_scale", "idf", "bias", "exact_keys", "exact_places", "language")), "index.json"])  # fmt: skip
    for path in saved.glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_saving_again_replaces_the_old_index_and_leaves_nothing_behind(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    index.save(tmp_path / "index")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
    assert Index.load(tmp_path / "index").hash == index.hash


def _rewrite(folder: Path, **changes: object) -> None:
    path = folder / "index.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def test_an_index_of_another_format_is_refused(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    _rewrite(tmp_path / "index", format=0)
    with pytest.raises(IndexMissingError):
        Index.load(tmp_path / "index")


def test_an_index_of_other_content_is_refused(saved: Path) -> None:
    with pytest.raises(IndexMissingError):
        Index.load(saved, expected_hash="0" * 32)


def test_a_damaged_index_is_refused(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    path = tmp_path / "index" / "weights.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"\x55")
    with pytest.raises(IndexMissingError):
        Index.load(tmp_path / "index")


@pytest.mark.parametrize("content", [None, "", "{}", "[]", "nonsense"])
def test_an_absent_or_empty_index_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "index.json").write_text(content, "utf-8")
    with pytest.raises(IndexMissingError):
        Index.load(tmp_path)


def test_the_hash_depends_on_what_matching_uses_and_on_nothing_else(documents: list[Document]) -> None:
    base = matching_hash(documents)
    assert matching_hash(list(reversed(documents))) == base
    assert matching_hash([*documents, Document("fact", "x", {"value": "1"})]) == base
    assert matching_hash([*documents, Document("utterances", "en/other", {"texts": ["new"]})]) != base
    assert matching_hash([*documents, Document("place", "x", {"name": "X"})]) != base
    assert matching_hash(documents, words={"fr": ["bonjour"]}) != base


def test_progress_is_told_from_the_first_step_to_the_last(documents: list[Document]) -> None:
    steps: list[str] = []
    build_index(documents, progress=lambda step, share: steps.append(f"{step} {share:.1f}"))
    assert steps[0] == "features 0.0"
    assert steps[-1] == "done 1.0"
    assert "calibrate 0.7" in steps


def test_an_index_can_be_built_of_nothing() -> None:
    matcher = Matcher(build_index([]))
    ranking = matcher.rank("hello")
    assert ranking.top == ()
    assert ranking.confidence == 0


def test_an_utterance_that_two_intents_claim_is_reported_and_not_exact() -> None:
    documents = [
        Document("utterances", "en/a", {"texts": ["Is it free?", "cost"]}),
        Document("utterances", "en/b", {"texts": ["is it free", "price"]}),
    ]
    assert clashes(documents) == [("is it free", ("a", "b"))]
    matcher = Matcher(build_index(documents))
    assert matcher.rank("is it free").stage == "core"
    assert matcher.rank("COST").stage == "exact"

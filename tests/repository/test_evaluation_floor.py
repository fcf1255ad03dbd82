"""Messages are understood at least as well as promised, measured on questions that the index has never seen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner

from app.cli import kyr
from app.dialog.evaluation import read_rows
from app.factory.content import Contents
from app.matching.fold import fold
from app.matching.sanitise import sanitise
from tests.installations import Installation

SETS = sorted((Path(__file__).parents[1] / "evaluation").glob("*.jsonl"))
LEAST = {"top1": 0.85, "top3": 0.94, "urgent_recall": 0.90}
MOST = {"wrong": 0.04}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluation") / "report.html"


@pytest.fixture(scope="module")
def figures(installation: Installation, tmp_path_factory: pytest.TempPathFactory, report: Path) -> dict[str, Any]:
    """What `kyr evaluate` says about all sets."""
    own = installation.copied_to(tmp_path_factory.mktemp("installation") / "kyr")
    environment = {"KYR_FOLDER": str(own.folder), "KYR_CONTENT": str(own.root)}
    done = CliRunner().invoke(kyr, ["evaluate", *map(str, SETS), "--json", "--html", str(report)], env=environment)
    assert done.exit_code == 0, done.output
    whole: dict[str, Any] = orjson.loads(done.stdout)
    return whole


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_messages_are_understood_at_least_as_well_as_promised(path: Path, figures: dict[str, Any]) -> None:
    own = figures["locales"][path.stem]
    below = {name: own[name] for name, floor in LEAST.items() if own[name] < floor}
    above = {name: own[name] for name, roof in MOST.items() if own[name] > roof}
    assert not below | above, f"floors {LEAST}, roofs {MOST}"


def test_the_figures_have_the_agreed_shape(figures: dict[str, Any]) -> None:
    assert set(figures) == {"locales", "mean"}
    named = {
        "n", "n_out_of_scope", "top1", "top3", "answered", "precision", "wrong", "out_of_scope_answered",
        "urgent_recall", "language", "ece", "cpu_ms_p50", "cpu_ms_p99",
    }  # fmt: skip
    for own in (*figures["locales"].values(), figures["mean"]):
        assert named <= set(own)


def test_the_report_is_one_page_with_figures_and_a_plot(figures: dict[str, Any], report: Path) -> None:
    page = report.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<svg" in page
    assert str(figures["locales"]["en"]["top1"]) in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_no_evaluation_row_is_also_an_utterance(installation: Installation) -> None:
    contents: Contents = installation.contents()
    known = {
        fold(sanitise(text))
        for document in contents.read_files()
        if document.kind in {"utterances", "out_of_scope"}
        for text in document.body["texts"]
    }
    rows = [(path.stem, fold(sanitise(row.text))) for path in SETS for row in read_rows(path)]
    seen = [(locale, text) for locale, text in rows if text in known]
    # A word or two ("DACA", "thx") everybody writes alike; whoever writes them anew has copied nothing.
    assert [one for one in seen if len(one[1].split()) > 2] == []
    assert len(seen) < 0.03 * len(rows)
    assert len(known) > 1000


def test_no_evaluation_row_stands_twice() -> None:
    # What folds to nothing, such as a lone emoji, counts as it is written.
    texts = Counter((path.stem, fold(sanitise(row.text)) or row.text) for path in SETS for row in read_rows(path))
    assert [text for text, times in texts.items() if times > 1] == []

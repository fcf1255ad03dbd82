from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from app.core.errors import ContentError
from tests.cli.conftest import Run


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    lines = [
        {"text": "ICE is at my door", "lang": "en", "intent": "urgent-ice-at-door"},
        {"text": "la migra esta en mi puerta", "lang": "es", "intent": "urgent-ice-at-door"},
        {"text": "ICE is at my door", "lang": "en", "intent": "thanks"},
        {"text": "xqzv wrtk", "lang": "en", "intent": None, "kind": "gibberish"},
    ]
    path.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return path


def test_figures_are_grouped_by_the_language_of_the_rows(looking: Run, rows: Path) -> None:
    figures = orjson.loads(looking("evaluate", rows, "--json").stdout)
    assert set(figures["locales"]) == {"en", "es"}
    assert figures["locales"]["es"]["top1"] == 1.0
    assert figures["locales"]["en"]["top1"] == 0.5
    assert figures["locales"]["en"]["n_out_of_scope"] == 1
    assert figures["mean"]["n"] == 4


def test_only_one_language_can_be_asked_for(looking: Run, rows: Path) -> None:
    assert set(orjson.loads(looking("evaluate", rows, "--json", "--lang", "es").stdout)["locales"]) == {"es"}


def test_misses_are_listed(looking: Run, rows: Path) -> None:
    told = looking("evaluate", rows, "--errors").stdout
    assert "WRONG ANSWER: wanted thanks, got urgent-ice-at-door: ICE is at my door" in told
    assert told.count("ICE is at my door") == 1


def test_a_report_is_written(looking: Run, rows: Path, tmp_path: Path) -> None:
    assert looking("evaluate", rows, "--html", tmp_path / "report.html").exit_code == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "<td>thanks</td><td>urgent-ice-at-door</td><td>1</td>" in page


def test_a_broken_row_is_named(looking: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": 1}\n', encoding="utf-8")
    done = looking("evaluate", path)
    assert isinstance(done.exception, ContentError)
    assert f"{path}:1" in str(done.exception)


def test_a_language_that_no_row_has_is_told(looking: Run, rows: Path) -> None:
    done = looking("evaluate", rows, "--json", "--lang", "ko")
    assert done.exit_code == 0
    assert orjson.loads(done.stdout) == {"locales": {}, "mean": {}}

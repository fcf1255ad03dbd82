from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from app.core.content import Document
from app.store.layout import TABLES, read_table, tables_of
from app.store.models import KINDS


@pytest.mark.parametrize(
    "path",
    ["seeds/other.toml", "intents/utterances/deep/es.toml", "translations/languages.toml", "facts.toml"],
)
def test_other_files_are_not_ours(path: str) -> None:
    assert read_table(PurePosixPath(path), {}) is None


def test_both_directions_agree(documents: list[Document]) -> None:
    found = set()
    for path, table in tables_of(documents).items():
        read = read_table(path, table)
        assert read is not None
        located, problems = read
        assert problems == []
        found |= {(one.kind, one.key) for one in located}
    assert found == {(one.kind, one.key) for one in documents if one.kind != "translation"}


def test_every_kind_but_translations_has_a_file(documents: list[Document]) -> None:
    assert {one.kind for one in documents} == set(KINDS)
    assert set(TABLES.values()) < set(KINDS)

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils.migrations import Migrations

from app.core.errors import StoreError
from app.store.database import Database, open_content, open_runtime, transaction
from app.store.migrations import CONTENT, RUNTIME


def _schema(db: sqlite_utils.Database) -> list[str]:
    return sorted(row[0] for row in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))


@pytest.mark.parametrize(
    ("migrations", "stop"),
    [
        *(
            pytest.param(CONTENT, stop, id=f"content before {stop}")
            for stop in ("publications", "audit", "append_only")
        ),
        pytest.param(RUNTIME, "counters", id="runtime before counters"),
    ],
)
def test_an_old_file_is_brought_up_to_date_with_its_rows(tmp_path: Path, migrations: Migrations, stop: str) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    db = sqlite_utils.Database(old)
    migrations.apply(db, stop_before=stop)
    table, row = ("bodies", "('a', '{}')") if migrations is CONTENT else ("sessions", "(x'00', '{}', 1)")
    db.execute(f"INSERT INTO {table} VALUES {row}")  # noqa: S608
    db.close()
    opened = [open_content(path) if migrations is CONTENT else open_runtime(path) for path in (old, new)]
    assert _schema(opened[0]) == _schema(opened[1])
    assert opened[0].execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)  # noqa: S608
    for one in opened:
        one.close()


def test_opening_again_changes_nothing(content: Database, content_path: Path) -> None:
    steps = content.execute("SELECT * FROM _sqlite_migrations").fetchall()
    again = open_content(content_path)
    assert again.execute("SELECT * FROM _sqlite_migrations").fetchall() == steps
    again.close()


def test_a_file_of_a_newer_version_is_refused(content: Database, content_path: Path) -> None:
    with transaction(content):
        query = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('content', 'later', '')"
        content.execute(query)
    with pytest.raises(StoreError, match="newer version"):
        open_content(content_path)


DEEDS = {
    "bodies": "UPDATE bodies SET body = 'x'",
    "revisions": "UPDATE revisions SET author = 'eve'",
    "publications": "UPDATE publications SET note = 'x'",
    "publication_items": "UPDATE publication_items SET sha = 'a'",
    "audit": "UPDATE audit SET actor = 'eve'",
}


@pytest.mark.parametrize("deed", [*DEEDS.values(), *(f"DELETE FROM {table}" for table in DEEDS)])  # noqa: S608 - names of our own
def test_history_cannot_be_changed(content: Database, deed: str) -> None:
    with transaction(content):
        content.execute("INSERT INTO bodies VALUES ('a', '{}')")
        content.execute("INSERT INTO revisions VALUES (1, 'k', 'k', 'a', NULL, 'x', '', 'meaning', '')")
        content.execute("INSERT INTO publications VALUES (1, '', 'x', '', '', NULL)")
        content.execute("INSERT INTO publication_items VALUES (1, 'k', 'k', 'a')")
        content.execute("INSERT INTO audit VALUES (1, '', '', '', '', '', '', '', '')")
    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        content.execute(deed)

"""Copies of the databases, made while they are in use, and checked before they count as copies."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.core.errors import StoreError
from app.store.database import open_content, store_errors

_NEVER_COPIED = ("session_keys", "sessions", "deliveries")
"""A copy of a key would undo its deletion, and conversations are not worth keeping."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One good copy: a single file that opens as it is. `size`: in bytes."""

    source: Path
    copy: Path
    size: int


def backup(databases: Iterable[Path], folder: Path, *, now: datetime | None = None) -> list[Backup]:
    """Copy `databases` into `folder`, each under its name with the time; return the copies, each checked.

    Writers go on meanwhile. Of the runtime database only the counters are copied. A copy that fails SQLite's
    integrity check is deleted. Raises StoreError.
    """
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    with store_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return [_copy(Path(path), folder / f"{Path(path).stem}-{stamp}.db") for path in databases]


def check_integrity(path: Path) -> list[str]:
    """Return what SQLite finds wrong in a database, an empty list if nothing. Raises StoreError if it is none."""
    db = open_content(path, readonly=True)
    with contextlib.closing(db), store_errors(path):
        found = [str(row[0]) for row in db.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found


def _copy(source: Path, target: Path) -> Backup:
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _fill(source, part)
        wrong = check_integrity(part)
        if wrong:
            raise StoreError(f"{source.name}: the copy is damaged: {wrong[0]}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Backup(source, target, target.stat().st_size)


def _fill(source: Path, part: Path) -> None:
    origin = open_content(source, readonly=True)
    with contextlib.closing(origin), contextlib.closing(sqlite3.connect(part, isolation_level=None)) as copy:
        origin.conn.backup(copy)
        # One file instead of a file and its log.
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        copy.execute("PRAGMA secure_delete = ON").fetchall()
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in tables.intersection(_NEVER_COPIED):
            copy.execute(f"DELETE FROM {table}")  # noqa: S608
        copy.execute("VACUUM")

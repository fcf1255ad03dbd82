"""The audit log: who did what, each row chained to the one before by its hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from app.store.bodies import sha_of
from app.store.database import Database, reading

_COLUMNS = "at, actor, action, object, before_sha, after_sha, previous_hash, hash"


@dataclass(frozen=True, slots=True)
class Audited:
    """One row of the log. `object`: "kind:key" or what else was acted on; the shas are "" where nothing was."""

    id: int
    at: str
    actor: str
    action: str
    object: str
    before_sha: str
    after_sha: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What `verify` found. `broken_at`: id of the first row that does not follow from the one before, None if none.

    `head`: hash of the last row. Only a head noted elsewhere can show that rows were cut off the end.
    """

    rows: int
    head: str
    broken_at: int | None = None

    @property
    def valid(self) -> bool:
        """Whether no row was changed, inserted or taken out."""
        return self.broken_at is None


def timestamp() -> str:
    """Return the time now as it is stored: ISO 8601 in UTC, with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def append(db: Database, *, actor: str, action: str, target: str, before: str = "", after: str = "") -> None:
    """Add a row. The caller holds the transaction, so that deed and row are written together or not at all."""
    last = db.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    fields = (timestamp(), actor, action, target, before, after, last[0] if last else "")
    db.execute(f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*fields, _hash(fields)))  # noqa: S608


def verify(db: Database) -> Chain:
    """Recompute the whole chain, about a second for 300,000 rows."""
    previous, rows = "", 0
    with reading(db):
        for row in _rows(db, "ORDER BY id"):
            fields = (row.at, row.actor, row.action, row.object, row.before_sha, row.after_sha, previous)
            if row.previous_hash != previous or row.hash != _hash(fields) or row.id != rows + 1:
                return Chain(rows, previous, row.id)
            previous, rows = row.hash, rows + 1
    return Chain(rows, previous)


def log_of(db: Database, *, target: str = "", limit: int = 200) -> list[Audited]:
    """Return the latest rows, newest first; only those about `target` if it is given."""
    with reading(db):
        if target:
            return list(_rows(db, "WHERE object = ? ORDER BY id DESC LIMIT ?", (target, limit)))
        return list(_rows(db, "ORDER BY id DESC LIMIT ?", (limit,)))


def _rows(db: Database, rest: str, values: tuple[str | int, ...] = ()) -> Iterator[Audited]:
    return (Audited(*row) for row in db.execute(f"SELECT id, {_COLUMNS} FROM audit {rest}", values))  # noqa: S608


def _hash(fields: tuple[str, ...]) -> str:
    return sha_of(orjson.dumps(fields).decode())

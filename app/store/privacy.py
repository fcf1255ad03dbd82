"""What this server holds right now, for whoever asks and whoever must answer."""

from __future__ import annotations

from dataclasses import dataclass

from app.store.database import Database, reading

_ABOUT = {
    "bodies": "texts of the published and drafted content, no one's messages",
    "drafts": "which text each item has now, and which operator saved it",
    "revisions": "every edit of content and the operator who made it",
    "publications": "what went live, when, and by which operator",
    "publication_items": "which texts each publication holds",
    "audit": "what operators did, each row chained to the one before",
    "sessions": "conversations under a keyed hash: language, place, last menu, answers shown; no message, no address",
    "deliveries": "replies already sent, under keyed hashes, to recognise repeated messages; no message, no address",
    "session_keys": "random keys of those hashes, deleted when they expire",
    "counters": "how often each outcome happened on a day; nothing about a person",
    "sqlite_sequence": "SQLite's own row numbers",
    "_sqlite_migrations": "which steps shaped this database",
}


@dataclass(frozen=True, slots=True)
class TableHolding:
    """One table. `about`: what it is, "" for a table that this program does not know, which deserves a look."""

    table: str
    rows: int
    columns: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything in both databases, and until when what concerns residents stays (seconds since the epoch, or None)."""

    content: tuple[TableHolding, ...]
    runtime: tuple[TableHolding, ...]
    last_session_expires_at: float | None
    last_delivery_expires_at: float | None
    last_key_expires_at: float | None


def holdings(content: Database, runtime: Database) -> Holdings:
    """Look into both databases and return what they hold. Raises StoreError."""
    with reading(content), reading(runtime):
        return Holdings(
            _tables(content),
            _tables(runtime),
            _latest(runtime, "sessions"),
            _latest(runtime, "deliveries"),
            _latest(runtime, "session_keys"),
        )


def _tables(db: Database) -> tuple[TableHolding, ...]:
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return tuple(_table(db, name) for name in names)


def _table(db: Database, name: str) -> TableHolding:
    rows = db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names come from the schema
    columns = tuple(row[1] for row in db.execute(f'PRAGMA table_info("{name}")'))
    return TableHolding(name, int(rows), columns, _ABOUT.get(name, ""))


def _latest(db: Database, table: str) -> float | None:
    found = db.execute(f"SELECT max(expires_at) FROM {table}").fetchone()[0]  # noqa: S608
    return None if found is None else float(found)

"""The shape of both databases, as the steps that led to it. A step that was released is never edited."""

from __future__ import annotations

import sqlite_utils
from sqlite_utils.migrations import Migrations

from app.core.errors import StoreError

CONTENT = Migrations("content")
"""Steps of the database of content."""

RUNTIME = Migrations("runtime")
"""Steps of the database of conversations and counters."""


def migrate(db: sqlite_utils.Database, migrations: Migrations) -> None:
    """Apply the steps that are missing; the caller's transaction makes it all or nothing.

    Raises StoreError if the file was written by a newer version of this program.
    """
    ours = {step.name for step in migrations._migrations}  # noqa: SLF001 - there is no public list of all steps
    if {step.name for step in migrations.applied(db)} - ours:
        raise StoreError("the database was written by a newer version of this program: install that version")
    if migrations.pending(db):
        migrations.apply(db)


def _run(db: sqlite_utils.Database, *statements: str) -> None:
    # One by one: executescript would commit the migration's transaction first.
    for statement in statements:
        db.execute(statement)


@CONTENT()
def documents(db: sqlite_utils.Database) -> None:
    """Bodies by their hash, the drafts that point at them, and every revision of a draft."""
    _run(
        db,
        "CREATE TABLE bodies (sha TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE drafts (
            kind TEXT NOT NULL, key TEXT NOT NULL,
            sha TEXT NOT NULL REFERENCES bodies (sha),
            seed_sha TEXT REFERENCES bodies (sha),
            updated_at TEXT NOT NULL, author TEXT NOT NULL,
            deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
            PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE revisions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL, key TEXT NOT NULL,
            sha TEXT REFERENCES bodies (sha), previous_sha TEXT REFERENCES bodies (sha),
            author TEXT NOT NULL, note TEXT NOT NULL,
            change TEXT NOT NULL CHECK (change IN ('wording', 'meaning')), at TEXT NOT NULL) STRICT""",
        "CREATE INDEX revisions_by_item ON revisions (kind, key, id)",
    )


@CONTENT()
def publications(db: sqlite_utils.Database) -> None:
    """What went live, when, and exactly which bodies it held."""
    _run(
        db,
        """CREATE TABLE publications (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            created_at TEXT NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL,
            content_hash TEXT NOT NULL, previous INTEGER REFERENCES publications (id)) STRICT""",
        """CREATE TABLE publication_items (
            publication INTEGER NOT NULL REFERENCES publications (id),
            kind TEXT NOT NULL, key TEXT NOT NULL,
            sha TEXT NOT NULL REFERENCES bodies (sha),
            PRIMARY KEY (publication, kind, key)) STRICT, WITHOUT ROWID""",
    )


@CONTENT()
def audit(db: sqlite_utils.Database) -> None:
    """Who did what to what; each row carries the hash of the one before it."""
    _run(
        db,
        """CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,
            before_sha TEXT NOT NULL, after_sha TEXT NOT NULL,
            previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT""",
    )


@CONTENT()
def append_only(db: sqlite_utils.Database) -> None:
    """History that the database itself refuses to change."""
    _run(
        db,
        *(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
            for table in ("bodies", "revisions", "publications", "publication_items", "audit")
            for verb in ("update", "delete")
        ),
    )


@RUNTIME()
def conversations(db: sqlite_utils.Database) -> None:
    """Sessions and deliveries under keyed hashes, and the keys, which do not outlive them."""
    _run(
        db,
        """CREATE TABLE session_keys (
            epoch INTEGER PRIMARY KEY, key BLOB NOT NULL, expires_at REAL NOT NULL) STRICT""",
        """CREATE TABLE sessions (
            address_hash BLOB PRIMARY KEY, state TEXT NOT NULL, expires_at REAL NOT NULL) STRICT, WITHOUT ROWID""",
        "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
        """CREATE TABLE deliveries (
            message_hash BLOB PRIMARY KEY, address_hash BLOB NOT NULL,
            body TEXT, claimed_at REAL NOT NULL, expires_at REAL NOT NULL) STRICT, WITHOUT ROWID""",
        "CREATE INDEX deliveries_by_address ON deliveries (address_hash)",
        "CREATE INDEX deliveries_by_expiry ON deliveries (expires_at)",
    )


@RUNTIME()
def counters(db: sqlite_utils.Database) -> None:
    """How often each kind of outcome happened on each day; no row is about a person."""
    _run(
        db,
        """CREATE TABLE counters (
            day TEXT NOT NULL, locale TEXT NOT NULL, intent TEXT NOT NULL,
            outcome TEXT NOT NULL, channel TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (day, locale, intent, outcome, channel)) STRICT, WITHOUT ROWID""",
    )

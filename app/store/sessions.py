"""Conversations remembered for minutes, under a keyed hash of the address."""

from __future__ import annotations

import orjson
from pydantic import TypeAdapter, ValidationError

from app.core.session import Session
from app.store.database import Database, scrub, store_errors, transaction
from app.store.keyring import KeyRing

SESSION_SECONDS = 30 * 60.0

_SESSION = TypeAdapter(Session)


class Sessions:
    """The sessions in a runtime database; safe to use from many threads and processes.

    `ttl_seconds`: how long after its last message a conversation is remembered, at most what `keys` keep.
    All times are seconds since the epoch of Unix.
    """

    def __init__(self, db: Database, keys: KeyRing, *, ttl_seconds: float = SESSION_SECONDS) -> None:
        if ttl_seconds > keys.keep_seconds:
            raise ValueError("a session cannot outlive the keys")
        self._db, self._keys, self._ttl_seconds = db, keys, ttl_seconds

    def load(self, channel: str, address: str, now: float) -> Session:
        """Return the session of this address, a fresh one if there is none or it expired. Raises StoreError."""
        hashes = self._hashes(channel, address, now)
        query = f"SELECT state FROM sessions WHERE address_hash IN ({_marks(hashes)}) AND expires_at > ?"  # noqa: S608
        with self._db.lock, store_errors(self._db.path):  # one statement sees one moment without a transaction
            row = self._db.execute(f"{query} ORDER BY expires_at DESC", (*hashes, now)).fetchone()
        return _parse(row[0]) if row else Session()

    def save(self, channel: str, address: str, session: Session, now: float) -> None:
        """Remember the session for `ttl_seconds` from `now`. Raises StoreError."""
        current, *older = self._hashes(channel, address, now)
        state = orjson.dumps(session).decode()
        with transaction(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO sessions (address_hash, state, expires_at) VALUES (?, ?, ?)",
                (current, state, now + self._ttl_seconds),
            )
            if older:
                self._db.execute(f"DELETE FROM sessions WHERE address_hash IN ({_marks(older)})", older)  # noqa: S608

    def forget(self, channel: str, address: str) -> None:
        """Erase at once all that is kept about this address, deliveries too, from the write-ahead log as well.

        Raises StoreError.
        """
        hashes = self._keys.every_hash(*address_parts(channel, address))
        with transaction(self._db):
            for table in ("sessions", "deliveries"):
                query = f"DELETE FROM {table} WHERE address_hash IN ({_marks(hashes)})"  # noqa: S608
                self._db.execute(query, hashes)
        scrub(self._db)

    def _hashes(self, channel: str, address: str, now: float) -> tuple[bytes, ...]:
        return self._keys.hashes(*address_parts(channel, address), now=now)


def address_parts(channel: str, address: str) -> tuple[str, str, str]:
    """Return what is hashed to find the rows about an address."""
    return "address", channel, address


def _parse(state: str) -> Session:
    try:
        return _SESSION.validate_json(state)
    except ValidationError:
        # Written by another version of this program: a conversation is cheaply begun anew.
        return Session()


def _marks(values: tuple[bytes, ...] | list[bytes]) -> str:
    return ", ".join("?" * len(values))

"""Keyed hashes of addresses, with keys that are thrown away.

A telephone number is found from its plain hash in seconds, by trying all numbers. So the key is made of two: the
server's secret, which is never in the database, and a random one for each stretch of time, which is deleted when it
ends. Whoever gets hold of both later still cannot tell whose rows were whose.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import orjson

from app.store.database import Database, reading, transaction


@dataclass(frozen=True, slots=True)
class _Key:
    key: bytes = field(repr=False)
    expires_at: float


class KeyRing:
    """The keys in a runtime database, shared by all processes that serve from it.

    `secret`: the server's, at least 16 bytes; `epoch_seconds`: how long new hashes are made with one random key;
    `keep_seconds`: how long after that a row may still be looked up by it. Nothing hashed may live longer than that.
    """

    def __init__(
        self, db: Database, secret: bytes, *, epoch_seconds: float = 6 * 3600.0, keep_seconds: float = 3600.0
    ) -> None:
        if len(secret) < 16:  # noqa: PLR2004 - 128 bits
            raise ValueError("the secret must have at least 16 bytes")
        self.keep_seconds = keep_seconds
        self._db, self._secret, self._epoch_seconds = db, secret, epoch_seconds
        self._epoch = -1
        self._keys: tuple[_Key, ...] = ()
        self._lock = threading.Lock()

    def hashes(self, *parts: str, now: float) -> tuple[bytes, ...]:
        """Return the hash of `parts` by each key that is still kept, the current one first.

        Write under the first, look up by all. `now`: seconds since the epoch of Unix. Raises StoreError.
        """
        return _hashes(self._usable(now), parts)

    def every_hash(self, *parts: str) -> tuple[bytes, ...]:
        """Return the hash of `parts` by every key that there is, expired or not, for erasing. Raises StoreError."""
        with reading(self._db):
            rows = self._db.execute("SELECT key, expires_at FROM session_keys").fetchall()
        return _hashes(self._combined(rows), parts)

    def _usable(self, now: float) -> list[_Key]:
        epoch = int(now // self._epoch_seconds)
        with self._lock:
            if epoch != self._epoch:
                self._keys, self._epoch = self._load(epoch, now), epoch
            return [one for one in self._keys if one.expires_at > now]

    def _load(self, epoch: int, now: float) -> tuple[_Key, ...]:
        expires_at = (epoch + 1) * self._epoch_seconds + self.keep_seconds
        with transaction(self._db):
            # The first process to need it makes it; the others find it.
            self._db.execute(
                "INSERT OR IGNORE INTO session_keys (epoch, key, expires_at) VALUES (?, ?, ?)",
                (epoch, secrets.token_bytes(32), expires_at),
            )
            query = "SELECT key, expires_at FROM session_keys WHERE epoch <= ? AND expires_at > ? ORDER BY epoch DESC"
            rows = self._db.execute(query, (epoch, now)).fetchall()
        return tuple(self._combined(rows))

    def _combined(self, rows: Iterable[tuple[bytes, float]]) -> Iterator[_Key]:
        return (_Key(hmac.digest(self._secret, key, hashlib.sha256), until) for key, until in rows)


def _hashes(keys: Iterable[_Key], parts: tuple[str, ...]) -> tuple[bytes, ...]:
    message = orjson.dumps(parts)
    return tuple(hmac.digest(one.key, message, hashlib.sha256) for one in keys)

"""Deliveries claimed exactly once: platforms send a message again when they are unsure that it arrived."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.store.database import Database, transaction
from app.store.keyring import KeyRing
from app.store.sessions import address_parts

DELIVERY_SECONDS = 30 * 60.0
"""How long a repetition is recognised; Twilio and Meta repeat for minutes at most when they get an answer at all."""

LEASE_SECONDS = 30.0
"""How long an answer may take before a repetition may be answered instead: whoever had it probably died."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The message is this caller's to answer; hand it to `complete` or `release`."""

    message_hash: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Repeated:
    """The message was answered already, with `body`."""

    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InFlight:
    """Somebody else is answering the message just now."""


class Deliveries:
    """The deliveries in a runtime database; safe to use from many threads and processes."""

    def __init__(
        self, db: Database, keys: KeyRing, *,
        ttl_seconds: float = DELIVERY_SECONDS, lease_seconds: float = LEASE_SECONDS,
    ) -> None:  # fmt: skip
        if ttl_seconds > keys.keep_seconds:
            raise ValueError("a delivery cannot outlive the keys")
        self._db, self._keys = db, keys
        self._ttl_seconds, self._lease_seconds = ttl_seconds, lease_seconds

    def claim(self, channel: str, message_id: str, address: str, now: float) -> Claimed | Repeated | InFlight:
        """Claim a message for answering. `message_id`: the platform's; one without it is never a repetition.

        `now`: seconds since the epoch of Unix. Raises StoreError.
        """
        if not message_id:
            return Claimed()
        hashes = self._keys.hashes("message", channel, message_id, address, now=now)
        about = self._keys.hashes(*address_parts(channel, address), now=now)[0]
        marks = ", ".join("?" * len(hashes))
        query = f"SELECT body, claimed_at FROM deliveries WHERE message_hash IN ({marks}) AND expires_at > ?"  # noqa: S608
        with transaction(self._db):
            body, claimed_at = self._db.execute(query, (*hashes, now)).fetchone() or (None, None)
            if body is not None:
                return Repeated(body)
            if claimed_at is not None and now - claimed_at < self._lease_seconds:
                return InFlight()
            self._db.execute(
                """INSERT OR REPLACE INTO deliveries (message_hash, address_hash, claimed_at, expires_at)
                    VALUES (?, ?, ?, ?)""",
                (hashes[0], about, now, now + self._ttl_seconds),
            )
        return Claimed(hashes[0])

    def complete(self, claim: Claimed, body: str) -> None:
        """Keep what was answered, for repetitions. What was forgotten meanwhile stays forgotten. Raises StoreError."""
        if claim.message_hash:
            with transaction(self._db):
                query = "UPDATE deliveries SET body = ? WHERE message_hash = ?"
                self._db.execute(query, (body, claim.message_hash))

    def release(self, claim: Claimed) -> None:
        """Give a message back unanswered, so that its repetition is answered at once. Raises StoreError."""
        if claim.message_hash:
            with transaction(self._db):
                query = "DELETE FROM deliveries WHERE message_hash = ? AND body IS NULL"
                self._db.execute(query, (claim.message_hash,))

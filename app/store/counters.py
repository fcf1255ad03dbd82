"""How often each outcome happened, by day: the only thing that is known of conversations afterwards."""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.core.errors import StoreError
from app.store.database import Database, reading, transaction

_log = logging.getLogger(__name__)

FLUSH_SECONDS = 5.0
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}|")
_OTHER = "other"

_Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Total:
    """How often something happened on one day (UTC)."""

    day: date
    locale: str
    intent: str
    outcome: str
    channel: str
    count: int


class Counters:
    """Counts in memory and adds them up in a runtime database every few seconds. Safe to use from many threads.

    A count is lost if the process dies within `flush_seconds`; an answer never waits for the disk because of one.
    """

    def __init__(self, db: Database, *, flush_seconds: float = FLUSH_SECONDS) -> None:
        self._db, self._flush_seconds = db, flush_seconds
        self._batch: Counter[_Key] = Counter()
        self._flushed_at: float | None = None
        self._lock = threading.Lock()

    def count(self, *, locale: str, intent: str, outcome: str, channel: str, now: float) -> None:
        """Count one reply. `now`: seconds since the epoch of Unix. Never raises.

        Each value must be an id; anything else counts as "other", so that no text can end up here.
        """
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        names = (name if _NAME.fullmatch(name) else _OTHER for name in (locale, intent, outcome, channel))
        with self._lock:
            self._batch[(day, *names)] += 1  # type: ignore[index] # four names make a key of five
            if self._flushed_at is None:
                self._flushed_at = now
            due = now - self._flushed_at >= self._flush_seconds
            if due:
                self._flushed_at = now
        if due:
            self._try_flush()

    def flush(self) -> None:
        """Write what was counted. Raises StoreError; then it stays in memory for the next time."""
        with self._lock:
            batch, self._batch = self._batch, Counter()
        if not batch:
            return
        try:
            with transaction(self._db):
                self._db.conn.executemany(
                    """INSERT INTO counters (day, locale, intent, outcome, channel, count) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET count = count + excluded.count""",
                    ((*key, number) for key, number in batch.items()),
                )
        except StoreError:
            with self._lock:
                self._batch.update(batch)
            raise

    def totals(self, *, since: date | None = None) -> list[Total]:
        """Return everything counted, by day; what is still in memory is written first. Raises StoreError."""
        self.flush()
        columns = "day, locale, intent, outcome, channel"
        query = f"SELECT {columns}, count FROM counters WHERE day >= ? ORDER BY {columns}"  # noqa: S608
        with reading(self._db):
            rows = self._db.execute(query, (since.isoformat() if since else "",)).fetchall()
        return [Total(date.fromisoformat(day), *rest) for day, *rest in rows]

    def close(self) -> None:
        """Write what is left, as far as that can be done."""
        self._try_flush()

    def _try_flush(self) -> None:
        try:
            self.flush()
        except StoreError as error:
            _log.warning("counts stay in memory for now: %s", error)

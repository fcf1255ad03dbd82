"""What expired leaves the disk on time, whether or not anybody writes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from app.core.errors import StoreError
from app.store.database import Database, scrub, transaction

_log = logging.getLogger(__name__)

SWEEP_SECONDS = 60.0


def sweep(db: Database, now: float) -> int:
    """Erase the sessions, deliveries and keys that expired before `now`, from the write-ahead log too.

    Returns how many rows that were. Raises StoreError.
    """
    with transaction(db):
        gone = sum(
            db.execute(f"DELETE FROM {table} WHERE expires_at <= ?", (now,)).rowcount  # noqa: S608
            for table in ("sessions", "deliveries", "session_keys")
        )
    if gone:
        scrub(db)
    return gone


class Sweeper:
    """A thread that sweeps a runtime database every `seconds`; several processes may each have one."""

    def __init__(self, db: Database, *, seconds: float = SWEEP_SECONDS, clock: Callable[[], float] = time.time) -> None:
        self._db, self._seconds, self._clock = db, seconds, clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        """Sweep now, which clears what expired while nothing ran, and from now on."""
        self._sweep()
        self._thread.start()

    def close(self) -> None:
        """Stop; the database stays open."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            self._sweep()

    def _sweep(self) -> None:
        try:
            sweep(self._db, self._clock())
        except StoreError as error:
            _log.warning("sweeping is put off: %s", error)

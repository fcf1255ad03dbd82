from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.core.errors import StoreError
from app.store.counters import Counters, Total
from app.store.database import Database, open_runtime

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()
DAY = date(2026, 11, 22)


def _count(counters: Counters, now: float = NOON, **names: str) -> None:
    whole = {"locale": "es", "intent": "home-entry", "outcome": "answer", "channel": "sms", **names}
    counters.count(**whole, now=now)


def test_equal_outcomes_of_a_day_are_added_up(runtime: Database) -> None:
    counters = Counters(runtime)
    for _ in range(3):
        _count(counters)
    _count(counters, outcome="fallback", intent="")
    _count(counters, now=NOON + 86400)
    assert counters.totals() == [
        Total(DAY, "es", "", "fallback", "sms", 1),
        Total(DAY, "es", "home-entry", "answer", "sms", 3),
        Total(date(2026, 11, 23), "es", "home-entry", "answer", "sms", 1),
    ]
    assert len(counters.totals(since=date(2026, 11, 23))) == 1


def test_nothing_is_written_before_it_is_due(runtime: Database) -> None:
    counters = Counters(runtime, flush_seconds=5.0)
    _count(counters, NOON)
    _count(counters, NOON + 4.9)
    assert runtime.execute("SELECT count(*) FROM counters").fetchone() == (0,)
    _count(counters, NOON + 5.0)
    assert runtime.execute("SELECT sum(count) FROM counters").fetchone() == (3,)


def test_processes_add_to_the_same_counts(runtime: Database, runtime_path: Path) -> None:
    other_db = open_runtime(runtime_path)
    one, other = Counters(runtime), Counters(other_db)
    _count(one)
    _count(other)
    one.close()
    other.close()
    other_db.close()
    assert [total.count for total in one.totals()] == [2]


def test_no_text_can_be_counted(runtime: Database, runtime_path: Path) -> None:
    counters = Counters(runtime)
    _count(counters, intent="la migra esta en mi puerta", channel="+1 312 555 0100", locale="e" * 65)
    assert counters.totals() == [Total(DAY, "other", "other", "answer", "other", 1)]
    assert b"la migra" not in b"".join(path.read_bytes() for path in runtime_path.parent.iterdir())


def test_a_failed_write_loses_no_count_and_stops_nobody(runtime: Database) -> None:
    counters = Counters(runtime, flush_seconds=0.0)
    runtime.execute("PRAGMA query_only = ON")
    _count(counters)
    _count(counters)
    with pytest.raises(StoreError):
        counters.flush()
    runtime.execute("PRAGMA query_only = OFF")
    assert [total.count for total in counters.totals()] == [2]


def test_threads_lose_no_count(runtime: Database) -> None:
    counters = Counters(runtime, flush_seconds=0.0)

    def count_often() -> None:
        for _ in range(50):
            _count(counters)

    threads = [threading.Thread(target=count_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [total.count for total in counters.totals()] == [400]

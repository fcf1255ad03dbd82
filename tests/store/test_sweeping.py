from __future__ import annotations

import logging
import time

import pytest

from app.core.session import Session
from app.store.database import Database
from app.store.keyring import KeyRing
from app.store.sessions import Sessions
from app.store.sweeping import Sweeper, sweep


def _held(runtime: Database) -> int:
    return int(runtime.execute("SELECT count(*) FROM sessions").fetchone()[0])


@pytest.fixture
def sessions(runtime: Database, keys: KeyRing) -> Sessions:
    sessions = Sessions(runtime, keys, ttl_seconds=100.0)
    for address, now in (("1", 10.0), ("2", 50.0)):
        sessions.save("sms", address, Session(locale="es"), now)
    return sessions


def test_only_what_expired_goes(sessions: Sessions, runtime: Database) -> None:
    assert sweep(runtime, 120.0) == 1
    assert sessions.load("sms", "2", 120.0) == Session(locale="es")
    assert _held(runtime) == 1


def test_a_sweeper_begins_at_once_and_goes_on(sessions: Sessions, runtime: Database) -> None:
    assert sessions.load("sms", "1", 60.0).locale == "es"
    times = iter((120.0, 160.0))
    sweeper = Sweeper(runtime, seconds=0.01, clock=lambda: next(times, 160.0))
    sweeper.start()
    assert _held(runtime) <= 1
    deadline = time.monotonic() + 10
    while _held(runtime) and time.monotonic() < deadline:
        time.sleep(0.005)
    sweeper.close()
    assert _held(runtime) == 0


def test_a_failure_is_put_off(sessions: Sessions, runtime: Database, caplog: pytest.LogCaptureFixture) -> None:
    assert sessions.load("sms", "1", 60.0).locale == "es"
    runtime.execute("PRAGMA query_only = ON")
    sweeper = Sweeper(runtime, seconds=3600.0, clock=lambda: 1e6)
    with caplog.at_level(logging.WARNING):
        sweeper.start()
    sweeper.close()
    assert "sweeping is put off" in caplog.text
    assert _held(runtime) == 2

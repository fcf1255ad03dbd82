from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.session import Session
from app.store.database import Database, transaction
from app.store.deliveries import Claimed, Deliveries
from app.store.keyring import KeyRing
from app.store.sessions import Sessions
from app.store.sweeping import sweep

ADDRESS = "+13125550142"
TALK = Session(
    locale="es", sticky=True, place="chicago", menu=("intent:home-entry", "menu"), trail=("home-entry",),
    more=("home-entry", 1), met=True, awaiting="bond",
)  # fmt: skip


@pytest.fixture
def sessions(runtime: Database, keys: KeyRing) -> Sessions:
    return Sessions(runtime, keys, ttl_seconds=100.0)


def test_a_session_is_remembered_whole(sessions: Sessions) -> None:
    sessions.save("sms", ADDRESS, TALK, 10.0)
    assert sessions.load("sms", ADDRESS, 109.0) == TALK


@pytest.mark.parametrize(
    ("channel", "address", "now"),
    [
        pytest.param("sms", ADDRESS, 110.0, id="expired"),
        pytest.param("sms", "+13125550143", 11.0, id="another address"),
        pytest.param("whatsapp", ADDRESS, 11.0, id="another channel"),
    ],
)
def test_otherwise_it_begins_anew(sessions: Sessions, channel: str, address: str, now: float) -> None:
    sessions.save("sms", ADDRESS, TALK, 10.0)
    assert sessions.load(channel, address, now) == Session()


def test_a_conversation_outlives_the_change_of_keys(sessions: Sessions, runtime: Database) -> None:
    sessions.save("sms", ADDRESS, TALK, 990.0)
    assert sessions.load("sms", ADDRESS, 1010.0) == TALK
    sessions.save("sms", ADDRESS, Session(locale="en"), 1020.0)
    assert sessions.load("sms", ADDRESS, 1030.0) == Session(locale="en")
    assert runtime.execute("SELECT count(*) FROM sessions").fetchone() == (1,)


def test_every_message_prolongs_it(sessions: Sessions) -> None:
    for now in (0.0, 90.0, 180.0):
        sessions.save("sms", ADDRESS, TALK, now)
    assert sessions.load("sms", ADDRESS, 270.0) == TALK


def test_forgetting_erases_everything_about_an_address(
    sessions: Sessions, runtime: Database, keys: KeyRing, runtime_path: Path
) -> None:
    deliveries = Deliveries(runtime, keys, ttl_seconds=100.0)
    claim = deliveries.claim("sms", "SM1", ADDRESS, 10.0)
    assert isinstance(claim, Claimed)
    deliveries.complete(claim, "canary-of-a-reply")
    sessions.save("sms", ADDRESS, TALK, 10.0)
    sessions.save("sms", "+1", TALK, 10.0)
    sessions.forget("sms", ADDRESS)
    assert sessions.load("sms", ADDRESS, 11.0) == Session()
    assert runtime.execute("SELECT count(*) FROM deliveries").fetchone() == (0,)
    assert sessions.load("sms", "+1", 11.0) == TALK
    assert b"canary-of-a-reply" not in runtime_path.read_bytes() + Path(f"{runtime_path}-wal").read_bytes()


def test_a_row_of_another_version_begins_anew(sessions: Sessions, runtime: Database) -> None:
    sessions.save("sms", ADDRESS, TALK, 10.0)
    with transaction(runtime):
        runtime.execute("UPDATE sessions SET state = '{\"menu\": 7}'")
    assert sessions.load("sms", ADDRESS, 11.0) == Session()


def test_nothing_of_an_address_is_in_any_file(
    sessions: Sessions, runtime: Database, keys: KeyRing, runtime_path: Path
) -> None:
    deliveries = Deliveries(runtime, keys, ttl_seconds=100.0)
    for number in range(50):
        address, message_id = f"+1312555{number:04}", f"SMcanary{number:04}"
        sessions.save("sms", address, TALK, 10.0)
        claim = deliveries.claim("sms", message_id, address, 10.0)
        assert isinstance(claim, Claimed)
        deliveries.complete(claim, "a reply")
    data = b"".join(path.read_bytes() for path in runtime_path.parent.iterdir())
    assert b"chicago" in data
    for canary in (b"312555", b"SMcanary", b"sms"):
        assert canary not in data


def test_what_expired_leaves_the_file(sessions: Sessions, runtime: Database, runtime_path: Path) -> None:
    sessions.save("sms", ADDRESS, TALK, 10.0)
    assert sweep(runtime, 109.0) == 0
    assert sweep(runtime, 110.0) == 1
    assert b"chicago" not in runtime_path.read_bytes() + Path(f"{runtime_path}-wal").read_bytes()


def test_a_session_cannot_outlive_the_keys(runtime: Database, keys: KeyRing) -> None:
    with pytest.raises(ValueError, match="outlive"):
        Sessions(runtime, keys, ttl_seconds=301.0)
    with pytest.raises(ValueError, match="outlive"):
        Deliveries(runtime, keys, ttl_seconds=301.0)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.builds(
        Session, locale=WORDS, sticky=st.booleans(), place=WORDS, menu=st.lists(WORDS).map(tuple),
        trail=st.lists(WORDS).map(tuple), more=st.tuples(WORDS, st.integers(0, 99)), met=st.booleans(),
        stopped=st.booleans(), awaiting=WORDS,
    )
)  # fmt: skip
def test_any_session_is_remembered(sessions: Sessions, session: Session) -> None:
    sessions.save("web", "x", session, 10.0)
    assert sessions.load("web", "x", 11.0) == session

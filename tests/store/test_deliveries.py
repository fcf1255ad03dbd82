from __future__ import annotations

import threading
from collections import Counter

import pytest

from app.store.database import Database
from app.store.deliveries import Claimed, Deliveries, InFlight, Repeated
from app.store.keyring import KeyRing


@pytest.fixture
def deliveries(runtime: Database, keys: KeyRing) -> Deliveries:
    return Deliveries(runtime, keys, ttl_seconds=200.0, lease_seconds=30.0)


def _claim(deliveries: Deliveries, now: float, message_id: str = "SM1") -> Claimed:
    claim = deliveries.claim("sms", message_id, "+1", now)
    assert isinstance(claim, Claimed)
    return claim


def test_a_repetition_gets_the_same_answer(deliveries: Deliveries) -> None:
    deliveries.complete(_claim(deliveries, 10.0), "<Response/>")
    assert [deliveries.claim("sms", "SM1", "+1", now) for now in (11.0, 209.0)] == [Repeated("<Response/>")] * 2


def test_an_empty_answer_is_an_answer(deliveries: Deliveries) -> None:
    deliveries.complete(_claim(deliveries, 10.0), "")
    assert deliveries.claim("sms", "SM1", "+1", 11.0) == Repeated("")


def test_a_repetition_during_the_answer_waits(deliveries: Deliveries) -> None:
    _claim(deliveries, 10.0)
    assert deliveries.claim("sms", "SM1", "+1", 39.0) == InFlight()


def test_a_claim_of_a_dead_process_can_be_taken_over(deliveries: Deliveries) -> None:
    _claim(deliveries, 10.0)
    _claim(deliveries, 40.0)


def test_a_released_claim_is_free(deliveries: Deliveries) -> None:
    deliveries.release(_claim(deliveries, 10.0))
    _claim(deliveries, 11.0)


def test_an_answered_message_cannot_be_released(deliveries: Deliveries) -> None:
    claim = _claim(deliveries, 10.0)
    deliveries.complete(claim, "answer")
    deliveries.release(claim)
    assert deliveries.claim("sms", "SM1", "+1", 11.0) == Repeated("answer")


@pytest.mark.parametrize(
    ("channel", "message_id", "address"),
    [
        pytest.param("sms", "SM2", "+1", id="another message"),
        pytest.param("whatsapp", "SM1", "+1", id="another channel"),
        pytest.param("sms", "SM1", "+2", id="another address"),
    ],
)
def test_other_messages_are_no_repetitions(deliveries: Deliveries, channel: str, message_id: str, address: str) -> None:
    _claim(deliveries, 10.0)
    assert isinstance(deliveries.claim(channel, message_id, address, 11.0), Claimed)


def test_a_message_without_an_id_is_never_a_repetition(deliveries: Deliveries, runtime: Database) -> None:
    for now in (10.0, 11.0):
        deliveries.complete(_claim(deliveries, now, ""), "answer")
    assert runtime.execute("SELECT count(*) FROM deliveries").fetchone() == (0,)


def test_a_repetition_is_recognised_across_the_change_of_keys(deliveries: Deliveries) -> None:
    deliveries.complete(_claim(deliveries, 990.0), "answer")
    assert deliveries.claim("sms", "SM1", "+1", 1010.0) == Repeated("answer")


def test_twenty_threads_claim_each_message_once(deliveries: Deliveries) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    start = threading.Barrier(20)

    def deliver() -> None:
        start.wait()
        for number in range(10):
            claim = deliveries.claim("sms", f"SM{number}", "+1", 10.0)
            outcomes[f"SM{number}", type(claim).__name__] += 1

    threads = [threading.Thread(target=deliver) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {key: count for key, count in outcomes.items() if key[1] == "Claimed"} == {
        (f"SM{number}", "Claimed"): 1 for number in range(10)
    }
    assert outcomes.total() == 200


def test_nothing_is_shown_by_a_repr(deliveries: Deliveries) -> None:
    claim = _claim(deliveries, 10.0)
    assert repr(claim) == "Claimed()"
    assert repr(Repeated("an answer")) == "Repeated()"

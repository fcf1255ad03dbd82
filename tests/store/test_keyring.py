from __future__ import annotations

import pytest

from app.store.database import Database
from app.store.keyring import KeyRing
from app.store.sweeping import sweep

SECRET = b"a secret of at least sixteen bytes"


def _ring(runtime: Database, secret: bytes = SECRET) -> KeyRing:
    return KeyRing(runtime, secret, epoch_seconds=1000.0, keep_seconds=300.0)


def test_a_hash_stays_the_same_within_an_epoch(runtime: Database) -> None:
    keys = _ring(runtime)
    first = keys.hashes("sms", "+13125550100", now=1000)
    assert keys.hashes("sms", "+13125550100", now=1999) == first
    assert len(first) == 1


def test_processes_share_the_keys(runtime: Database) -> None:
    assert _ring(runtime).hashes("a", now=5) == _ring(runtime).hashes("a", now=6)


def test_the_key_changes_with_the_epoch_and_the_old_one_stays_for_a_while(runtime: Database) -> None:
    keys = _ring(runtime)
    old = keys.hashes("a", now=999)
    both = keys.hashes("a", now=1000)
    assert both[1:] == old
    assert both[0] not in old
    assert keys.hashes("a", now=1299) == both
    assert keys.hashes("a", now=1300) == both[:1]


def test_a_deleted_key_makes_old_hashes_unreachable_even_with_the_secret(runtime: Database) -> None:
    old = _ring(runtime).hashes("a", now=10)
    assert sweep(runtime, 1300) == 1
    assert _ring(runtime).hashes("a", now=10) != old
    assert old[0] not in _ring(runtime).every_hash("a")


def test_the_database_alone_does_not_tell_hashes(runtime: Database) -> None:
    assert _ring(runtime).hashes("a", now=1) != _ring(runtime, b"another secret of some length").hashes("a", now=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("sms", "1"), ("whatsapp", "1"), id="channel"),
        pytest.param(("ab", "c"), ("a", "bc"), id="where the parts meet"),
        pytest.param(("a",), ("a", ""), id="number of parts"),
    ],
)
def test_different_parts_have_different_hashes(runtime: Database, one: tuple[str, ...], other: tuple[str, ...]) -> None:
    keys = _ring(runtime)
    assert keys.hashes(*one, now=1) != keys.hashes(*other, now=1)


def test_a_short_secret_is_refused(runtime: Database) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        KeyRing(runtime, b"short")


def test_expired_keys_can_still_erase(runtime: Database) -> None:
    keys = _ring(runtime)
    old, new = keys.hashes("a", now=10), keys.hashes("a", now=5000)
    assert set(keys.every_hash("a")) == {*old, *new}

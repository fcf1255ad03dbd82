from __future__ import annotations

import pytest

from app.store import audit
from app.store.database import Database, transaction


@pytest.fixture
def log(content: Database) -> Database:
    with transaction(content):
        for number in range(5):
            audit.append(content, actor="ana", action="save", target=f"fact:{number}", after=str(number))
        for verb in ("update", "delete"):
            content.execute(f"DROP TRIGGER audit_no_{verb}")
    return content


def test_an_untouched_log_is_valid(log: Database) -> None:
    chain = audit.verify(log)
    assert chain.valid
    assert (chain.rows, chain.head) == (5, audit.log_of(log, limit=1)[0].hash)


def test_an_empty_log_is_valid(content: Database) -> None:
    assert audit.verify(content).valid


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        pytest.param("UPDATE audit SET actor = 'eve' WHERE id = 3", 3, id="changed"),
        pytest.param("UPDATE audit SET hash = 'x' WHERE id = 2", 2, id="hash changed"),
        pytest.param("DELETE FROM audit WHERE id = 3", 4, id="taken out"),
        pytest.param("DELETE FROM audit WHERE id = 1", 2, id="beginning cut off"),
        pytest.param("UPDATE audit SET id = 9 WHERE id = 5", 9, id="renumbered"),
    ],
)
def test_tampering_is_found_where_it_begins(log: Database, tampering: str, broken_at: int) -> None:
    with transaction(log):
        log.execute(tampering)
    assert audit.verify(log).broken_at == broken_at


def test_an_end_cut_off_changes_the_head(log: Database) -> None:
    head = audit.verify(log).head
    with transaction(log):
        log.execute("DELETE FROM audit WHERE id = 5")
    assert audit.verify(log).head != head


def test_the_log_of_one_item_is_newest_first(log: Database) -> None:
    with transaction(log):
        audit.append(log, actor="ben", action="remove", target="fact:2")
    assert [(row.actor, row.action) for row in audit.log_of(log, target="fact:2")] == [
        ("ben", "remove"),
        ("ana", "save"),
    ]

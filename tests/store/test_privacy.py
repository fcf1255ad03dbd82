from __future__ import annotations

from app.core.content import Document
from app.core.session import Session
from app.store.database import Database
from app.store.deliveries import Claimed, Deliveries
from app.store.keyring import KeyRing
from app.store.privacy import holdings
from app.store.seeding import seed
from app.store.sessions import Sessions

ALLOWED = {
    "counters": ("day", "locale", "intent", "outcome", "channel", "count"),
    "deliveries": ("message_hash", "address_hash", "body", "claimed_at", "expires_at"),
    "session_keys": ("epoch", "key", "expires_at"),
    "sessions": ("address_hash", "state", "expires_at"),
}


def test_what_is_held_is_told(content: Database, runtime: Database, keys: KeyRing, documents: list[Document]) -> None:
    seed(content, documents, author="seed")
    Sessions(runtime, keys, ttl_seconds=100.0).save("sms", "+1", Session(), 10.0)
    deliveries = Deliveries(runtime, keys, ttl_seconds=200.0)
    assert isinstance(deliveries.claim("sms", "SM1", "+1", 10.0), Claimed)
    found = holdings(content, runtime)
    rows = {table.table: table.rows for table in (*found.content, *found.runtime)}
    assert (rows["drafts"], rows["sessions"], rows["deliveries"], rows["counters"]) == (len(documents), 1, 1, 0)
    assert (found.last_session_expires_at, found.last_delivery_expires_at) == (110.0, 210.0)
    assert found.last_key_expires_at == 1300.0


def test_an_empty_server_holds_nothing_of_anybody(content: Database, runtime: Database) -> None:
    found = holdings(content, runtime)
    assert found.last_session_expires_at is found.last_delivery_expires_at is found.last_key_expires_at is None


def test_every_table_is_explained(content: Database, runtime: Database) -> None:
    found = holdings(content, runtime)
    assert [table.table for table in (*found.content, *found.runtime) if not table.about] == []
    runtime.execute("CREATE TABLE surprise (text TEXT)")
    assert [table.table for table in holdings(content, runtime).runtime if not table.about] == ["surprise"]


def test_nothing_about_residents_has_room_for_their_words(content: Database, runtime: Database) -> None:
    columns = {table.table: table.columns for table in holdings(content, runtime).runtime}
    assert {name: found for name, found in columns.items() if not name.startswith(("_", "sqlite"))} == ALLOWED

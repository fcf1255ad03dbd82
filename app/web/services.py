"""Everything that the HTTP edge is handed by whoever puts the program together: plain values and ready objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.channels.base import Channel
from app.core.message import Message
from app.core.reply import Reply
from app.dialog.emergency import EmergencyTexts
from app.localization.catalogs import Catalogs
from app.store.deliveries import Claimed, InFlight, Repeated
from app.store.snapshot import Snapshot
from app.store.snapshot_source import SourceState

Check = Callable[[], object]
"""Something that must work before this server can answer; raises `KyrError` if it does not."""


class Answerer(Protocol):
    """What answers messages; `dialog.engine.Engine` is one."""

    def answer(self, message: Message, *, now: float) -> Reply:
        """Return the reply to one message. Never raises."""
        ...


class Snapshots(Protocol):
    """Where the published content is; `store.snapshot.SnapshotSource` is one."""

    def current(self) -> Snapshot:
        """Return the latest publication that passed its checks."""
        ...

    @property
    def state(self) -> SourceState:
        """Which publication is served, and whether a newer one was refused."""
        ...


class DeliveryBook(Protocol):
    """Which messages were already answered; `store.deliveries.Deliveries` is one."""

    def claim(self, channel: str, message_id: str, address: str, now: float) -> Claimed | Repeated | InFlight:
        """Take a message on, or say what became of it before."""
        ...

    def complete(self, claim: Claimed, body: str) -> None:
        """Keep what was answered, for redeliveries."""
        ...

    def release(self, claim: Claimed) -> None:
        """Give a message back unanswered."""
        ...


class Tally(Protocol):
    """Counts what was answered; `store.counters.Counters` is one."""

    def count(self, *, locale: str, intent: str, outcome: str, channel: str, now: float) -> None:
        """Add one. Never raises."""
        ...


@dataclass(frozen=True)
class Services:
    """What the application is made of.

    `channels`: the doors that are open; `organisation`: who runs the line; `public_url`: as people reach it, "" if not
    known; `secret_key`: signs session tokens, which are read for `session_seconds`; `clock`: seconds since the epoch;
    `allowed_origins`: sites whose pages may call the API, as browsers write an origin; `default_locale`: of the page
    where nothing tells the language;
    `exit_url`: where the quick exit leads; `checks`: name to what must work before this server is ready;
    `max_body`: bytes of a request; `patience`: seconds that a redelivery waits for the first delivery's answer;
    `metrics_folder`: where the workers of one server share their timings, None if there is one worker.
    """

    engine: Answerer
    snapshots: Snapshots
    catalogs: Catalogs
    deliveries: DeliveryBook
    counters: Tally
    emergency: EmergencyTexts
    channels: tuple[Channel, ...]
    organisation: str
    public_url: str
    secret_key: str = field(repr=False)
    clock: Callable[[], float]
    session_seconds: float = 1800.0
    allowed_origins: frozenset[str] = frozenset()
    default_locale: str = "en"
    exit_url: str = "https://www.weather.gov/"
    checks: Mapping[str, Check] = field(default_factory=dict)
    max_body: int = 65_536
    patience: float = 3.0
    metrics_folder: Path | None = None
    development: bool = False

"""An application on small real content, with an engine that says what it is told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations
from typing import Any

from app.channels.base import Surroundings
from app.channels.registry import enable_channels
from app.core.content import Document
from app.core.errors import StoreError
from app.core.locale import Locale
from app.core.message import Message
from app.core.reply import Block, Choice, Cited, Reply
from app.core.session import Session
from app.dialog.emergency import EmergencyTexts
from app.localization.catalogs import Catalog, Catalogs
from app.localization.languages import Languages
from app.store.deliveries import Claimed, InFlight
from app.store.snapshot import Snapshot, build_snapshot
from app.store.snapshot_source import SourceState
from app.web.services import Services

PUBLIC_URL = "https://help.example.org"
SECRET = "a-secret-of-the-tests-0123456789"  # noqa: S105 - only tests use it
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - likewise
NOW = 1_795_000_000.0
CARRIED = Session(locale="es", sticky=True, met=True)
PARTNER = "https://partner.example"

LOCALES = (
    Locale("en", "en", "English", "English", menu_number=1),
    Locale("es", "es", "Español", "Spanish", menu_number=2),
    Locale("ar_XB", "ar-XB", "ᴎooqɘƎ", "Mirrored English", "rtl", "Arab", "ucs2", menu_number=3),
    Locale("mam", "mam", "Qyol Mam", "Mam", menu_number=4, tier="refer", parents=("es",)),
)


class Mirrored(NullTranslations):
    """A pseudo-locale: every string in brackets and marked right to left, so that what stays English is seen."""

    def gettext(self, message: str) -> str:
        return f"⟦\u202e{message}\u202c⟧"

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - as gettext has it
        return self.gettext(message)


def catalogs_of() -> Catalogs:
    words = {"ar_XB": Mirrored()}
    live = {one.id: Catalog(one, words.get(one.id, NullTranslations())) for one in LOCALES if one.tier == "live"}
    return Catalogs(Languages(LOCALES), live)


EMERGENCY = EmergencyTexts({"en": "Keep the door closed. Call 911.", "es": "No abra. Llame al 911.", "ar_XB": "ⵌ 911."})

DOCUMENTS = (
    Document("topic", "urgent", {"title": "Right now", "position": 1}),
    Document("topic", "papers", {"title": "Papers", "position": 2}),
    Document("source", "aclu", {
        "title": "Know your rights", "publisher": "ACLU", "url": "https://www.aclu.org/k", "kind": "ngo",
    }),
    Document("resource", "watch", {
        "name": "Watch", "kind": "hotline", "does": "Takes reports.", "phone": "1-844-363-1423",
    }),
    Document("intent", "at-door", {
        "topic": "urgent", "scope": "They are at my door.", "urgent": True, "risk": "critical",
    }),
    Document("intent", "signing", {"topic": "papers", "scope": "Must I sign?"}),
    Document("intent", "greeting", {"topic": "papers", "scope": "Hello.", "action": "greeting"}),
    Document("entry", "at-door", {
        "topic": "urgent", "label": "At my door", "title": "They are at my door. What do I do?",
        "short": "Keep the door closed. Call {phone:watch}.",
        "full": "**Keep the door closed.**\n\n- Ask for a warrant.\n- Call {phone:watch}.",
        "sources": ("aclu",), "reviewed_on": "2026-11-22", "review_by": "2027-02-20",
    }),
    Document("entry", "signing", {
        "topic": "papers", "label": "Signing", "title": "Must I sign what they give me?",
        "short": "Do not sign.", "full": "Do not sign anything without a lawyer.",
        "sources": ("aclu",), "reviewed_on": "2026-11-22", "review_by": "2027-02-20",
    }),
)  # fmt: skip


def answer(_: Message) -> Reply:
    """Return an answer like those that the dialog gives."""
    body = "**Keep the door closed.**\n\n- Ask for a warrant.\n- Call 1-844-363-1423."
    return Reply(
        (Block("greeting", "Help: automatic answers."), Block("answer", body, "Keep the door closed.")),
        choices=(Choice("intent:signing", "Signing", "Must I sign?"), Choice("menu", "All topics")),
        intent="at-door",
        entry="at-door",
        served="en",
        status="draft",
        sources=(Cited("Know your rights", "ACLU", "https://www.aclu.org/k"),),
    )


@dataclass
class FakeEngine:
    """Says `says(message)` and remembers what it was asked."""

    says: Callable[[Message], Reply] = answer
    asked: list[Message] = field(default_factory=list)

    def answer(self, message: Message, *, now: float) -> Reply:
        assert now == NOW
        self.asked.append(message)
        reply = self.says(message)
        return reply if message.session is None else replace(reply, session=CARRIED)


@dataclass
class FakeSnapshots:
    """Serves one snapshot, or fails."""

    snapshot: Snapshot | None

    @property
    def state(self) -> SourceState:
        return SourceState(publication=7 if self.snapshot else 0)

    def current(self) -> Snapshot:
        if self.snapshot is None:
            raise StoreError("nothing is published yet")
        return self.snapshot


@dataclass
class FakeTally:
    """Remembers what was counted."""

    counted: list[Mapping[str, Any]] = field(default_factory=list)

    def count(self, **named: Any) -> None:  # noqa: ANN401 - as Counters has it
        self.counted.append(named)


@dataclass
class FakeDeliveries:
    """Takes on every message; `busy`: how many times a claim finds another request at it; `broken`: it fails."""

    busy: int = 0
    broken: bool = False

    def claim(self, channel: str, message_id: str, address: str, now: float) -> Claimed | InFlight:  # noqa: ARG002
        if self.broken:
            raise StoreError("the disk is full")
        if self.busy:
            self.busy -= 1
            return InFlight()
        return Claimed()

    def complete(self, claim: Claimed, body: str) -> None:  # noqa: ARG002 - as Deliveries has it
        if self.broken:
            raise StoreError("the disk is full")

    def release(self, claim: Claimed) -> None:
        self.complete(claim, "")


SNAPSHOT = build_snapshot(DOCUMENTS, languages=LOCALES)
CHANNELS = enable_channels(
    {"rest": {}, "web": {}, "twilio_sms": {"auth_token": TOKEN}},
    Surroundings(public_url=PUBLIC_URL, secret_key=SECRET),
)


def services_of(**changes: Any) -> Services:  # noqa: ANN401 - any field of Services
    """Return services on the small content, with every channel open."""
    services = Services(
        engine=FakeEngine(),
        snapshots=FakeSnapshots(SNAPSHOT),
        catalogs=catalogs_of(),
        deliveries=FakeDeliveries(),
        counters=FakeTally(),
        emergency=EMERGENCY,
        channels=CHANNELS,
        organisation="Help & Rights <Line>",
        public_url=PUBLIC_URL,
        secret_key=SECRET,
        clock=lambda: NOW,
        allowed_origins=frozenset({PARTNER}),
        patience=0.2,
    )
    return replace(services, **changes)

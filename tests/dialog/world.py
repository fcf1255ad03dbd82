"""A small hotline: an urgent answer, one with local variants, half of it in Spanish; its ranker is told what to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core.content import Document
from app.core.intent import LanguageGuess, PlaceFound, Ranked, Ranking
from app.core.session import Session
from app.dialog.commands import CommandBook
from app.dialog.emergency import EmergencyTexts
from app.dialog.engine import Engine
from app.dialog.titles import TitleBook
from app.localization.catalogs import Catalogs, load_catalogs
from app.localization.languages import load_languages
from app.matching.decision import Thresholds
from app.store.content_set import normal_form
from app.store.snapshot import Snapshot, build_snapshot

TRANSLATIONS = Path(__file__).parents[2] / "translations"
LANGUAGES = load_languages(TRANSLATIONS / "languages.toml")
CATALOGS: Catalogs = load_catalogs(TRANSLATIONS, LANGUAGES)
EMERGENCY = EmergencyTexts.load(TRANSLATIONS / "emergency.toml", LANGUAGES.live)
COMMANDS = CommandBook(CATALOGS, LANGUAGES)

_DATES = {"reviewed_on": "2026-11-22", "review_by": "2027-02-20", "sources": ["aclu"]}
_LONG = "\n\n".join(f"**Part {number}.** " + "Keep the paper and call a lawyer soon. " * 8 for number in range(1, 8))

BODIES: Sequence[tuple[str, str, dict[str, Any]]] = (
    ("topic", "urgent", {"title": "Right now", "position": 1}),
    ("topic", "papers", {"title": "Papers", "position": 2}),
    ("topic", "service", {"title": "This service", "position": 3}),
    ("source", "aclu", {"title": "Rights", "publisher": "ACLU", "url": "https://example.org/k", "kind": "ngo"}),
    ("resource", "uwd-migrawatch", {"name": "Watch", "kind": "hotline", "does": "Takes reports.",
                                    "phone": "1-844-363-1423"}),
    ("place", "oregon", {"name": "Oregon", "kind": "state"}),
    ("place", "maine", {"name": "Maine", "kind": "state"}),
    ("place", "portland-or", {"name": "Portland, Oregon", "kind": "city", "within": "oregon"}),
    ("place", "portland-me", {"name": "Portland, Maine", "kind": "city", "within": "maine"}),
    ("policy", "memo", {"title": "A memo", "state": "blocked", "as_of": "2026-11-01",
                        "notice": "A court stopped this rule.", "notice_on": "2026-11-20"}),
    ("intent", "at-door", {"position": 1, "topic": "urgent", "scope": "They are here.", "urgent": True,
                           "risk": "critical", "follow_ups": ["signing", "bond"]}),
    ("intent", "signing", {"position": 2, "topic": "papers", "scope": "Must I sign?", "risk": "critical"}),
    ("intent", "bond", {"position": 3, "topic": "papers", "scope": "What is bond?", "place": "optional"}),
    ("intent", "unwritten", {"position": 4, "topic": "papers", "scope": "Nobody has written this answer yet."}),
    ("intent", "eviction", {"position": 5, "topic": "papers", "scope": "A landlord.", "covered": False}),
    ("intent", "sanctuary-my-place", {"position": 6, "topic": "papers", "scope": "Local rules.", "place": "required",
                                      "answer": "bond"}),
    ("intent", "greeting", {"position": 7, "topic": "service", "scope": "Hello.", "action": "greeting"}),
    ("intent", "human-agent", {"position": 8, "topic": "service", "scope": "A person.", "action": "human"}),
    ("entry", "at-door", {**_DATES, "topic": "urgent", "label": "At my door", "title": "They are at my door.",
                          "short": "Keep the door closed.", "full": f"Keep the door closed.\n\n{_LONG}"}),
    ("entry", "signing", {**_DATES, "topic": "papers", "label": "Signing", "title": "Must I sign?",
                          "short": "Do not sign.", "full": "Do not sign without a lawyer.", "depends_on": ["memo"]}),
    ("entry", "bond", {**_DATES, "topic": "papers", "label": "Bond", "title": "What is bond?",
                       "short": "Money for release.", "full": "Bond is money for release.", "reviewed_by": "A. Lawyer",
                       "places": {"oregon": {"short": "In Oregon: money.", "local": "Oregon has a fund."}}}),
)  # fmt: skip

SPANISH = {
    "at-door:label": "En mi puerta",
    "at-door:title": "Están en mi puerta.",
    "at-door:short": "No abra la puerta.",
    "at-door:full": "No abra la puerta. Pida la orden.",
    "signing:label": "Firmar",
    "signing:title": "¿Tengo que firmar?",
    "signing:short": "No firme.",
    "signing:full": "No firme sin abogado.",
    "bond:label": "Fianza",
    "bond:title": "¿Qué es la fianza?",
    "bond:short": "Dinero para salir.",
}
"""The full text of the bond is not translated yet."""


def documents(*, spanish: Mapping[str, str] = SPANISH, stale: Sequence[str] = ()) -> list[Document]:
    """Return the content. `stale`: entries whose English changed after it was translated."""
    own = [normal_form(Document(kind, key, body)) for kind, key, body in BODIES]
    english = {f"{key}:{name}": str(body[name]) for kind, key, body in BODIES if kind == "entry"
               for name in ("label", "title", "short", "full")}  # fmt: skip
    for context, text in spanish.items():
        outdated = context.partition(":")[0] in stale
        source = "Older English." if outdated else english[context].strip()
        own.append(normal_form(Document("translation", f"es/{context}", {"text": text, "source": source})))
    return own


def snapshot_of(**changes: Any) -> Snapshot:  # noqa: ANN401 - as `documents` takes them
    """Return the content as it is served."""
    return build_snapshot(documents(**changes), languages=LANGUAGES.all)


SNAPSHOT = snapshot_of()
SPANISH_WRITTEN = LanguageGuess("es", 0.99)


def sure(intent: str, *, urgent: bool = False, **more: Any) -> Ranking:  # noqa: ANN401 - other fields of Ranking
    """Return a ranking that is sure of one intent."""
    return Ranking((Ranked(intent, 0.99),), "core", 0.99, intent if urgent else "", **more)


def unsure(*intents: str) -> Ranking:
    """Return a ranking that wavers between some intents."""
    return Ranking(tuple(Ranked(one, 0.5) for one in intents), "core", 0.5)


RANKINGS: Mapping[str, Ranking] = {
    "they are at my door": sure("at-door", urgent=True),
    "estan en mi puerta": sure("at-door", urgent=True, language=SPANISH_WRITTEN),
    "must i sign": sure("signing"),
    "tengo que firmar": sure("signing", language=SPANISH_WRITTEN),
    "what is bond": sure("bond"),
    "que es la fianza": sure("bond", language=SPANISH_WRITTEN),
    "bond in portland": sure("bond", place=PlaceFound(("portland-or", "portland-me"))),
    "bond in oregon": sure("bond", place=PlaceFound(("oregon",))),
    "bond in maine": sure("bond", place=PlaceFound(("maine",))),
    "sign in oregon": sure("signing", place=PlaceFound(("oregon",))),
    "sign or bond": unsure("signing", "bond"),
    "unwritten things": unsure("unwritten", "greeting"),
    "unwritten": sure("unwritten"),
    "eviction": sure("eviction"),
    "hello": sure("greeting"),
    "a person please": sure("human-agent"),
}
"""What the ranker says; about anything else it knows nothing."""


@dataclass(frozen=True)
class ToldRanker:
    """Ranks as it was told to."""

    rankings: Mapping[str, Ranking] = field(default_factory=lambda: RANKINGS)
    thresholds: Thresholds = field(default_factory=Thresholds)

    def rank(self, text: str, *, locale: str = "") -> Ranking:  # noqa: ARG002 - as Ranker has it
        return self.rankings.get(text, Ranking((), "none"))


@dataclass
class MemorySessions:
    """Sessions in memory; `saved` counts the writes."""

    rows: dict[tuple[str, str], Session] = field(default_factory=dict)
    saved: int = 0

    def load(self, channel: str, address: str, now: float) -> Session:  # noqa: ARG002 - they never expire here
        return self.rows.get((channel, address), Session())

    def save(self, channel: str, address: str, session: Session, now: float) -> None:  # noqa: ARG002 - likewise
        self.saved += 1
        self.rows[channel, address] = session

    def forget(self, channel: str, address: str) -> None:
        self.rows.pop((channel, address), None)


def engine_of(
    *,
    snapshot: Callable[[], Snapshot] = lambda: SNAPSHOT,
    ranker: Callable[[], ToldRanker] = ToldRanker,
    **changes: Any,  # noqa: ANN401 - any other field of Engine
) -> Engine:
    """Return an engine over the small content with sessions in memory."""
    parts: dict[str, Any] = {
        "catalogs": CATALOGS, "sessions": MemorySessions(), "emergency": EMERGENCY, "commands": COMMANDS,
        "titles": TitleBook(()),  # the sentences of these tests are ranked, even where a title says the same
        "organisation": "Test Line",
    }  # fmt: skip
    return Engine(snapshot=snapshot, ranker=ranker, **(parts | changes))

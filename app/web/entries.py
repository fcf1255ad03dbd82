"""The published answers and languages as JSON, for programs that show them on their own pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Response, request
from pydantic import BaseModel, Field
from werkzeug.exceptions import NotFound

from app import __version__
from app.channels.replies import SourceOut, tag_of
from app.core.entry import LocalizedEntry, Status
from app.core.locale import Direction
from app.localization.markup import to_html
from app.store.snapshot import Snapshot
from app.web.responses import content_tag, tagged_response
from app.web.services import Services


class EntryOut(BaseModel):
    """One curated answer in one language. `lang`: what it really is written in; `short`: complete and safe alone."""

    id: str
    topic: str
    label: str
    title: str
    short: str
    full: str = Field(description="A small Markdown subset.")
    html: str = Field(description="The same, already cleaned for showing.")
    lang: str
    dir: Direction
    fallback: bool = Field(description="It is not in the language that was asked for.")
    status: Status
    place: str = Field(description="Id of the place that this answer is for; empty for the whole country.")
    reviewed_on: date
    review_by: date
    sources: list[SourceOut]
    notices: list[str] = Field(description="Dated notices of laws and rules that changed.")


class EntriesOut(BaseModel):
    """All published answers of one publication."""

    content_hash: str
    entries: list[EntryOut]


class LanguageOut(BaseModel):
    """One language. `tier`: "live" is answered in; "refer" is recognised and referred to an interpreter."""

    tag: str
    endonym: str
    english: str
    dir: Direction
    tier: str


class LanguagesOut(BaseModel):
    """All languages, in the order of the language menu."""

    languages: list[LanguageOut]


@dataclass(frozen=True)
class Library:
    """Reads the published content for the API."""

    services: Services

    def entries(self) -> Response:
        """Return all entries, or those of `?topic=`, in `?locale=` and for `?place=`."""
        snapshot = self.services.snapshots.current()

        def made() -> EntriesOut:
            found = (self._entry(snapshot, entry) for entry in _entry_ids(snapshot, request.args.get("topic", "")))
            return EntriesOut(content_hash=snapshot.content_hash, entries=list(filter(None, found)))

        return tagged_response(self._tag(snapshot), made)

    def entry(self, entry_id: str) -> Response:
        """Return one entry. Raises `NotFound`."""
        snapshot = self.services.snapshots.current()
        found = self._entry(snapshot, entry_id) if entry_id in _entry_ids(snapshot) else None
        if found is None:
            raise NotFound
        return tagged_response(self._tag(snapshot), lambda: found)

    def languages(self) -> Response:
        """Return the table of languages."""
        rows = [
            LanguageOut(tag=one.tag, endonym=one.endonym, english=one.english, dir=one.dir, tier=one.tier)
            for one in self.services.catalogs.languages.all
        ]
        table = LanguagesOut(languages=rows)
        return tagged_response(content_tag(table.model_dump_json()), lambda: table)

    def _today(self) -> date:
        return datetime.fromtimestamp(self.services.clock(), UTC).date()

    def _tag(self, snapshot: Snapshot) -> str:
        """Return what changes whenever the answer does: a publication, a release, and the day, for dated notices."""
        asked = (request.path, *(request.args.get(name, "") for name in ("locale", "topic", "place")))
        return content_tag(snapshot.content_hash, __version__, self._today().isoformat(), *asked)

    def _entry(self, snapshot: Snapshot, entry_id: str) -> EntryOut | None:
        languages = self.services.catalogs.languages
        asked = languages.find(request.args.get("locale", "") or self.services.default_locale)
        served = languages.live_for(asked) if asked else None
        place = request.args.get("place", "")
        entry = snapshot.entry(
            entry_id,
            place=place if place in snapshot.places else "",
            locale=served.id if served else self.services.default_locale,
            today=self._today(),
        )
        return self._entry_out(entry) if entry else None

    def _entry_out(self, entry: LocalizedEntry) -> EntryOut:
        return EntryOut(
            id=entry.id,
            topic=entry.topic,
            label=entry.label,
            title=entry.title,
            short=entry.short,
            full=entry.full,
            html=to_html(entry.full),
            lang=tag_of(entry.locale),
            dir=self.services.catalogs.languages.get(entry.locale).dir,
            fallback=entry.fallback,
            status=entry.status,
            place=entry.place,
            reviewed_on=entry.reviewed_on,
            review_by=entry.review_by,
            sources=[SourceOut(title=one.title, publisher=one.publisher, url=one.url) for one in entry.sources],
            notices=list(entry.notices),
        )


def _entry_ids(snapshot: Snapshot, topic: str = "") -> tuple[str, ...]:
    """Return the ids of the entries that answer something, each once, in the order of the topics."""
    topics = [known.id for known in snapshot.topics if topic in {"", known.id}]
    intents = [intent for known in topics for intent in snapshot.intents_of(known) if snapshot.has_entry(intent)]
    return tuple(dict.fromkeys(snapshot.intents[intent].answer for intent in intents))

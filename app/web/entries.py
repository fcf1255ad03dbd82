"""The published answers and languages as JSON, for programs that show them on their own pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Response, request
from pydantic import BaseModel, Field
from werkzeug.exceptions import NotFound

from app.channels.replies import SourceOut, tag_of
from app.core.entry import LocalizedEntry, Status
from app.core.locale import Direction
from app.localization.markup import to_html
from app.store.snapshot import Snapshot
from app.web.responses import tagged_response
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
        snapshot, topic = self.services.snapshots.current(), request.args.get("topic", "")
        found = (self._entry(snapshot, entry) for entry in _entry_ids(snapshot, topic))
        return tagged_response(
            EntriesOut(content_hash=snapshot.content_hash, entries=list(filter(None, found))).model_dump(mode="json")
        )

    def entry(self, entry_id: str) -> Response:
        """Return one entry. Raises `NotFound`."""
        snapshot = self.services.snapshots.current()
        found = self._entry(snapshot, entry_id) if entry_id in set(_entry_ids(snapshot, "")) else None
        if found is None:
            raise NotFound
        return tagged_response(found.model_dump(mode="json"))

    def languages(self) -> Response:
        """Return the table of languages."""
        rows = [
            LanguageOut(tag=one.tag, endonym=one.endonym, english=one.english, dir=one.dir, tier=one.tier)
            for one in self.services.catalogs.languages.all
        ]
        return tagged_response(LanguagesOut(languages=rows).model_dump(mode="json"))

    def _entry(self, snapshot: Snapshot, entry_id: str) -> EntryOut | None:
        languages = self.services.catalogs.languages
        asked = languages.find(request.args.get("locale", "") or self.services.default_locale)
        served = languages.live_for(asked) if asked else None
        place = request.args.get("place", "")
        today = datetime.fromtimestamp(self.services.clock(), UTC).date()
        entry = snapshot.entry(
            entry_id,
            place=place if place in snapshot.places else "",
            locale=served.id if served else self.services.default_locale,
            today=today,
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


def _entry_ids(snapshot: Snapshot, topic: str) -> Iterator[str]:
    """Yield the ids of the entries that answer something, each once, in the order of the topics."""
    seen = set()
    for known in snapshot.topics:
        if topic and known.id != topic:
            continue
        for intent_id in snapshot.intents_of(known.id):
            intent = snapshot.intents[intent_id]
            entry = intent.answer or intent.id
            if not intent.action and entry not in seen:
                seen.add(entry)
                yield entry

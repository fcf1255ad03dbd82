"""One publication in memory, never changed: what answers are served from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType

from app.core.content import Document
from app.core.entry import Entry, LocalizedEntry, Place, Resource
from app.core.errors import ContentError, ContentErrors, SnapshotRefusedError
from app.core.intent import Intent, Topic
from app.core.locale import SOURCE_LOCALE, Locale
from app.store import models, publishing
from app.store.bodies import canonical_json, content_hash, sha_of
from app.store.content_set import ContentSet
from app.store.database import Database, reading
from app.store.placeholders import Placeholder
from app.store.strings import contexts_of, strings_of
from app.store.texts import Texts
from app.store.validation import check_references

FormatDate = Callable[[date, str], str]
"""(date, locale) to how the locale writes it."""

SERVED_KINDS = ("topic", "intent", "entry", "place", "resource", "fact", "policy", "source", "translation")
"""What answers are made of; utterances and rules only concern the matcher."""

_UNDATED = datetime.min.replace(tzinfo=UTC)


def iso_date(when: date, locale: str) -> str:  # noqa: ARG001 - the same in every locale
    """Write a date as YYYY-MM-DD."""
    return when.isoformat()


class Snapshot:
    """The content of one publication. Every method is safe to call from many threads and does no input or output.

    `publication`: its number, 0 if it was built from documents; `content_hash`: over all of its documents;
    `intents`, `places`: by id; `topics`: in the order of menus; `answerable_topics`: ids of those with an entry;
    `content`: what it was built from.
    """

    def __init__(
        self, content: ContentSet, *, languages: Iterable[Locale], publication: publishing.Publication,
        format_date: FormatDate,
    ) -> None:  # fmt: skip
        self.content = content
        self.publication, self.content_hash = publication.id, publication.content_hash
        self.published_at = publication.created_at
        topics = [body.topic(key) for key, body in content.of("topic", models.TopicBody).items()]
        self.topics: tuple[Topic, ...] = tuple(sorted(topics, key=lambda topic: (topic.position, topic.id)))
        self.intents: Mapping[str, Intent] = MappingProxyType(_intents(content, self.topics))
        places = content.of("place", models.PlaceBody)
        self.places: Mapping[str, Place] = MappingProxyType({key: body.place(key) for key, body in places.items()})
        self._resources = {key: body.resource(key) for key, body in content.of("resource", models.ResourceBody).items()}
        self._facts = {key: body.fact(key) for key, body in content.of("fact", models.FactBody).items()}
        self._policies = {key: body.policy(key) for key, body in content.of("policy", models.PolicyBody).items()}
        self._sources = {key: body.source(key) for key, body in content.of("source", models.SourceBody).items()}
        self._entries = content.of("entry", models.EntryBody)
        self._critical = {one.answer for one in self.intents.values() if one.answer and one.risk == "critical"}
        self._texts = Texts(strings_of(content), _by_locale(content), {locale.id: locale for locale in languages})
        self._format_date = format_date
        # Filled as asked for. Keyed by ids of content and of locales only, so it is bounded and knows of nobody.
        self._worded: dict[tuple[str, str, str], tuple[date, LocalizedEntry]] = {}
        self._strings: dict[tuple[str, str], tuple[str, str, str]] = {}
        # Every menu asks for these, and they never change.
        self._answerable = frozenset(key for key, intent in self.intents.items() if intent.answer in self._entries)
        self._by_topic = _by_topic(self.intents)
        self.answerable_topics = tuple(
            topic.id for topic in self.topics if not self._answerable.isdisjoint(self.intents_of(topic.id))
        )

    def entry(self, entry_id: str, *, place: str, locale: str, today: date) -> LocalizedEntry | None:
        """Return an entry for a reader, None if there is no such entry.

        `place`: id of the reader's place, "" if unknown: the variant of it is taken, or of the nearest place around
        it, or the general answer. All texts are in one language: the locale's if every one is translated, else that
        of its parents, else English. `today` decides which notices are out.
        """
        body = self._entries.get(entry_id)
        if body is None:
            return None
        key = (entry_id, self._variant(body, place), locale)
        day, worded = self._worded.get(key, (None, None))
        if worded is None or day != today:
            worded = self._word(*key, today)
            if locale in self._texts.locales:
                self._worded[key] = (today, worded)
        return worded

    def has_entry(self, intent_id: str) -> bool:
        """Tell whether an intent exists and the entry that answers it does."""
        return intent_id in self._answerable

    def intents_of(self, topic_id: str) -> tuple[str, ...]:
        """Return the ids of a topic's intents in the order of its file; none for an unknown topic."""
        return self._by_topic.get(topic_id, ())

    def title(self, intent_id: str, locale: str) -> str:
        """Return the title of the entry that answers an intent. Raises KeyError if there is none."""
        return self.text(f"{self.intents[intent_id].answer}:title", locale)[0]

    def label(self, intent_id: str, locale: str) -> str:
        """Return the label of the entry that answers an intent. Raises KeyError if there is none."""
        return self.text(f"{self.intents[intent_id].answer}:label", locale)[0]

    def topic_title(self, topic_id: str, locale: str) -> str:
        """Return the title of a topic. Raises KeyError for an unknown one."""
        return self.text(f"topic:{topic_id}:title", locale)[0]

    def place_name(self, place_id: str, locale: str = SOURCE_LOCALE) -> str:
        """Return what a place is called in a locale: its first alias there, else its name. Raises KeyError."""
        place = self.places[place_id]
        return next((name for spoken_in, name in place.aliases if spoken_in == locale), place.name)

    def resource(self, resource_id: str) -> Resource | None:
        """Return a resource, None if there is no such one."""
        return self._resources.get(resource_id)

    def text(self, msgctxt: str, locale: str) -> tuple[str, str, str]:
        """Return one localised string, the locale that it is really in, and its status.

        Raises KeyError for an unknown msgctxt.
        """
        known = self._strings.get((msgctxt, locale))
        if known is None:
            known = self._string(msgctxt, locale)
            if locale in self._texts.locales:
                self._strings[msgctxt, locale] = known
        return known

    def _string(self, msgctxt: str, locale: str) -> tuple[str, str, str]:
        entry_id = msgctxt.partition(":")[0].partition("@")[0]
        entry = self._entries.get(entry_id)
        reviewed = entry is None or bool(entry.reviewed_by)
        served = self._texts.serve((msgctxt,), locale, critical=entry_id in self._critical, reviewed=reviewed)
        dated = entry.reviewed_on if entry else date.min
        served = self._texts.filled(served, lambda one, language: self._value(one, language, dated))
        return served.texts[0], served.locale, served.status

    def _variant(self, body: models.EntryBody, place: str) -> str:
        """Return `place` or the nearest place around it for which the entry has a variant, "" for none."""
        seen: set[str] = set()
        while place and place not in seen:
            if place in body.places:
                return place
            seen.add(place)
            known = self.places.get(place)
            place = known.within if known else ""
        return ""

    def _word(self, entry_id: str, variant: str, locale: str, today: date) -> LocalizedEntry:
        body = self._entries[entry_id]
        entry = body.entry(entry_id, variant)
        contexts, reviewed = contexts_of(entry_id, body, variant), bool(body.reviewed_by)
        served = self._texts.serve(contexts, locale, critical=entry_id in self._critical, reviewed=reviewed)
        served = self._texts.filled(served, lambda one, language: self._value(one, language, entry.reviewed_on))
        label, title, short, full, *local = served.texts
        if local:
            full = models.with_local(local[0], full)
        return LocalizedEntry(
            id=entry_id, topic=entry.topic, label=label, title=title, short=short, full=full,
            locale=served.locale, status=served.status, fallback=served.locale != locale, place=variant,
            reviewed_on=entry.reviewed_on, review_by=entry.review_by,
            sources=tuple(self._sources[one] for one in entry.sources), notices=self._notices(entry, locale, today),
        )  # fmt: skip

    def _notices(self, entry: Entry, locale: str, today: date) -> tuple[str, ...]:
        out = [self._policies[policy] for policy in entry.depends_on]
        out = [policy for policy in out if policy.notice and (policy.notice_on is None or policy.notice_on <= today)]
        return tuple(self.text(f"policy:{policy.id}:notice", locale)[0] for policy in out)

    def _value(self, one: Placeholder, locale: str, reviewed_on: date) -> str:
        if one.kind == "date":
            return self._format_date(reviewed_on, locale)
        if one.kind == "fact":
            return self._facts[one.key].value
        resource = self._resources[one.key]
        return resource.url if one.kind == "url" else resource.phone or resource.sms


def _by_topic(intents: Mapping[str, Intent]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, intent in intents.items():
        found.setdefault(intent.topic, []).append(key)
    return {topic: tuple(keys) for topic, keys in found.items()}


def build_snapshot(
    source: Database | Iterable[Document],
    *,
    languages: Sequence[Locale],
    publication: int | None = None,
    format_date: FormatDate = iso_date,
    earlier: Snapshot | None = None,
) -> Snapshot:
    """Return the snapshot of a publication, or of loose documents.

    `source`: a database of content, then `publication` is a number in it, by default the latest; or the documents.
    `earlier`: a snapshot from which unchanged bodies are taken over, which halves the time.
    Raises SnapshotRefusedError if a stored body is damaged or something names what does not exist, and if nothing is
    published; StoreError.
    """
    try:
        if isinstance(source, Database):
            made, documents = _published(source, publication)
        else:
            documents = list(source)
            made = _unpublished(documents)
        content = _checked(documents, earlier)
    except (ContentError, ContentErrors) as error:
        raise SnapshotRefusedError(str(error)) from error
    return Snapshot(content, languages=languages, publication=made, format_date=format_date)


def _checked(documents: Iterable[Document], earlier: Snapshot | None) -> ContentSet:
    content = ContentSet(documents, earlier=earlier.content if earlier else None)
    faults = check_references(content)
    if faults:
        raise ContentErrors(faults)
    return content


def _published(db: Database, number: int | None) -> tuple[publishing.Publication, list[Document]]:
    with reading(db):
        made = publishing.find_latest(db) if number is None else publishing.get(db, number)
        if made is None:
            raise SnapshotRefusedError("nothing is published yet")
        return made, publishing.documents_of(db, made.id, kinds=SERVED_KINDS)


def _unpublished(documents: Sequence[Document]) -> publishing.Publication:
    items = ((one.kind, one.key, sha_of(canonical_json(one.body))) for one in documents)
    return publishing.Publication(0, _UNDATED, "", "", content_hash(items), None)


def _intents(content: ContentSet, topics: Sequence[Topic]) -> dict[str, Intent]:
    """Return the intents by id, in the order of topics and of their files."""
    bodies, order = content.of("intent", models.IntentBody), [topic.id for topic in topics]
    keys = sorted(bodies, key=lambda key: (order.index(bodies[key].topic), bodies[key].position, key))
    return {key: bodies[key].intent(key) for key in keys}


def _by_locale(content: ContentSet) -> Mapping[str, Mapping[str, models.TranslationBody]]:
    found: dict[str, dict[str, models.TranslationBody]] = {}
    for key, body in content.of("translation", models.TranslationBody).items():
        locale, _, context = key.partition("/")
        found.setdefault(locale, {})[context] = body
    return found

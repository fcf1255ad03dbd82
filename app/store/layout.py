"""Which file holds which documents: the two directions of the content files, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from app.core.content import Document
from app.core.errors import ContentErrors
from app.store.content_set import ContentSet, Problem
from app.store.models import Body, EntryBody, IntentBody, RulesBody, TextsBody, TopicBody

Table = dict[str, Any]

TABLES = {"places": "place", "resources": "resource", "facts": "fact", "policies": "policy", "sources": "source"}
"""Files directly under seeds/, each a table of one kind, to that kind."""


class Located(NamedTuple):
    """A document within a file; `where`: the keys that lead to it."""

    kind: str
    key: str
    body: Table
    where: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class _IntentFile(_File):
    topic: str
    title: Any
    position: Any = 0
    intents: dict[str, Table] = {}


class _UtteranceFile(_File):
    locale: str
    utterances: Table = {}
    out_of_scope: dict[Literal["near", "other"], Any] = {}


class _RulesFile(_File):
    locale: str
    rules: Table = {}


class _TableFile(RootModel[dict[str, Table]]):
    model_config = ConfigDict(strict=True, hide_input_in_errors=True)


Read = tuple[list[Located], list[Problem]]


def read_table(path: PurePosixPath, data: Table) -> Read | None:
    """Return the documents that a parsed file holds, and what is wrong with its frame; None if it is no content file.

    `path`: relative to the root of the content. The bodies are not looked at.
    """
    read = _reader(path)
    if read is None:
        return None
    try:
        return read(path.stem, data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return [], [Problem(one["loc"], f"{'.'.join(map(str, one['loc']))}: {one['msg'].lower()}") for one in found]


def _reader(path: PurePosixPath) -> Callable[[str, Table], Read] | None:
    folders = {
        "intents": _read_intents,
        "intents/utterances": _read_utterances,
        "intents/rules": _read_rules,
        "seeds/entries": _read_entries,
    }
    folder = path.parent.as_posix()
    if folder == "seeds" and path.stem in TABLES:
        return _read_rows
    return folders.get(folder)


def _read_intents(stem: str, data: Table) -> Read:
    file = _IntentFile.model_validate(data)
    found = [Located("topic", stem, {"title": file.title, "position": file.position}, ("topic",))]
    problems = _named("topic", file.topic, stem)
    for position, (key, body) in enumerate(file.intents.items()):
        problems += _reserved(body, ("intents", key), "topic", "position")
        found.append(Located("intent", key, {**body, "topic": stem, "position": position}, ("intents", key)))
    return found, problems


def _read_utterances(stem: str, data: Table) -> Read:
    file = _UtteranceFile.model_validate(data)
    found = [
        Located("utterances", f"{stem}/{key}", {"texts": texts}, ("utterances", key))
        for key, texts in file.utterances.items()
    ]
    found += [
        Located("out_of_scope", f"{stem}/{key}", {"texts": texts}, ("out_of_scope", key))
        for key, texts in file.out_of_scope.items()
    ]
    return found, _named("locale", file.locale, stem)


def _read_rules(stem: str, data: Table) -> Read:
    file = _RulesFile.model_validate(data)
    return [Located("urgent_rules", stem, {"rules": file.rules}, ("rules",))], _named("locale", file.locale, stem)


def _read_entries(stem: str, data: Table) -> Read:
    rows = _TableFile.model_validate(data).root
    problems = [problem for key, body in rows.items() for problem in _reserved(body, (key,), "topic")]
    return [Located("entry", key, {**body, "topic": stem}, (key,)) for key, body in rows.items()], problems


def _read_rows(stem: str, data: Table) -> Read:
    rows = _TableFile.model_validate(data).root
    return [Located(TABLES[stem], key, body, (key,)) for key, body in rows.items()], []


def _named(field: str, value: str, stem: str) -> list[Problem]:
    if value == stem:
        return []
    return [Problem((field,), f"{field} differs from the name of the file", f'write {field} = "{stem}"')]


def _reserved(body: Table, where: tuple[str, ...], *fields: str) -> list[Problem]:
    """Refuse fields that the file itself decides."""
    mend = "take it out: the file and the order in it decide"
    return [Problem((*where, field), f"{where[-1]}.{field} cannot be set", mend) for field in fields if field in body]


def tables_of(documents: Iterable[Document]) -> dict[PurePosixPath, Table]:
    """Return the files that hold `documents`, ready to be written; translations live in catalogs and are left out.

    Raises ContentErrors if a body does not parse.
    """
    content = ContentSet(documents)
    if content.faults:
        raise ContentErrors(content.faults)
    tables = {**_intent_files(content), **_locale_files(content), **_entry_files(content)}
    for stem, kind in TABLES.items():
        rows = content.of(kind, Body)
        if rows:
            tables[PurePosixPath(f"seeds/{stem}.toml")] = {key: _plain(rows[key]) for key in sorted(rows)}
    return tables


def _intent_files(content: ContentSet) -> dict[PurePosixPath, Table]:
    intents = content.of("intent", IntentBody)
    tables = {}
    for topic, body in content.of("topic", TopicBody).items():
        own = [key for key in _in_order(intents) if intents[key].topic == topic]
        rows = {key: _plain(intents[key], "topic", "position") for key in own}
        tables[PurePosixPath(f"intents/{topic}.toml")] = {"topic": topic, **_plain(body), "intents": rows}
    return tables


def _locale_files(content: ContentSet) -> dict[PurePosixPath, Table]:
    order = {key: position for position, key in enumerate(_in_order(content.of("intent", IntentBody)))}
    tables: dict[PurePosixPath, Table] = {}
    for kind in ("utterances", "out_of_scope"):
        texts = content.of(kind, TextsBody)
        for key in sorted(texts, key=lambda key: (order.get(key.partition("/")[2], len(order)), key)):
            locale, _, name = key.partition("/")
            path = PurePosixPath(f"intents/utterances/{locale}.toml")
            table = tables.setdefault(path, {"locale": locale})
            table.setdefault(kind, {})[name] = list(texts[key].texts)
    for locale, body in content.of("urgent_rules", RulesBody).items():
        tables[PurePosixPath(f"intents/rules/{locale}.toml")] = {"locale": locale, **_plain(body)}
    return tables


def _entry_files(content: ContentSet) -> dict[PurePosixPath, Table]:
    order = {key: position for position, key in enumerate(_in_order(content.of("intent", IntentBody)))}
    entries = content.of("entry", EntryBody)
    tables: dict[PurePosixPath, Table] = {}
    for key in sorted(entries, key=lambda key: (order.get(key, len(order)), key)):
        path = PurePosixPath(f"seeds/entries/{entries[key].topic}.toml")
        tables.setdefault(path, {})[key] = _plain(entries[key], "topic")
    return tables


def _in_order(intents: Mapping[str, IntentBody]) -> list[str]:
    return sorted(intents, key=lambda key: (intents[key].position, key))


def _plain(body: Body, *leave_out: str) -> Table:
    return body.model_dump(exclude_defaults=True, exclude=set(leave_out))

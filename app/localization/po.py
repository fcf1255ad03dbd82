"""Exchange of translated content with translators: faq.po, read and written with polib, merged by msgctxt.

Babel is not used here: it loses previous msgids and X- headers, and its fuzzy matching pairs the wrong texts.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from babel.messages.catalog import Catalog as Messages

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.core.locale import Locale
from app.localization.placeholders import difference, placeholders
from app.localization.po_text import read_po_text

_UNREVIEWED_FLAG = "fuzzy"

_PLAIN_FLAG = re.compile(r"[a-z-]+-format|(?:no-?)?wrap|(?:range|max-length|max-size|placeholders)[: ].*")
"""Flags that say nothing about how far a translation was checked. Every other flag counts as "not reviewed": GNU
gettext lets files carry more workflow flags from 2027 on, among them those of machine translation."""

_INVISIBLE = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks that reorder or hide text. Isolates are put in when a text is sent, so none belongs in a translation."""

_THREE_SEGMENTS = {"gsm7": 459, "ucs2": 201}
"""Characters of three text-message segments, by alphabet."""


@dataclass(frozen=True, slots=True)
class FaqString:
    """One English text to translate. `msgctxt`: what it is, such as "home-entry:short" or "topic:warrants:title"."""

    msgctxt: str
    text: str
    critical: bool = False

    @property
    def field(self) -> str:
        """The last part of the msgctxt: label, title, short, full, does or notice."""
        return self.msgctxt.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class FaqFile:
    """What a faq.po says.

    `documents`: its translations; `retired`: translations of texts that are no more ("#~"), to be handed to
    `write_faq` again so that translators keep them; `untranslated`: entries without a translation; `faults`: entries
    that were refused.
    """

    documents: tuple[Document, ...]
    retired: tuple[Document, ...]
    untranslated: int
    faults: tuple[ContentError, ...]


def read_faq(path: Path, locale: str) -> list[Document]:
    """Return the translations of a faq.po. Raises `ContentErrors` with every fault; then nothing is to be used."""
    file = parse_faq(path, locale)
    if file.faults:
        raise ContentErrors(list(file.faults))
    return list(file.documents)


def parse_faq(path: Path, locale: str) -> FaqFile:
    """Return what a faq.po says, with its faults beside it. `locale`: our id of the language that it must be in.

    Documents are of kind "translation", with the body {text, source, status}: `source` is the English that was
    translated, which is the previous msgid where a text changed since; `status` is "reviewed", or "draft" for a fuzzy
    entry and for one with a flag that we do not know. Raises `ContentError` if the file as a whole cannot be read.
    """
    text = read_po_text(path)
    try:
        parsed = polib.pofile(text, check_for_duplicates=False)
    except (OSError, ValueError) as error:
        raise ContentError(str(path), f"the catalog cannot be parsed: {error}") from error
    if str(parsed.metadata.get("Language", "")).replace("-", "_") != locale:
        raise ContentError(str(path), f"the header must say Language: {locale}", line=1)
    current = [entry for entry in parsed if not entry.obsolete]
    broken = list(_faults(current))
    faults = [ContentError(str(path), rule, line=entry.linenum) for entry, rule in broken]
    refused = {id(entry) for entry, _ in broken}
    documents = [_document(entry, locale, path) for entry in current if entry.msgstr and id(entry) not in refused]
    retired = [_document(entry, locale, path) for entry in parsed if entry.obsolete and entry.msgctxt]
    untranslated = sum(not entry.msgstr for entry in current)
    return FaqFile(tuple(documents), tuple(retired), untranslated, tuple(faults))


def _faults(entries: list[Any]) -> Iterator[tuple[Any, str]]:
    """Yield (entry, rule) for every rule that an entry breaks."""
    met: Counter[str] = Counter()
    for entry in entries:
        if not entry.msgctxt:
            yield entry, "has no msgctxt, which is what tells one text from another"
            continue
        met[entry.msgctxt] += 1
        if met[entry.msgctxt] > 1:
            yield entry, f"{entry.msgctxt} is in this file twice"
        if entry.msgid_plural:
            yield entry, f"{entry.msgctxt} has plural forms, which content never has"
        if _INVISIBLE.search(entry.msgstr):
            yield entry, f"{entry.msgctxt} holds an invisible mark (direction or zero-width space)"
        changed = difference(_source(entry), entry.msgstr) if entry.msgstr else ""
        if changed:
            yield entry, f"{entry.msgctxt}: the translation {changed}"


def _source(entry: Any) -> str:  # noqa: ANN401 - polib has no types
    """Return the English that an entry translates."""
    return str(entry.previous_msgid if entry.fuzzy and entry.previous_msgid else entry.msgid)


def _document(entry: Any, locale: str, path: Path) -> Document:  # noqa: ANN401 - polib has no types
    checked = all(_PLAIN_FLAG.fullmatch(flag) for flag in entry.flags if flag)
    body = {"text": str(entry.msgstr), "source": _source(entry), "status": "reviewed" if checked else "draft"}
    return Document("translation", f"{locale}/{entry.msgctxt}", body, origin=f"{path}:{entry.linenum}")


def write_faq(path: Path, locale: Locale, strings: Iterable[FaqString], translations: Iterable[Document]) -> None:
    """Write the faq.po of one locale: every string in the order given, with what is translated of it.

    `translations`: documents of kind "translation"; those of other locales are left out. The same input gives the
    same bytes, so that a file changes in git only where its content does; the file is replaced as a whole.
    """
    wanted = list(strings)
    catalog = polib.POFile(wrapwidth=0)
    catalog.header = f"The answers in {locale.english}. Licence: CC BY 4.0."
    catalog.metadata = _headers(locale, wanted)
    catalog.extend(merge(wanted, translations, locale))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(str(catalog), encoding="utf-8", newline="\n")
    beside.replace(path)


def merge(strings: Iterable[FaqString], translations: Iterable[Document], locale: Locale) -> list[Any]:
    """Return polib entries for all strings, matched to translations by msgctxt and never by likeness.

    A translation of another English text is kept, marked fuzzy, with the English it was made from as previous msgid.
    One whose string is no more becomes an obsolete entry at the end. A text's own whole history is in the store.
    """
    prefix = f"{locale.id}/"
    known: dict[str, Mapping[str, Any]] = {
        document.key.removeprefix(prefix): document.body
        for document in translations
        if document.kind == "translation" and document.key.startswith(prefix)
    }
    entries = [_entry(string, known.pop(string.msgctxt, None), locale) for string in strings]
    return entries + [_retired(msgctxt, known[msgctxt]) for msgctxt in sorted(known)]


def _entry(string: FaqString, translation: Mapping[str, Any] | None, locale: Locale) -> Any:  # noqa: ANN401
    flags = ["python-brace-format"] * bool(placeholders(string.text))
    entry = polib.POEntry(msgctxt=string.msgctxt, msgid=string.text, comment=_note(string, locale), flags=flags)
    if translation is not None:
        entry.msgstr = translation["text"]
        outdated = translation["source"] != string.text
        if outdated:
            entry.previous_msgid = translation["source"]
        if outdated or translation["status"] == "draft":
            entry.flags.insert(0, _UNREVIEWED_FLAG)
    return entry


def _retired(msgctxt: str, translation: Mapping[str, Any]) -> Any:  # noqa: ANN401 - polib has no types
    flags = [_UNREVIEWED_FLAG] * (translation["status"] == "draft")
    return polib.POEntry(
        msgctxt=msgctxt, msgid=translation["source"], msgstr=translation["text"], flags=flags, obsolete=True
    )


def _note(string: FaqString, locale: Locale) -> str:
    """Tell translators what a text is for and how long it may be."""
    kinds = {
        "label": "Button. At most 20 characters.",
        "title": "The question. At most 60 characters.",
        "short": f"Text message. At most {_THREE_SEGMENTS[locale.sms]} characters.",
        "full": 'Answer on a page. Keep **bold**, "- " and [text](address) as they are.',
        "does": "What this service does, in one sentence.",
        "notice": "Notice above answers after a law changed.",
    }
    kind = "Title of a topic." if string.msgctxt.startswith("topic:") else kinds.get(string.field, "")
    return f"{kind} Critical.".strip() if string.critical else kind


def _headers(locale: Locale, strings: list[FaqString]) -> dict[str, str]:
    plural = Messages(locale=locale.id)
    # Babel knows no plural rule for some languages; a header with a guess would be worse than none.
    forms = {"Plural-Forms": plural.plural_forms} if plural.locale else {}
    revision = hashlib.sha256("\0".join(f"{one.msgctxt}\0{one.text}" for one in strings).encode())
    return {
        "Project-Id-Version": "know-your-rights faq",
        "Language": locale.id,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": "kyr",
        "X-KYR-Source-Rev": revision.hexdigest()[:12],
    } | forms

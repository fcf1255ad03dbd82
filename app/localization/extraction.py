"""The bot's own strings: found in the code, merged into every `messages` catalog. No place numbers, so no churn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from app.core.locale import SOURCE_LOCALE, Locale
from app.localization.catalogs import path_of
from app.localization.cldr import cldr
from app.localization.languages import Languages

_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
"""The same as [tool.babel] in pyproject.toml, which is there for people who run pybabel by hand."""

_COMMENT = "Translators:"
_KEYWORDS = {**DEFAULT_KEYWORDS, "t": None}
"""`t` is what the wording calls gettext where it stands many times in one function."""


@dataclass(frozen=True, slots=True)
class Found:
    """One string of the code. `plural`: "" if it has none; `notes`: what translators should know."""

    message: str
    context: str = ""
    plural: str = ""
    notes: str = ""


def extract(code: Path) -> list[Found]:
    """Return every string below `code` that is to be translated, each once, in a fixed order."""
    found: dict[tuple[str, str], Found] = {}
    for _, _, message, notes, context in extract_from_dir(
        code, _METHODS, keywords=_KEYWORDS, comment_tags=(_COMMENT,), strip_comment_tags=True
    ):
        singular, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
        one = Found(str(singular), context or "", str(plural), " ".join(notes))
        known = found.get((one.context, one.message))
        if known is None or (one.notes and not known.notes):
            found[one.context, one.message] = one
    return [found[key] for key in sorted(found)]


def stale_catalogs(code: Path, translations: Path, languages: Languages) -> Iterator[Path]:
    """Yield every catalog that `update_catalogs` would change."""
    found = extract(code)
    for path, locale in _catalogs(translations, languages):
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if _merged(found, path, locale) != before:
            yield path


def update_catalogs(code: Path, translations: Path, languages: Languages) -> Iterator[Path]:
    """Bring every catalog up to the code: new strings come in empty, strings that are gone go. Yields what changed."""
    found = extract(code)
    for path, locale in _catalogs(translations, languages):
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = _merged(found, path, locale)
        if after != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, encoding="utf-8")
            yield path


def _catalogs(translations: Path, languages: Languages) -> Iterator[tuple[Path, Locale]]:
    for locale in languages.live:
        if locale.id != SOURCE_LOCALE:
            yield path_of(translations, locale.id, "messages"), locale


def _merged(found: list[Found], path: Path, locale: Locale) -> str:
    """Return the catalog's new text. A changed string is a new one: guessing would put wrong words into mouths."""
    old: Any = polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    new: Any = polib.POFile(wrapwidth=100)
    new.metadata = dict(old.metadata) or {
        "Project-Id-Version": "kyr-messages",
        "Language": locale.id,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": Catalog(locale=cldr(locale.id)).plural_forms,
        "X-Generator": "kyr",
    }
    for one in found:
        before = known.get((one.context, one.message))
        new.append(_entry(one, before))
    return str(new) + "\n"


def _entry(one: Found, before: Any) -> Any:  # noqa: ANN401 - polib has no types
    flags = ["fuzzy"] if before is None else list(before.flags)
    if "{" in one.message and "python-brace-format" not in flags:
        flags.append("python-brace-format")
    entry = polib.POEntry(
        msgid=one.message, msgctxt=one.context or None, comment=one.notes, flags=flags, msgid_plural=one.plural
    )
    if one.plural:
        entry.msgstr_plural = dict(before.msgstr_plural) if before is not None else {0: "", 1: ""}
    else:
        entry.msgstr = before.msgstr if before is not None else ""
    return entry

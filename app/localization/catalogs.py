"""The bot's own words in every live locale: gettext catalogs, compiled in memory when the program starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog as Messages
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from app.core.errors import ContentError
from app.core.locale import SOURCE_LOCALE, Locale
from app.localization.cldr import format_date
from app.localization.languages import Languages
from app.localization.placeholders import difference
from app.localization.po_text import read_po_text

__all__ = ["Catalog", "Catalogs", "format_date", "load_catalogs", "path_of"]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The bot's own words in one locale. What is not translated comes from the locale's parents, then in English."""

    locale: Locale
    translations: NullTranslations = field(default_factory=NullTranslations, repr=False)

    def gettext(self, message: str) -> str:
        """Return the translation of `message`, which is the English text."""
        # gettext keeps a catalog's header under the empty message.
        return self.translations.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form that `number` takes in this language."""
        return self.translations.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of `message` as used in `context`."""
        return self.translations.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        """Return the form that `number` takes, as used in `context`."""
        return self.translations.npgettext(context, singular, plural, number)

    def date(self, when: date) -> str:
        """Return a day in this language's words."""
        return format_date(when, self.locale.id)


@dataclass(frozen=True, slots=True)
class Catalogs:
    """A catalog for every live locale. Iterating gives them in the order of the menu.

    `faults`: messages that are served in English although translated, each with its file, line and reason.
    """

    languages: Languages
    by_id: Mapping[str, Catalog] = field(repr=False)
    faults: tuple[ContentError, ...] = ()

    def of(self, locale_id: str) -> Catalog:
        """Return the catalog that serves this locale: its own, that of its first live parent, or English."""
        locale = next((known for known in self.languages.all if known.id == locale_id), None)
        served = self.languages.live_for(locale) if locale else None
        return self.by_id[served.id if served else SOURCE_LOCALE]

    def __iter__(self) -> Iterator[Catalog]:
        return iter(self.by_id.values())


def path_of(root: Path, locale_id: str, domain: str) -> Path:
    """Return where a catalog lies. `root`: the folder translations; `domain`: "messages" or "faq"."""
    return root / locale_id / "LC_MESSAGES" / f"{domain}.po"


def load_catalogs(root: Path, languages: Languages) -> Catalogs:
    """Read translations/<locale>/LC_MESSAGES/messages.po of every live locale but English, which needs none.

    Raises `ContentError` if a file is missing, cannot be read or belongs to another language. A single bad message
    does not stop the start: it is served in English and reported in `faults`. Drafts ("fuzzy") are served.
    """
    faults: list[ContentError] = []
    read: dict[str, NullTranslations] = {SOURCE_LOCALE: NullTranslations()}
    for locale in languages.live:
        if locale.id != SOURCE_LOCALE:
            read[locale.id] = _load(path_of(root, locale.id, "messages"), locale, faults)
    for locale in languages.live:
        parent = next((known for known in locale.parents if known in read), SOURCE_LOCALE)
        if parent != SOURCE_LOCALE:
            read[locale.id].add_fallback(read[parent])
    by_id = {locale.id: Catalog(locale, read[locale.id]) for locale in languages.live}
    return Catalogs(languages, by_id, tuple(faults))


def _load(path: Path, locale: Locale, faults: list[ContentError]) -> Translations:
    text = read_po_text(path)
    try:
        messages = read_po(BytesIO(text.encode()), abort_invalid=True)
        return _compiled(_checked(messages, path, locale, faults))
    except (PoFileError, ValueError) as error:  # such as a plural rule that is none
        raise ContentError(str(path), f"the catalog cannot be parsed: {error}") from error


def _checked(messages: Messages, path: Path, locale: Locale, faults: list[ContentError]) -> Messages:
    """Return the catalog without the messages that cannot be served, which go to `faults`."""
    if (messages.locale_identifier or "") != locale.id:
        raise ContentError(str(path), f"the header must say Language: {locale.id}")
    for message in list(messages):
        rule = _rule_broken(message)
        if rule:
            faults.append(
                ContentError(str(path), rule, line=message.lineno or 0, mend="served in English until mended")
            )
            messages.delete(message.id, message.context)
    return messages


def _rule_broken(message: Message) -> str:
    """Say why a translated message cannot be served, "" if it can."""
    strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    if not message.id or not any(strings):
        return ""
    # Babel keeps a previous msgid as a comment. Fuzzy with one means that the words belong to another English text,
    # fuzzy alone only that nobody has checked them yet.
    if message.fuzzy and any(comment.startswith("|") for comment in message.user_comments):
        return "the English changed after this translation was made"
    sources = (message.id,) if isinstance(message.id, str) else message.id
    # A form of a plural may follow the singular, which can say "one day" where the plural counts.
    told = (min((difference(source, string, counted=False) for source in sources), key=len) for string in strings)
    wrong = next(filter(None, told), "")
    return f"the translation {wrong}" if wrong else ""


def _compiled(messages: Messages) -> Translations:
    binary = BytesIO()
    write_mo(binary, messages, use_fuzzy=True)
    binary.seek(0)
    return Translations(binary)

"""Commands: words that, sent alone, steer the conversation. Recognised in every locale, whole messages only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.localization.catalogs import Catalog
from app.localization.languages import Languages
from app.matching.fold import fold

_LONGEST = 60
"""No command is longer; a question need not be folded to see that."""

_NUMBER_LENGTH = 8
_NUMBER = re.compile(r"\(?([0-9]{1,2})[.)]?")


class Command(StrEnum):
    """The commands, by the English word that always works."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    MENU = "menu"
    MORE = "more"
    BACK = "back"
    FORGET = "forget"
    LANGUAGES = "languages"


_ALWAYS: Mapping[Command, tuple[str, ...]] = {
    # The words that United States law treats as revoking consent (47 CFR 64.1200(a)(10)), and their opposites.
    Command.STOP: ("stop", "stopall", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe"),
    Command.START: ("start", "unstop"),
    Command.HELP: ("help", "info"),
    Command.MENU: ("menu", "0"),
    Command.MORE: ("more",),
    Command.BACK: ("back",),
    Command.FORGET: ("forget", "forget me"),
    Command.LANGUAGES: ("lang", "language", "languages"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A command found in a message; `locale` is the only locale that has this word, "" if several or all do."""

    command: Command
    locale: str = ""


def words_of(catalog: Catalog) -> Mapping[Command, str]:
    """Return the command words of one locale, each a list with commas, as its translators wrote them."""
    t = catalog
    return {
        # Translators: words that people send alone, with commas between. Keep them short and plain.
        Command.STOP: t.pgettext("command words", "stop, please stop"),
        Command.START: t.pgettext("command words", "start, begin"),
        Command.HELP: t.pgettext("command words", "help, info"),
        Command.MENU: t.pgettext("command words", "menu, topics, main menu"),
        Command.MORE: t.pgettext("command words", "more, read more, tell me more"),
        Command.BACK: t.pgettext("command words", "back, go back"),
        Command.FORGET: t.pgettext("command words", "forget, forget me, delete my conversation"),
        Command.LANGUAGES: t.pgettext("command words", "language, languages, change language"),
    }


class CommandBook:
    """All command words of all locales, folded; looked up by whole messages."""

    def __init__(self, catalogs: Iterable[Catalog], languages: Languages) -> None:
        self._languages = languages
        self._words: dict[str, Recognised] = {
            fold(word): Recognised(command) for command, words in _ALWAYS.items() for word in words
        }
        for catalog in catalogs:
            self._learn(catalog)

    def _learn(self, catalog: Catalog) -> None:
        for command, listed in words_of(catalog).items():
            for word in filter(None, (fold(part) for part in re.split(r"[,،、，]", listed))):
                known = self._words.get(word)
                if known is None:
                    self._words[word] = Recognised(command, catalog.locale.id)
                elif known.command is command and known.locale != catalog.locale.id:
                    self._words[word] = Recognised(command)

    def find(self, text: str) -> Recognised | None:
        """Return the command that the whole of `text` is, or None."""
        return self._words.get(fold(text)) if len(text) <= _LONGEST else None

    def language(self, text: str) -> str:
        """Return the id of the locale whose name the whole of `text` is, or ""."""
        found = self._languages.by_name(text)
        return found.id if found else ""


def menu_number(text: str) -> int | None:
    """Return the number that the whole of `text` is ("2", "2.", "(2)", digits of any script), or None."""
    if len(text) > _NUMBER_LENGTH:
        return None
    match = _NUMBER.fullmatch(fold(text) or text.strip())
    return int(match[1]) if match else None

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.locale import Locale
from app.dialog.commands import Command, menu_number, words_of
from app.localization.catalogs import Catalog
from tests.dialog.world import CATALOGS, COMMANDS, LANGUAGES

WORDS = [
    pytest.param(command, word.strip(), id=f"{catalog.locale.id}-{command}-{word.strip()}")
    for catalog in CATALOGS
    for command, listed in words_of(catalog).items()
    for word in re.split(r"[,،、，]", listed)
]


@pytest.mark.parametrize(("command", "word"), WORDS)
def test_a_command_word_is_recognised_alone_in_any_case(command: Command, word: str) -> None:
    for written in (word, word.upper(), f" {word.capitalize()}. ", f"{word}!"):
        found = COMMANDS.find(written)
        assert found is not None
        assert found.command is command


@pytest.mark.parametrize(("command", "word"), WORDS)
def test_a_command_word_within_a_message_is_no_command(command: Command, word: str) -> None:
    assert COMMANDS.find(f"{word} them at the door") is None
    assert COMMANDS.find(f"ellos dicen {word} y {command}") is None


@pytest.mark.parametrize("catalog", list(CATALOGS), ids=lambda catalog: catalog.locale.id)
def test_every_locale_has_a_word_for_every_command(catalog: Catalog) -> None:
    words = words_of(catalog)
    assert set(words) == set(Command)
    assert all(listed.strip(" ,") for listed in words.values())


@pytest.mark.parametrize(
    "word", ["STOP", "stopall", "Quit", "end", "REVOKE", "opt out", "OptOut", "cancel", "unsubscribe"]
)
def test_every_word_that_the_law_names_revokes_consent(word: str) -> None:
    found = COMMANDS.find(word)
    assert found is not None
    assert found.command is Command.STOP


@pytest.mark.parametrize("text", ["stop them", "help me please they are here", "start over what is bond", "", "?"])
def test_a_sentence_is_no_command(text: str) -> None:
    assert COMMANDS.find(text) is None


def test_a_word_that_only_one_language_has_tells_the_language() -> None:
    spanish = COMMANDS.find("más")
    assert spanish is not None
    assert (spanish.command, spanish.locale) == (Command.MORE, "es")
    english = COMMANDS.find("stop")
    assert english is not None
    assert english.locale == ""


@pytest.mark.parametrize("locale", LANGUAGES.all, ids=lambda locale: locale.id)
def test_the_name_of_a_language_is_recognised_and_never_hides_a_command(locale: Locale) -> None:
    assert COMMANDS.language(locale.endonym) == locale.id
    assert COMMANDS.find(locale.endonym) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("2", 2, id="plain"),
        pytest.param(" 2. ", 2, id="dot"),
        pytest.param("(2)", 2, id="brackets"),
        pytest.param("2)", 2, id="one-bracket"),
        pytest.param("12", 12, id="two-digits"),
        pytest.param("٢", 2, id="arabic"),
        pytest.param("۲", 2, id="persian"),
        pytest.param("২", 2, id="bengali"),
        pytest.param("२", 2, id="devanagari"),
        pytest.param("２", 2, id="full-width"),
        pytest.param("911", None, id="three-digits"),
        pytest.param("2 of them", None, id="sentence"),
        pytest.param("two", None, id="word"),
        pytest.param("", None, id="empty"),
        pytest.param("-2", 2, id="dash-before"),
    ],
)
def test_a_number_is_read_in_the_digits_of_any_script(text: str, number: int | None) -> None:
    assert menu_number(text) == number


@given(st.text())
def test_any_text_is_looked_up_without_an_error(text: str) -> None:
    number = menu_number(text)
    assert number is None or 0 <= number <= 99
    found = COMMANDS.find(text)
    assert found is None or isinstance(found.command, Command)

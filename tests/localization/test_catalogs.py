from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.errors import ContentError
from app.core.locale import Locale
from app.localization.catalogs import Catalogs, format_date, load_catalogs, path_of
from app.localization.languages import Languages

HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PLURAL = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
SPANISH = (
    HEADER.format("es")
    + PLURAL
    + """
msgid "Hello, {name}."
msgstr "Hola, {name}."

msgctxt "button"
msgid "More"
msgstr "Más"

msgid "More"
msgstr "Más cosas"

msgid "one day"
msgid_plural "{n} days"
msgstr[0] "un día"
msgstr[1] "{n} días"

msgid "Goodbye."
msgstr ""
"""
)


def load(tmp_path: Path, languages: Languages, text: str | bytes) -> Catalogs:
    path = path_of(tmp_path, "es", "messages")
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_catalogs(tmp_path, languages)


def entry(msgid: str, msgstr: str, flags: str = "") -> str:
    return f'{HEADER.format("es")}\n{flags}\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def test_a_catalog_words_messages_contexts_and_plurals(tmp_path: Path, languages: Languages) -> None:
    spanish = load(tmp_path, languages, SPANISH).of("es")
    assert spanish.locale.id == "es"
    assert spanish.gettext("Hello, {name}.") == "Hola, {name}."
    assert (spanish.pgettext("button", "More"), spanish.gettext("More")) == ("Más", "Más cosas")
    assert [spanish.ngettext("one day", "{n} days", n) for n in (1, 2)] == ["un día", "{n} días"]
    assert spanish.npgettext("calendar", "one day", "{n} days", 2) == "{n} days"
    assert spanish.date(date(2026, 11, 22)) == "22 de noviembre de 2026"


def test_what_is_not_translated_is_english(tmp_path: Path, languages: Languages) -> None:
    spanish = load(tmp_path, languages, SPANISH).of("es")
    assert spanish.gettext("Goodbye.") == "Goodbye."
    assert spanish.gettext("never heard of") == "never heard of"
    assert not spanish.gettext(""), "the empty message is the header, which nobody may see"


def test_english_needs_no_file_and_serves_all_who_have_no_catalog(tmp_path: Path, languages: Languages) -> None:
    catalogs = load(tmp_path, languages, SPANISH)
    assert [catalogs.of(locale_id).locale.id for locale_id in ("en", "ht", "xx", "")] == ["en"] * 4
    assert catalogs.of("en").gettext("More") == "More"
    assert [catalog.locale.id for catalog in catalogs] == ["en", "es"]
    assert catalogs.languages is languages
    assert catalogs.faults == ()


def test_only_po_files_lie_on_disk(tmp_path: Path, languages: Languages) -> None:
    load(tmp_path, languages, SPANISH)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["messages.po"]


def test_missing_words_come_from_the_parent_before_english(tmp_path: Path) -> None:
    rows = [("en", ()), ("fa", ()), ("prs", ("fa",)), ("mam", ("prs",))]
    locales = [
        Locale(name, name, name, name, parents=parents, menu_number=number, tier="refer" if name == "mam" else "live")
        for number, (name, parents) in enumerate(rows, 1)
    ]
    for name, text in (
        ("fa", 'msgid "a"\nmsgstr "fa-a"\n\nmsgid "b"\nmsgstr "fa-b"\n'),
        ("prs", 'msgid "a"\nmsgstr "prs-a"\n'),
    ):
        path = path_of(tmp_path, name, "messages")
        path.parent.mkdir(parents=True)
        path.write_text(f"{HEADER.format(name)}\n{text}", encoding="utf-8")
    catalogs = load_catalogs(tmp_path, Languages(locales))
    assert [catalogs.of("prs").gettext(word) for word in "abc"] == ["prs-a", "fa-b", "c"]
    assert catalogs.of("mam").locale.id == "prs"


@pytest.mark.parametrize(
    ("msgid", "msgstr", "flags", "rule"),
    [
        pytest.param("Call {phone}.", "Llame {telefono}.", "", "lacks {phone}, adds {telefono}", id="renamed"),
        pytest.param("Call {phone}.", "Llame.", "", "lacks {phone}", id="dropped"),
        pytest.param("Call.", "Llame {phone}.", "", "adds {phone}", id="added"),
        pytest.param("%(n)s left", "quedan", "", "lacks %(n)s", id="dropped, as templates write it"),
        pytest.param("Stop.", "Siga.", '#, fuzzy\n#| msgid "Go."', "the English changed", id="made for another text"),
        pytest.param("Stop.", "Siga.", '#= fuzzy\n#| msgid "Go."', "the English changed", id="in workflow flags"),
    ],
)
def test_a_message_that_cannot_be_trusted_is_english_and_reported(
    tmp_path: Path, languages: Languages, msgid: str, msgstr: str, flags: str, rule: str
) -> None:
    catalogs = load(tmp_path, languages, entry(msgid, msgstr, flags) + '\nmsgid "ok"\nmsgstr "bien"\n')
    spanish = catalogs.of("es")
    assert (spanish.gettext(msgid), spanish.gettext("ok")) == (msgid, "bien")
    path, line = path_of(tmp_path, "es", "messages"), 7 + flags.count("\n")
    assert [(fault.path, fault.line) for fault in catalogs.faults] == [(str(path), line)]
    assert rule in catalogs.faults[0].rule


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        pytest.param("Call {phone}.", "{phone}: llame a {phone}.", id="repeated"),
        pytest.param("50% of people", "50% de la gente", id="a per cent sign"),
    ],
)
def test_harmless_differences_are_served(tmp_path: Path, languages: Languages, msgid: str, msgstr: str) -> None:
    catalogs = load(tmp_path, languages, entry(msgid, msgstr, "#, python-format"))
    assert catalogs.of("es").gettext(msgid) == msgstr
    assert catalogs.faults == ()


@pytest.mark.parametrize("flags", ["#, fuzzy", "#= fuzzy", "#, fuzzy, python-brace-format"])
def test_a_draft_is_served(tmp_path: Path, languages: Languages, flags: str) -> None:
    catalogs = load(tmp_path, languages, entry("Stop.", "Alto.", flags))
    assert catalogs.of("es").gettext("Stop.") == "Alto."
    assert catalogs.faults == ()


def test_a_plural_form_that_loses_its_number_is_reported(tmp_path: Path, languages: Languages) -> None:
    text = SPANISH.replace('"{n} días"', '"{dias} días"')
    catalogs = load(tmp_path, languages, text)
    assert catalogs.of("es").ngettext("one day", "{n} days", 2) == "{n} days"
    assert "{dias}" in catalogs.faults[0].rule


def test_a_byte_order_mark_does_not_turn_the_header_into_a_translation(tmp_path: Path, languages: Languages) -> None:
    catalogs = load(tmp_path, languages, b"\xef\xbb\xbf" + entry("Stop.", "Alto.").replace("\n", "\r\n").encode())
    assert catalogs.of("es").gettext("Stop.") == "Alto."


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param(
            entry("Stop.", "Alto.").replace("Language: es", "Language: fr"), "Language: es", id="other language"
        ),
        pytest.param('msgid "a"\nmsgstr "b"\n', "Language: es", id="no header"),
        pytest.param(entry("Stop.", "Alto.")[:-2] + "\n", "no PO", id="unterminated"),
        pytest.param(entry("Stop.", "Alto.") + "<<<<<<< HEAD\n", "no PO", id="a merge conflict"),
        pytest.param(SPANISH.replace("nplurals=2", "nplurals=two"), "be parsed", id="no number of plurals"),
        pytest.param(SPANISH.replace("(n != 1)", "(x.y)"), "be parsed", id="no plural rule"),
        pytest.param(entry("Stop.", "Al\u2028to."), "no PO", id="a line separator"),
        pytest.param(b"\xff\xfe", "UTF-8", id="not UTF-8"),
    ],
)
def test_a_broken_catalog_stops_the_start(tmp_path: Path, languages: Languages, text: str | bytes, rule: str) -> None:
    with pytest.raises(ContentError, match=rule):
        load(tmp_path, languages, text)


def test_a_missing_catalog_of_a_live_language_stops_the_start(tmp_path: Path, languages: Languages) -> None:
    with pytest.raises(ContentError, match=r"es.LC_MESSAGES.messages\.po"):
        load_catalogs(tmp_path, languages)


@pytest.mark.parametrize(
    ("locale_id", "expected"),
    [
        pytest.param("en", "November 22, 2026", id="English"),
        pytest.param("ar", "22 نوفمبر 2026", id="Arabic with Western digits"),
        pytest.param("zh_Hant", "2026年11月22日", id="Chinese"),
        pytest.param("pt_BR", "22 de novembro de 2026", id="Portuguese"),
        pytest.param("so_US", "Noofeembar 22, 2026", id="a region unknown to Babel"),
        pytest.param("mam", "November 22, 2026", id="a language unknown to Babel"),
    ],
)
def test_a_date_is_worded_in_every_language(locale_id: str, expected: str) -> None:
    assert format_date(date(2026, 11, 22), locale_id) == expected

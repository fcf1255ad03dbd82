from __future__ import annotations

from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.localization.languages import Languages
from app.localization.po import FaqString, merge, parse_faq, read_faq, write_faq

HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"X-Generator: Poedit 3.6\\n"\n'
STRINGS = (
    FaqString("home-entry:label", "At my home", critical=True),
    FaqString("home-entry:title", "Can agents come into my home?", critical=True),
    FaqString("home-entry:short", "Do not open.\nCall {phone:hotline}.", critical=True),
    FaqString("home-entry:full", '**Stop.**\n\n- "No" \\ yes\n'),
    FaqString("home-entry@illinois:short", "Not in Illinois."),
    FaqString("topic:warrants:title", "Warrants"),
    FaqString("resource:hotline:does", "Gives help."),
    FaqString("policy:memo:notice", "The rule changed."),
)


def translated(msgctxt: str, text: str, source: str, status: str = "draft", locale: str = "es") -> Document:
    return Document("translation", f"{locale}/{msgctxt}", {"text": text, "source": source, "status": status})


def entry(flags: str = "", msgctxt: str = "a:short", msgid: str = "Call {x}.", msgstr: str = "Llame {x}.") -> str:
    lines = (flags, f'msgctxt "{msgctxt}"' if msgctxt else "", f'msgid "{msgid}"', f'msgstr "{msgstr}"')
    return "\n".join(line for line in lines if line) + "\n"


def written(tmp_path: Path, *entries: str, header: str = HEADER) -> Path:
    path = tmp_path / "faq.po"
    path.write_text("\n".join((header, *entries)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("flags", "status"),
    [
        pytest.param("", "reviewed", id="no flag"),
        pytest.param("#, fuzzy", "draft", id="fuzzy"),
        pytest.param("#= fuzzy", "draft", id="fuzzy in a line of workflow flags"),
        pytest.param("#, python-brace-format\n#= fuzzy", "draft", id="both kinds of lines"),
        pytest.param("#= reviewed", "draft", id="a workflow flag that we do not know"),
        pytest.param("#, ai-translated", "draft", id="another"),
        pytest.param("#, python-brace-format, no-wrap, max-length:306", "reviewed", id="flags that say nothing of it"),
        pytest.param("#, python-format", "reviewed", id="what Babel puts on a per cent sign"),
        pytest.param('#, placeholders:"{x}":"ICE"', "reviewed", id="what Weblate reads"),
        pytest.param("# KYR-Status: reviewed", "reviewed", id="a comment is never trusted, nor distrusted"),
    ],
)
def test_flags_tell_how_far_a_translation_was_checked(tmp_path: Path, flags: str, status: str) -> None:
    (document,) = read_faq(written(tmp_path, entry(flags)), "es")
    assert (document.kind, document.key) == ("translation", "es/a:short")
    assert document.body == {"text": "Llame {x}.", "source": "Call {x}.", "status": status}
    assert document.origin == f"{tmp_path / 'faq.po'}:6"


def test_a_changed_text_is_a_translation_of_the_previous_one(tmp_path: Path) -> None:
    changed = entry('#, fuzzy\n#| msgid "Ring {x}."')
    (document,) = read_faq(written(tmp_path, changed), "es")
    assert (document.body["source"], document.body["status"]) == ("Ring {x}.", "draft")
    (accepted,) = read_faq(written(tmp_path, changed.replace("#, fuzzy\n", "")), "es")
    assert (accepted.body["source"], accepted.body["status"]) == ("Call {x}.", "reviewed")


def test_a_byte_order_mark_and_foreign_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, entry())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [document.body["text"] for document in read_faq(path, "es")] == ["Llame {x}."]


def test_what_is_not_translated_is_counted_and_left_out(tmp_path: Path) -> None:
    file = parse_faq(written(tmp_path, entry(msgstr=""), entry(msgctxt="b:short")), "es")
    assert ([document.key for document in file.documents], file.untranslated) == (["es/b:short"], 1)


@pytest.mark.parametrize("language", ["zh_Hans", "zh-Hans"])
def test_the_header_may_name_the_language_by_id_or_tag(tmp_path: Path, language: str) -> None:
    path = written(tmp_path, entry(), header=HEADER.replace("es\\n", f"{language}\\n", 1))
    assert [document.key for document in read_faq(path, "zh_Hans")] == ["zh_Hans/a:short"]


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        pytest.param(entry(msgstr="Llame {telefono}."), "lacks {x}, adds {telefono}", id="placeholder renamed"),
        pytest.param(entry(msgstr="Llame {x} {x}."), "adds {x}", id="placeholder doubled"),
        pytest.param(entry("#, fuzzy", msgstr="Llame."), "lacks {x}", id="placeholder dropped in a draft"),
        pytest.param(entry(msgctxt="ok:short"), "is in this file twice", id="duplicate"),
        pytest.param(entry(msgctxt=""), "has no msgctxt", id="no msgctxt"),
        pytest.param(entry(msgstr="\u202eLlame {x}."), "invisible", id="direction override"),
        pytest.param(entry(msgstr="Lla\u200bme {x}."), "invisible", id="zero-width space"),
        pytest.param('msgctxt "p:short"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "plural forms", id="plural"),
    ],
)
def test_a_bad_entry_is_a_fault_with_its_line(tmp_path: Path, bad: str, rule: str) -> None:
    path = written(tmp_path, entry(msgctxt="ok:short"), bad)
    with pytest.raises(ContentErrors) as caught:
        read_faq(path, "es")
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [(str(path), 10)]
    assert rule in caught.value.faults[0].rule
    assert [document.key for document in parse_faq(path, "es").documents] == ["es/ok:short"]


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, entry(msgstr="a"), entry(msgctxt="b:short", msgstr="b"))
    assert [fault.line for fault in parse_faq(path, "es").faults] == [6, 10]


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        pytest.param(HEADER.replace("es\\n", "fr\\n", 1), 1, "Language: es", id="wrong language"),
        pytest.param(entry(), 1, "Language: es", id="no header"),
        pytest.param(HEADER + '\nmsgctxt "a"\nmsgid "b"\nmsgstr "c\n', 8, "no PO", id="unterminated string"),
        pytest.param(HEADER + '\nmsgctxt "a"\nmsgid "b" "c"\nmsgstr ""\n', 7, "no PO", id="two strings in a line"),
        pytest.param(HEADER + '\nmsgstr "orphan"\nmsgid "b"\n', 0, "parsed", id="out of order"),
        pytest.param("just text\n", 1, "no PO", id="no PO at all"),
    ],
)
def test_a_file_that_is_broken_as_a_whole_is_refused(tmp_path: Path, text: str, line: int, rule: str) -> None:
    path = tmp_path / "faq.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=rule) as caught:
        read_faq(path, "es")
    assert caught.value.line == line


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        read_faq(tmp_path / "faq.po", "es")


def test_translators_are_told_what_a_text_is_for_and_how_long_it_may_be(tmp_path: Path, languages: Languages) -> None:
    path = tmp_path / "es" / "faq.po"
    write_faq(path, languages.get("es"), STRINGS, [])
    assert list(path.parent.iterdir()) == [path]
    notes = {one.msgctxt: (one.comment, one.flags) for one in polib.pofile(str(path))}
    assert notes["home-entry:label"] == ("Button. At most 20 characters. Critical.", [])
    assert notes["home-entry:short"] == ("Text message. At most 201 characters. Critical.", ["python-brace-format"])
    assert notes["home-entry@illinois:short"] == ("Text message. At most 201 characters.", [])
    assert notes["topic:warrants:title"] == ("Title of a topic.", [])
    assert all(comment for comment, _ in notes.values())
    assert list(notes) == [string.msgctxt for string in STRINGS]
    assert merge(STRINGS, [], languages.get("ht"))[2].comment == "Text message. At most 459 characters. Critical."


def test_headers_say_what_readers_of_the_file_need(tmp_path: Path, languages: Languages) -> None:
    path = tmp_path / "faq.po"
    write_faq(path, languages.get("es"), STRINGS, [])
    headers = polib.pofile(str(path)).metadata
    assert headers["Language"] == "es"
    assert headers["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert headers["X-Generator"] == "kyr"
    revision = headers["X-KYR-Source-Rev"]
    write_faq(path, languages.get("es"), STRINGS[:-1], [])
    assert polib.pofile(str(path)).metadata["X-KYR-Source-Rev"] != revision


def test_an_edit_of_one_english_text_touches_no_other_translation(tmp_path: Path, languages: Languages) -> None:
    path, spanish = tmp_path / "faq.po", languages.get("es")
    before = [
        translated(one.msgctxt, one.text.swapcase(), one.text, "reviewed") for one in STRINGS if "{" not in one.text
    ]
    edited = [FaqString("home-entry:label", "At the door"), *STRINGS[1:]]
    write_faq(path, spanish, edited, before)
    after = {document.key: document.body for document in read_faq(path, "es")}
    assert after.pop("es/home-entry:label") == {"text": "aT MY HOME", "source": "At my home", "status": "draft"}
    assert after == {document.key: document.body for document in before[1:]}


def test_swapping_two_english_texts_moves_no_translation(languages: Languages) -> None:
    done = [translated("a:short", "uno", "one", "reviewed"), translated("b:short", "dos", "two", "reviewed")]
    entries = merge([FaqString("a:short", "two"), FaqString("b:short", "one")], done, languages.get("es"))
    assert [(one.msgctxt, one.msgstr, one.previous_msgid, one.fuzzy) for one in entries] == [
        ("a:short", "uno", "one", True),
        ("b:short", "dos", "two", True),
    ]


def test_a_new_text_takes_no_translation_of_a_similar_one(languages: Languages) -> None:
    done = [translated("a:short", "No abra la puerta.", "Do not open the door.")]
    new, _ = merge([FaqString("b:short", "Do not open the door!")], done, languages.get("es"))
    assert (new.msgstr, new.fuzzy) == ("", False)


def test_translations_of_texts_that_are_no_more_are_kept_apart(tmp_path: Path, languages: Languages) -> None:
    path, spanish = tmp_path / "faq.po", languages.get("es")
    write_faq(
        path,
        spanish,
        STRINGS,
        [translated("gone:short", "Adiós", "Bye", "reviewed"), translated("old:label", "x", "y")],
    )
    file = parse_faq(path, "es")
    assert file.documents == ()
    assert [(one.key, one.body["status"]) for one in file.retired] == [
        ("es/gone:short", "reviewed"),
        ("es/old:label", "draft"),
    ]
    before = path.read_bytes()
    write_faq(path, spanish, STRINGS, file.retired)
    assert path.read_bytes() == before


def test_other_languages_and_kinds_are_left_out(languages: Languages) -> None:
    others = [translated("a:short", "un", "one", locale="fr"), Document("fact", "es/a:short", {})]
    (only,) = merge([FaqString("a:short", "one")], others, languages.get("es"))
    assert not only.msgstr


def test_approved_text_is_exported_as_checked(languages: Languages) -> None:
    done = [translated("a:short", "uno", "one", "approved")]
    (only,) = merge([FaqString("a:short", "one")], done, languages.get("es"))
    assert (only.msgstr, only.flags) == ("uno", [])


TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), exclude_characters="{}%") | st.just("\n")
)
KEYS = st.from_regex(r"\A[a-z]{1,8}:(short|full|title)\Z")


@given(st.dictionaries(KEYS, st.tuples(TEXT.filter(bool), TEXT.filter(bool), st.booleans(), st.booleans()), max_size=6))
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_again_and_written_the_same(
    tmp_path: Path, languages: Languages, rows: dict[str, tuple[str, str, bool, bool]]
) -> None:
    path, spanish = tmp_path / "faq.po", languages.get("es")
    strings = [FaqString(key, source) for key, (source, *_) in rows.items()]
    documents = [
        translated(key, text, f"{source}!" if outdated else source, "draft" if draft or outdated else "reviewed")
        for key, (source, text, draft, outdated) in rows.items()
    ]
    write_faq(path, spanish, strings, documents)
    before, read = path.read_bytes(), read_faq(path, "es")
    assert [(one.key, one.body) for one in read] == [(one.key, one.body) for one in documents]
    write_faq(path, spanish, strings, read)
    assert path.read_bytes() == before

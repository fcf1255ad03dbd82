from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import langcodes
import pytest
from babel import Locale as CldrLocale
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import ContentError
from app.core.locale import Locale
from app.localization.languages import Languages, load_languages
from app.localization.sms import encoding

TABLE = Path(__file__).parents[2] / "translations" / "languages.toml"
LAUNCH = "en es zh_Hans zh_Hant vi tl ar ko ru uk ht pt_BR fr pl hi bn ne pa ur fa am so"


def found(locale: Locale | None) -> str | None:
    return locale.id if locale else None


def test_menu_numbers_are_those_people_have_screenshots_of(languages: Languages) -> None:
    assert [locale.id for locale in languages.all] == LAUNCH.split()
    assert [locale.menu_number for locale in languages.all] == list(range(1, 23))


def test_english_and_spanish_are_served(languages: Languages) -> None:
    assert [locale.id for locale in languages.live] == ["en", "es"]


@pytest.mark.parametrize("locale_id", LAUNCH.split())
def test_a_row_agrees_with_cldr_on_direction_and_script(languages: Languages, locale_id: str) -> None:
    locale = languages.get(locale_id)
    assert locale.dir == CldrLocale.parse(locale_id).text_direction
    assert locale.script == langcodes.Language.get(locale.tag).maximize().script


@pytest.mark.parametrize("locale_id", LAUNCH.split())
def test_every_language_has_words_in_its_own_alphabet(languages: Languages, locale_id: str) -> None:
    locale = languages.get(locale_id)
    assert len(locale.words) >= 10
    if locale.sms == "gsm7":
        assert encoding(" ".join((locale.endonym, *locale.words))) == "gsm7"


@pytest.mark.parametrize("locale_id", LAUNCH.split())
def test_every_language_is_found_by_id_tag_endonym_and_english_name(languages: Languages, locale_id: str) -> None:
    locale = languages.get(locale_id)
    assert languages.find(locale_id) is languages.find(locale.tag) is locale
    assert languages.by_name(locale.endonym) is languages.by_name(locale.english.upper()) is locale
    assert all(languages.by_name(name) is locale for name in locale.names)
    assert languages.by_number(locale.menu_number) is locale


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        pytest.param(tag, expected, id=tag[:20] or "empty")
        for tag, expected in {
            "EN": "en", "en-GB": "en", "en-US-u-nu-arab": "en", "es-419": "es", "es_MX": "es", "spa": "es",
            "zh": "zh_Hans", "zh-CN": "zh_Hans", "zh-SG": "zh_Hans", "cmn": "zh_Hans", "zh-TW": "zh_Hant",
            "zh-HK": "zh_Hant", "zh-MO": "zh_Hant", "yue": "zh_Hant", "zh_Hant_HK": "zh_Hant", "pt": "pt_BR",
            "pt-PT": "pt_BR", "fil": "tl", "tgl": "tl", "fa-AF": "fa", "prs": "fa", "fa-IR": "fa", "ht-US": "ht",
            "hat": "ht", "so-US": "so", "ar-EG": "ar", "arb": "ar", "uk-UA": "uk", "ur-PK": "ur", "am-ET": "am",
            "be": None, "ca": None, "ay": None, "gn": None, "mam": None, "quc": None, "ps": None, "pa-PK": None,
            "hi-Latn": None, "x-foo": None, "und": None, "*": None, "": None, "es_MX.UTF-8": None, "es;q=0.9": None,
            "a" * 36: None, "en-" * 2000: None, "../../etc/passwd": None,
        }.items()
    ],
)  # fmt: skip
def test_tags_find_the_nearest_language_or_none(languages: Languages, tag: str, expected: str | None) -> None:
    assert found(languages.find(tag)) == expected


@given(st.text(max_size=40) | st.from_regex(r"\A[A-Za-z0-9_*-]{0,40}\Z"))
@settings(deadline=None, max_examples=150)
def test_no_tag_ever_raises(tag: str) -> None:
    languages = Languages([Locale("en", "en", "English", "English", menu_number=1)])
    assert languages.find(tag) in {None, languages.get("en")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=text[:20] or "empty")
        for text, expected in {
            "ingles": "en", "ENGLISH": "en", "Inglés.": "en", "español": "es", " ¡ESPANOL! ": "es", "spanish": "es",
            "castellano": "es", "panyol": "es", "chino": "zh_Hans", "Chino tradicional": "zh_Hant", "中文": "zh_Hans",
            "繁體": "zh_Hant", "广东话": "zh_Hant", "mandarin": "zh_Hans", "tieng viet": "vi", "TIẾNG VIỆT": "vi",
            "Filipino": "tl", "tagalo": "tl", "عربي": "ar", "العَرَبِيَّة": "ar", "한국말": "ko", "ruso": "ru",
            "по русски": "ru",
            "kreyol": "ht", "criollo haitiano": "ht", "Haitian": "ht", "portugués": "pt_BR", "brasileiro": "pt_BR",
            "polaco": "pl", "हिंदी": "hi", "bangla": "bn", "bengalí": "bn", "punyabí": "pa", "Panjabi": "pa",
            "Chinese (Simplified)": "zh_Hans", "farsi": "fa", "darí": "fa", "af-soomaali": "so", "somalí": "so",
            "hi": None, "no": None, "so": None, "am": None, "": None, "???": None, "🇲🇽": None,
            "does anyone there speak spanish": None, "english " * 100: None, "klingon": None,
        }.items()
    ],
)  # fmt: skip
def test_a_language_is_named_by_the_whole_message_only(
    languages: Languages, text: str, expected: str | None
) -> None:  # fmt: skip
    assert found(languages.by_name(text)) == expected


def test_names_in_a_language_are_known_once_it_is_live(languages: Languages, all_live: Languages) -> None:
    assert languages.by_name("Tiếng Bồ Đào Nha") is None
    assert found(all_live.by_name("Tiếng Bồ Đào Nha")) == "pt_BR"


@pytest.mark.parametrize("number", [-1, 0, 23, 10**9])
def test_a_number_outside_the_menu_is_no_language(languages: Languages, number: int) -> None:
    assert languages.by_number(number) is None


def test_an_unknown_id_is_refused(languages: Languages) -> None:
    with pytest.raises(ContentError, match="no language"):
        languages.get("tlh")


def test_readers_of_a_language_that_is_not_live_get_its_first_live_parent() -> None:
    persian = Locale("fa", "fa", "فارسی", "Persian", "rtl", menu_number=1)
    dari = Locale("prs", "prs", "دری", "Dari", "rtl", parents=("fa",), menu_number=2, tier="refer")
    mam = Locale("mam", "mam", "Mam", "Mam", menu_number=3, tier="refer")
    languages = Languages([persian, dari, mam])
    assert languages.live_for(dari) is persian
    assert languages.live_for(mam) is None
    assert languages.live_for(replace(dari, tier="live")) is persian, "the table decides, not the argument"


ROW = """tag = "{tag}"
endonym = "{name}"
english = "{name}"
dir = "ltr"
script = "Latn"
sms = "gsm7"
parents = []
menu_number = {number}
tier = "live"
words = ["a"]
names = []
"""
ENGLISH = "[en]\n" + ROW.format(tag="en", name="English", number=1)
SPANISH = "[es]\n" + ROW.format(tag="es", name="Spanish", number=2)


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        pytest.param("[en\n", 0, "TOML", id="no TOML"),
        pytest.param(SPANISH.replace("= 2", "= 1"), 0, "source language", id="no English"),
        pytest.param(ENGLISH.replace("live", "refer"), 1, "source language", id="English not live"),
        pytest.param(ENGLISH + "flag = 'x'\n", 1, "flag: Extra inputs", id="unknown key"),
        pytest.param(ENGLISH.replace('sms = "gsm7"\n', ""), 1, "sms: Field required", id="missing key"),
        pytest.param(ENGLISH.replace('"ltr"', '"up"'), 1, "dir: Input should be", id="bad direction"),
        pytest.param(ENGLISH.replace('"Latn"', '"latin"'), 1, "script: String should match", id="bad script"),
        pytest.param(ENGLISH.replace('"English"', '""'), 1, "endonym: String should have", id="empty name"),
        pytest.param(ENGLISH.replace("= 1", '= "1"'), 1, "menu_number: Input should be", id="number as text"),
        pytest.param(ENGLISH + SPANISH.replace("= 2", "= 3"), 13, "menu_number must be 2", id="gap in the menu"),
        pytest.param(ENGLISH + SPANISH.replace("= 2", "= 1"), 13, "menu_number must be 2", id="number given twice"),
        pytest.param(ENGLISH + SPANISH.replace('tag = "es"', 'tag = "spa"'), 13, "tag must be 'es'", id="wrong tag"),
        pytest.param(ENGLISH + SPANISH.replace("parents = []", 'parents = ["fr"]'), 13, "parents", id="no such parent"),
        pytest.param(ENGLISH.replace("parents = []", 'parents = ["es"]') + SPANISH, 1, "parents", id="parent below"),
        pytest.param(ENGLISH + SPANISH.replace("names = []", 'names = ["english!"]'), 13, "belongs to en", id="name"),
        pytest.param(ENGLISH + SPANISH.replace("names = []", 'names = ["…"]'), 13, "is empty", id="name of no letters"),
        pytest.param("en = 1\n", 0, "Input should be", id="no table"),
    ],
)
def test_a_table_that_breaks_a_rule_is_refused_with_its_line(tmp_path: Path, text: str, line: int, rule: str) -> None:
    path = tmp_path / "languages.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=rule) as caught:
        load_languages(path)
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_a_sound_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "languages.toml"
    path.write_text(ENGLISH + SPANISH.replace("parents = []", 'parents = ["en"]'), encoding="utf-8")
    assert load_languages(path).get("es").parents == ("en",)


@pytest.mark.parametrize("content", [pytest.param(None, id="missing"), pytest.param(b"\xff\xfe", id="not UTF-8")])
def test_an_unreadable_table_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "languages.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ContentError):
        load_languages(path)

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.localization.gsm import BASIC, EXTENSION
from app.localization.sms import encoding, gsm_safe, segments, split, units

ATOMS = [
    "Do not open the door.", "Ask for a warrant!", "no", "ñandú", "¿Qué hago?", "í", "[", "€", "€€€€",
    "لا تفتح الباب.", "هل معهم أمر؟", "ابق صامتًا", "不要开门。", "请打电话！", "门", "दरवाज़ा मत खोलो।", "क्षि",
    "በሩን አይክፈቱ።",
    "👨‍👩‍👧‍👦", "🇺🇸", "👍🏽", "e\u0301", "한국어", "\u1112\u1161\u11ab", " \u0301", "\n\n", "\t",
]  # fmt: skip
FIXED = [
    "1-844-363-1423", "(844) 363-1423", "+52 55 1234 5678", "https://example.org/a/b?c=d", "I-862", "$1,500.50",
    "2026-07-14", "\u2066844-363-1423\u2069", "8 CFR 287.8",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from([*ATOMS, " ", " "]) | st.text(max_size=12), max_size=60).map("".join)
SPACED = st.lists(st.sampled_from([*ATOMS, *FIXED]), max_size=50).map(" ".join)
UNITS = st.sampled_from(["segments", "characters"])


def bare(text: str) -> str:
    return "".join(text.split())


def counted_by_hand(text: str) -> int:
    """Count segments by writing out code units and cutting them, stepping back from the middle of a pair."""
    if all(character in BASIC or character in EXTENSION for character in text):
        stream = "".join("<>" if character in EXTENSION else "." for character in text)
        alone, chained = 160, 153
    else:
        stream = "".join("<>" if len(character.encode("utf-16-le", "surrogatepass")) > 2 else "." for character in text)
        alone, chained = 70, 67
    if len(stream) <= alone:
        return bool(stream)
    count = 0
    while stream:
        size = chained - (stream[chained - 1 : chained + 1] == "<>")
        stream, count = stream[size:], count + 1
    return count


def test_the_alphabet_has_the_size_of_the_standard_table() -> None:
    # 128 places of which one is the escape, and ten characters behind it.
    assert (len(BASIC), len(EXTENSION), len(BASIC & EXTENSION)) == (127, 10, 0)


@pytest.mark.parametrize(
    ("text", "code", "length", "count"),
    [
        pytest.param("", "gsm7", 0, 0, id="nothing"),
        pytest.param("a" * 160, "gsm7", 160, 1, id="160 septets"),
        pytest.param("a" * 161, "gsm7", 161, 2, id="161 septets"),
        pytest.param("a" * 306, "gsm7", 306, 2, id="two full segments"),
        pytest.param("a" * 307, "gsm7", 307, 3, id="one more"),
        pytest.param("€" * 80, "gsm7", 160, 1, id="extension takes two"),
        pytest.param("€" * 81, "gsm7", 162, 2, id="extension over the limit"),
        pytest.param("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3, id="no pair across segments"),
        pytest.param("¿ñéèàòùìÑÇ¡ü", "gsm7", 12, 1, id="accents of the alphabet"),
        pytest.param("í", "ucs2", 1, 1, id="one accent outside it"),
        pytest.param("ç", "ucs2", 1, 1, id="only the capital is in it"),
        pytest.param("门" * 70, "ucs2", 70, 1, id="70 units"),
        pytest.param("门" * 71, "ucs2", 71, 2, id="71 units"),
        pytest.param("😀" * 35, "ucs2", 70, 1, id="pairs"),
        pytest.param("😀" * 67, "ucs2", 134, 3, id="no pair across segments, UCS-2"),
        pytest.param("\u2066a\u2069", "ucs2", 3, 1, id="isolates cost the alphabet"),
        pytest.param("\ud800", "ucs2", 1, 1, id="a lone surrogate is counted, not refused"),
    ],
)
def test_length_and_segments_are_those_of_the_standard(text: str, code: str, length: int, count: int) -> None:
    assert (encoding(text), units(text), segments(text)) == (code, length, count)


@given(TEXTS | st.text(alphabet="ab€[í😀", max_size=400))
@settings(deadline=None)
def test_segments_agree_with_an_independent_count(text: str) -> None:
    assert segments(text) == counted_by_hand(text)


def fits(limit: int, unit: str) -> Callable[[str], bool]:
    return lambda part: (counted_by_hand(part) if unit == "segments" else len(part)) <= limit


@given(TEXTS | SPACED, st.integers(1, 4), st.booleans())
@example("a" * 1000, 1, False)  # noqa: FBT003 - hypothesis takes positions
@example("门" * 300 + "\u0301" * 300, 1, False)  # noqa: FBT003
@settings(deadline=None, max_examples=100)
def test_splitting_loses_nothing_but_space_and_keeps_the_limit(text: str, limit: int, in_segments: bool) -> None:  # noqa: FBT001
    unit, size = ("segments", limit) if in_segments else ("characters", limit * 10)
    parts = split(text, size, unit=unit)  # type: ignore[arg-type]
    assert all(fits(size, unit)(part) for part in parts)
    assert all(part.strip() for part in parts)
    position = 0
    for part in parts:
        found = text.index(part, position)
        assert not text[position:found].strip()
        position = found + len(part)
    assert not text[position:].strip()


@given(SPACED, st.integers(1, 4))
@settings(deadline=None, max_examples=100)
def test_splitting_keeps_graphemes_numbers_and_addresses_whole(text: str, limit: int) -> None:
    parts = split(text, limit)
    for whole in (*FIXED, "👨‍👩‍👧‍👦", "🇺🇸", "👍🏽", "e\u0301", "क्षि", "\u1112\u1161\u11ab"):
        assert sum(part.count(whole) for part in parts) == text.count(whole), whole


@given(
    st.lists(
        st.sampled_from(["👨‍👩‍👧‍👦", "🇺🇸", "👍🏽", "e\u0301", "क्षि", "नि", "ب\u0651", "门", "\u1112\u1161\u11ab"]),
        max_size=200,
    )
)
@settings(deadline=None)
def test_no_part_begins_within_a_grapheme_even_without_any_space(graphemes: list[str]) -> None:
    for part in split("".join(graphemes), 1):
        assert unicodedata.category(part[0])[0] != "M"
        assert part[0] not in "\u200d🏽\u1161\u11ab"
        assert part[-1] != "\u200d"
        assert part.count("🇺") == part.count("🇸")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("One two. Three four! Five?", 18, ["One two.", "Three four! Five?"], id="Latin"),
        pytest.param("He said “go.” Then left.", 15, ["He said “go.”", "Then left."], id="closing quotes"),
        pytest.param("不要开门。保持沉默！不要签字？", 9, ["不要开门。", "保持沉默！", "不要签字？"], id="Chinese"),
        pytest.param(
            "لا تفتح الباب. هل معهم أمر؟ ابق صامتا", 30, ["لا تفتح الباب. هل معهم أمر؟", "ابق صامتا"], id="Arabic"
        ),
        pytest.param("دروازہ نہ کھولیں۔ خاموش رہیں۔", 20, ["دروازہ نہ کھولیں۔", "خاموش رہیں۔"], id="Urdu"),
        pytest.param("दरवाज़ा मत खोलो। चुप रहो।", 18, ["दरवाज़ा मत खोलो।", "चुप रहो।"], id="Hindi"),
        pytest.param("በሩን አይክፈቱ። ዝም ይበሉ።", 12, ["በሩን አይክፈቱ።", "ዝም ይበሉ።"], id="Amharic"),
        pytest.param("Head:\n- one thing\n- two things", 17, ["Head:\n- one thing", "- two things"], id="lines"),
        pytest.param("In the U.S. you may.", 12, ["In the U.S.", "you may."], id="an abbreviation ends no sentence"),
        pytest.param(
            "I was in the U.S. for 5 years. Go.", 31, ["I was in the U.S. for 5 years.", "Go."], id="nor here"
        ),
        pytest.param("call 844-363-1423 now", 12, ["call", "844-363-1423", "now"], id="a number that just fits"),
        pytest.param("打844-363-1423吧", 13, ["打844-363-1423", "吧"], id="a number between Chinese letters"),
        pytest.param("他说（不要开门）吧", 3, ["他说", "（不要", "开门）", "吧"], id="no bracket at the wrong end"),
        pytest.param("  \n ", 5, [], id="only space"),
        pytest.param("  hello ", 10, ["hello"], id="short enough"),
        pytest.param("supercalifragilistic", 8, ["supercal", "ifragili", "stic"], id="one long word"),
        pytest.param("🇺🇸🇲🇽🇭🇹", 3, ["🇺🇸", "🇲🇽", "🇭🇹"], id="flags"),
        pytest.param("a\u0301\u0302\u0303\u0304", 2, ["a\u0301", "\u0302\u0303", "\u0304"], id="limit before grapheme"),
    ],
)
def test_texts_are_cut_at_the_best_place(text: str, limit: int, expected: list[str]) -> None:
    assert split(text, limit, unit="characters") == expected


def test_a_part_without_accents_fills_whole_gsm_segments() -> None:
    plain, accented = "No abra la puerta. " * 8, "Está aquí. " * 6
    assert [encoding(part) for part in split(plain + accented, 1)] == ["gsm7", "ucs2"]


@pytest.mark.parametrize("limit", [0, -3])
def test_a_limit_without_room_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="room"):
        split("text", limit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("¿Qué hago aquí?", "¿Qué hago aqui?", id="Spanish"),
        pytest.param("ñandú, pingüino, Álamo", "ñandu, pingüino, Alamo", id="letters of the alphabet stay"),
        pytest.param("Não abra. Você não é obrigado, ação", "Nao abra. Voce nao é obrigado, acao", id="Portuguese"),
        pytest.param("Être là, cœur, Œuvre, ça", "Etre là, coeur, OEuvre, ca", id="French"),
        pytest.param("“ICE” — ‘no’… «sí»", '"ICE" - \'no\'... "si"', id="quotes and dashes"),
        pytest.param("e\u0301 n\u0303 i\u0301", "é ñ i", id="decomposed"),
        pytest.param("10\u00a0% à 20\u202f€", "10 % à 20 €", id="spaces"),
        pytest.param("sí 门", "sí 门", id="nothing to gain"),
        pytest.param("sí 👍", "sí 👍", id="nothing to gain, emoji"),
        pytest.param("لا", "لا", id="another script"),
        pytest.param("plain", "plain", id="already plain"),
    ],
)
def test_gsm_safe_changes_only_what_the_alphabet_lacks(text: str, expected: str) -> None:
    assert gsm_safe(text) == expected


@given(st.text() | st.text(alphabet="aáéíñçÇœ“—€½ß"))
def test_gsm_safe_twice_is_gsm_safe_once_and_never_dearer(text: str) -> None:
    safe = gsm_safe(text)
    assert gsm_safe(safe) == safe
    assert segments(safe) <= segments(text)
    assert safe == text or encoding(safe) == "gsm7"


@given(st.text(alphabet=sorted(BASIC | EXTENSION)))
def test_gsm_safe_leaves_the_alphabet_alone(text: str) -> None:
    assert gsm_safe(text) == text


def test_pages_of_a_long_answer_stay_within_three_segments() -> None:
    answer = "Usted tiene derecho a guardar silencio. No abra la puerta sin una orden firmada por un juez. " * 12
    parts = split(answer, 3)
    assert [segments(part) for part in parts[:-1]] == [3] * (len(parts) - 1)
    assert all(re.search(r"\.$", part) for part in parts)

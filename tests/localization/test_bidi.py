from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.localization.bidi import isolate, strip_isolates


@pytest.mark.parametrize(
    "span",
    [
        "1-844-363-1423", "(844) 363-1423", "+1 844 363 1423", "844.363.1423", "+52 55 1234 5678", "I-862", "EOIR-26",
        "287(g)", "8 CFR 287.8", "8 U.S.C. § 1357(a)(3)", "50%", "$1,500.50", "2026-07-14", "10:30",
        "https://www.ilrc.org/red-cards?a=1", "www.ilrc.org", "help@example.org",
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["اتصل {} الآن", "اتصل {}.", "({})", "{}", "هاتف{}هاتف"])
def test_what_reads_left_to_right_is_isolated_in_right_to_left_text(span: str, frame: str) -> None:
    assert isolate(frame.replace("{}", span), "rtl") == frame.replace("{}", f"\u2066{span}\u2069")


@pytest.mark.parametrize("text", ["اتصل 911 الآن", "ابق صامتا.", "", "لديك ١٢ يوما", "30 يوما"])
def test_plain_digits_and_words_need_no_isolates(text: str) -> None:
    assert isolate(text, "rtl") == text


def test_left_to_right_text_stays_as_it_is() -> None:
    assert isolate("Llame al 1-844-363-1423", "ltr") == "Llame al 1-844-363-1423"


@given(st.text() | st.from_regex(r"[اب ]{0,4}(\+?1[ -])?[0-9]{3}[ -.][0-9]{3}[ -.][0-9]{4}[اب .]{0,3}"))
def test_isolating_adds_balanced_marks_and_nothing_else(text: str) -> None:
    isolated = isolate(text, "rtl")
    assert strip_isolates(isolated) == strip_isolates(text)
    assert isolate(isolated, "rtl") == isolated
    marks = "".join(character for character in isolated if character in "\u2066\u2069")
    assert marks == "\u2066\u2069" * (len(marks) // 2)


def test_every_kind_of_isolate_is_stripped() -> None:
    assert strip_isolates("\u2066a\u2069\u2067b\u2069\u2068c\u2069") == "abc"

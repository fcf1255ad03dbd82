from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.intent import LanguageGuess
from app.core.locale import Locale
from app.localization.choice import choose
from app.localization.languages import Languages

SURE_ES, SURE_EN, UNSURE_ES = LanguageGuess("es", 0.97), LanguageGuess("en", 0.97), LanguageGuess("es", 0.6)
SURE_HT, ABSTAINED = LanguageGuess("ht", 0.99), LanguageGuess("", 0.0)


@pytest.mark.parametrize(
    ("asked", "remembered", "detected", "hints", "default", "expected"),
    [
        pytest.param("es", "en", SURE_EN, ("en",), "en", ("es", "asked", "en"), id="asked beats all and offers"),
        pytest.param("es-MX", "", None, (), "en", ("es", "asked", None), id="asked by a regional tag"),
        pytest.param("", "en", SURE_ES, ("es",), "es", ("en", "remembered", "es"), id="remembered is never overridden"),
        pytest.param("", "en", SURE_EN, (), "es", ("en", "remembered", None), id="the same language is no offer"),
        pytest.param("", "en", UNSURE_ES, (), "en", ("en", "remembered", None), id="an unsure guess is not offered"),
        pytest.param("", "", SURE_ES, ("en",), "en", ("es", "detected", None), id="a sure guess beats a hint"),
        pytest.param("", "", UNSURE_ES, ("en",), "es", ("en", "hint", None), id="an unsure guess loses to a hint"),
        pytest.param("", "", ABSTAINED, (), "es", ("es", "default", None), id="abstained"),
        pytest.param("", "", None, (), "en", ("en", "default", None), id="no sign at all"),
        pytest.param("", "", None, ("*", "ht", "es-US", "en"), "en", ("es", "hint", None), id="the first live hint"),
        pytest.param("ht", "es", None, (), "en", ("es", "remembered", None), id="asked for one not yet served"),
        pytest.param("", "ht", SURE_HT, ("ht",), "en", ("en", "default", None), id="only signs of one not yet served"),
        pytest.param("es", "", SURE_HT, (), "en", ("es", "asked", None), id="one not yet served is not offered"),
        pytest.param("*", "nonsense", None, ("", "-"), "zz", ("en", "default", None), id="nothing but nonsense"),
        pytest.param("", "", None, (), "ht", ("en", "default", None), id="a default not yet served"),
    ],
)
def test_the_strongest_sign_decides(  # noqa: PLR0917 - one argument a sign
    languages: Languages,
    asked: str,
    remembered: str,
    detected: LanguageGuess | None,
    hints: tuple[str, ...],
    default: str,
    expected: tuple[str, str, str | None],
) -> None:
    choice = choose(
        languages, asked=asked, remembered=remembered, detected=detected, hints=hints, default=default
    )  # fmt: skip
    assert (choice.locale.id, choice.why, choice.offer.id if choice.offer else None) == expected


def test_a_language_not_live_is_served_by_its_live_parent() -> None:
    english = Locale("en", "en", "English", "English", menu_number=1)
    persian = Locale("fa", "fa", "فارسی", "Persian", "rtl", menu_number=2)
    dari = Locale("prs", "prs", "دری", "Dari", "rtl", parents=("fa",), menu_number=3, tier="refer")
    choice = choose(Languages([english, persian, dari]), asked="prs")
    assert (choice.locale.id, choice.why) == ("fa", "asked")


TAGS = st.sampled_from(["", "en", "es", "es-MX", "ht", "zh-TW", "*", "mam", "x-foo"])


@given(TAGS, TAGS, TAGS, st.floats(0, 1), st.lists(TAGS, max_size=3), TAGS)
@settings(deadline=None, max_examples=200)
def test_only_live_languages_are_ever_chosen_or_offered(
    asked: str, remembered: str, written: str, confidence: float, hints: list[str], default: str
) -> None:
    locales = [Locale(tag, tag, tag, tag, menu_number=number) for number, tag in enumerate(("en", "es"), 1)]
    languages = Languages([*locales, Locale("ht", "ht", "Kreyòl", "Haitian", menu_number=3, tier="refer")])
    guess = LanguageGuess(written, confidence)
    choice = choose(
        languages, asked=asked, remembered=remembered, detected=guess, hints=hints, default=default
    )  # fmt: skip
    assert choice.locale in languages.live
    assert choice.offer is None or (choice.offer in languages.live and choice.offer != choice.locale)

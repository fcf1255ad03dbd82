from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.localization.languages import Languages, load_languages

TABLE = Path(__file__).parents[2] / "translations" / "languages.toml"


@pytest.fixture(scope="session")
def languages() -> Languages:
    """The shipped table of languages."""
    return load_languages(TABLE)


@pytest.fixture(scope="session")
def all_live(languages: Languages) -> Languages:
    """The same table with every language live."""
    return Languages(replace(locale, tier="live") for locale in languages.all)

from __future__ import annotations

import pytest

from app.core.locale import Locale
from app.store.models import TranslationBody
from app.store.texts import Texts

LOCALES = {
    "es": Locale("es", "es", "", ""),
    "es_MX": Locale("es_MX", "es-MX", "", "", parents=("es",)),
    "en": Locale("en", "en", "", ""),
}


def _texts(**own: str) -> Texts:
    """Return two strings, a and b; `own`: "<locale>_<string>" to "text" or "text of an older source"."""
    translations: dict[str, dict[str, TranslationBody]] = {}
    for name, text in own.items():
        locale, _, context = name.rpartition("_")
        source, _, status = text.partition("/")
        translations.setdefault(locale, {})[context] = TranslationBody.model_validate(
            {"text": f"{locale} {context}", "source": source, "status": status or "draft"}
        )
    return Texts({"a": "A", "b": "B"}, translations, LOCALES)


@pytest.mark.parametrize(
    ("own", "locale", "critical", "served"),
    [
        pytest.param({}, "es", False, ("en", "draft"), id="nothing translated"),
        pytest.param({"es_a": "A"}, "es", False, ("en", "draft"), id="half translated"),
        pytest.param({"es_a": "A", "es_b": "B"}, "es", False, ("es", "draft"), id="whole"),
        pytest.param(
            {"es_a": "A/approved", "es_b": "B/reviewed"}, "es", False, ("es", "reviewed"), id="weakest status"
        ),
        pytest.param({"es_a": "A", "es_b": "B"}, "es_MX", False, ("es", "draft"), id="of a parent"),
        pytest.param(
            {"es_a": "A", "es_b": "B", "es_MX_a": "A"}, "es_MX", False, ("es", "draft"), id="half, then a parent"
        ),
        pytest.param({"es_a": "old/approved", "es_b": "B"}, "es", False, ("es", "stale"), id="stale"),
        pytest.param({"es_a": "old/approved", "es_b": "B"}, "es", True, ("en", "stale"), id="stale and critical"),
        pytest.param(
            {"es_MX_a": "old", "es_MX_b": "B", "es_a": "A", "es_b": "B"},
            "es_MX",
            True,
            ("es", "draft"),
            id="fresh parent",
        ),
        pytest.param({"es_a": "A", "es_b": "B"}, "fr", False, ("en", "draft"), id="unknown locale"),
        pytest.param({"en_a": "A", "en_b": "B"}, "en", False, ("en", "draft"), id="English is never translated"),
    ],
)
def test_one_language_is_served(
    own: dict[str, str],
    locale: str,
    critical: bool,  # noqa: FBT001
    served: tuple[str, str],
) -> None:
    found = _texts(**own).serve(("a", "b"), locale, critical=critical, reviewed=False)
    assert (found.locale, found.status) == served
    expected = ("A", "B") if found.locale == "en" else (f"{found.locale} a", f"{found.locale} b")
    assert found.texts == expected


def test_checked_english_is_the_source() -> None:
    assert _texts().serve(("a",), "en", critical=True, reviewed=True).status == "source"
    assert _texts(es_a="old").serve(("a",), "es", critical=True, reviewed=True).status == "stale"


def test_an_unknown_string_is_an_error() -> None:
    with pytest.raises(KeyError):
        _texts().serve(("c",), "en", critical=False, reviewed=False)

"""The types of fields that content is made of, with the rules that each value must keep."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

LOCALE = r"[a-z]{2,3}(?:_[A-Za-z0-9]{2,8})*"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
ID = r"[a-z0-9]+(?:[._-][a-z0-9]+)*"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def _clean(text: str) -> str:
    """Return the text in NFC without white space around it; typing and copying leave both behind unseen."""
    if _CONTROL.search(text):
        raise ValueError("holds a control character or a tab")
    return unicodedata.normalize("NFC", text).strip()


def _filled(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


MaybeText = Annotated[str, AfterValidator(_clean)]
Text = Annotated[MaybeText, AfterValidator(_filled)]


def _shaped(pattern: str, rule: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(rule)
        return text

    return AfterValidator(check)


Slug = Annotated[str, _shaped(SLUG, "is no id: use small letters, digits and hyphens")]
"""Id of what choices can name: a topic, intent, entry or place."""
Id = Annotated[str, _shaped(ID, "is no id: use small letters, digits, hyphens and dots")]
"""Id of the rest; sources are called after what they are ("8cfr287.8")."""
LocaleId = Annotated[str, _shaped(LOCALE, 'is no locale id such as "es" or "zh_Hans"')]
Address = Annotated[str, _shaped(r"(https?://[^\s<>\"{}|\\^`]+)?", "is no http or https address")]
Phone = Annotated[str, _shaped(r"(\+?[0-9][0-9 ().-]{1,24})?", "is no telephone number in digits")]

Label = Annotated[Text, Field(max_length=20)]
Title = Annotated[Text, Field(max_length=60)]
Short = Annotated[Text, Field(max_length=220)]
Full = Annotated[Text, Field(max_length=6000)]
Local = Annotated[Text, Field(max_length=600)]

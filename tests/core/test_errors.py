from __future__ import annotations

import pytest

from app.core.errors import BadRequestError, ContentError, ContentErrors, KyrError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(ContentError("a.toml", "is wrong"), "a.toml: is wrong", id="path-and-rule"),
        pytest.param(ContentError("a.toml", "is wrong", line=3), "a.toml:3: is wrong", id="line"),
        pytest.param(ContentError("a.toml", "is wrong", mend="mend it"), "a.toml: is wrong (mend it)", id="mend"),
        pytest.param(
            ContentErrors([ContentError("a", "x"), ContentError("b", "y")]), "a: x\nb: y", id="several-in-one-text"
        ),
        pytest.param(BadRequestError("invalid_json", "No JSON."), "invalid_json: No JSON.", id="request"),
    ],
)
def test_an_error_tells_its_place_its_rule_and_the_mend(error: KyrError, told: str) -> None:
    assert str(error) == told


def family(kind: type[KyrError]) -> list[type[KyrError]]:
    return [kind, *(one for child in kind.__subclasses__() for one in family(child))]


@pytest.mark.parametrize("kind", family(KyrError), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_for_the_operator(kind: type[KyrError]) -> None:
    assert kind.operator_text.endswith(".") or "`" in kind.operator_text
    assert kind is KyrError or kind.operator_text != KyrError.operator_text

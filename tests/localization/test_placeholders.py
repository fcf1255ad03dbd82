from __future__ import annotations

import pytest

from app.localization.placeholders import difference, placeholders


def test_placeholders_are_counted() -> None:
    text = "{phone:a-b} {phone:a-b} {name} %(count)s {Name} {} {a.b} 50% of {"
    assert placeholders(text) == {"{phone:a-b}": 2, "{name}": 1, "%(count)s": 1}


@pytest.mark.parametrize(
    ("source", "translation", "counted", "expected"),
    [
        pytest.param("a {x}", "{x} b", True, "", id="moved"),
        pytest.param("{phone:x}", "{telefono:x}", True, "lacks {phone:x}, adds {telefono:x}", id="translated"),
        pytest.param("{x} {x}", "{x}", True, "lacks {x}", id="once too few"),
        pytest.param("{x}", "{x} {x}", True, "adds {x}", id="once too many"),
        pytest.param("{x}", "{x} {x}", False, "", id="repeated where only the set counts"),
        pytest.param("{x} {y}", "", False, "lacks {x} {y}", id="all lost"),
    ],
)
def test_a_changed_placeholder_is_told(source: str, translation: str, counted: bool, expected: str) -> None:  # noqa: FBT001
    assert difference(source, translation, counted=counted) == expected

from __future__ import annotations

import pytest

from app.store.lines import Lines

TEXT = '''topic = "warrants"

[intents.home-entry]
scope = "[not-a-table]"
follow_ups = ["a"]

[home-entry]
full = """
Words.
[text]({url:hotline})
"""

[home-entry.places.illinois]
short = "x"
["quoted.key"]
aliases.any = ["a"]
aliases."zh_Hans" = ["b"]
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        pytest.param(("topic",), 1, id="top"),
        pytest.param(("intents",), 3, id="implied table"),
        pytest.param(("intents", "home-entry"), 3, id="table"),
        pytest.param(("intents", "home-entry", "follow_ups"), 5, id="field"),
        pytest.param(("intents", "home-entry", "follow_ups", 0), 5, id="item of a list"),
        pytest.param(("intents", "home-entry", "absent"), 3, id="missing field"),
        pytest.param(("home-entry", "full"), 8, id="same name in another table"),
        pytest.param(("home-entry", "places", "illinois", "short"), 14, id="nested"),
        pytest.param(("quoted.key", "aliases", "any"), 16, id="quoted table, dotted key"),
        pytest.param(("quoted.key", "aliases", "zh_Hans"), 17, id="quoted part"),
        pytest.param(("absent",), 0, id="nothing"),
    ],
)
def test_the_line_of_a_key_is_found(keys: tuple[int | str, ...], line: int) -> None:
    assert Lines(TEXT).of(keys) == line


def test_lines_end_in_any_way() -> None:
    assert Lines(TEXT.replace("\n", "\r\n")).of(("home-entry", "places", "illinois")) == 13

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from app.core.errors import ContentError
from app.matching.fold import fold
from app.matching.urgent import UrgentRules, compile_rules

_FOLDER = Path(__file__).parents[2] / "intents" / "rules"


def _rules(*lines: str) -> UrgentRules:
    return compile_rules({"en": {"rules": {"u": list(lines)}}})


@pytest.mark.parametrize(
    ("lines", "text", "matches"),
    [
        pytest.param(["ice door"], "ice is at my door", True, id="up-to-three-words-between"),
        pytest.param(["ice door"], "ice is not even at my door", False, id="too-many-words-between"),
        pytest.param(["ice door"], "door ice", False, id="in-this-order-only"),
        pytest.param(["at+my+door"], "at my door", True, id="adjacent"),
        pytest.param(["at+my+door"], "at my front door", False, id="not-adjacent"),
        pytest.param(["ice|migra door"], "migra door", True, id="alternatives"),
        pytest.param(["right_now"], "do it right now", True, id="phrase"),
        pytest.param(["right_now"], "right or now", False, id="phrase-is-whole"),
        pytest.param(["knock*"], "they are knocking", True, id="any-ending"),
        pytest.param(["^ ice outside $"], "ice outside", True, id="whole-message"),
        pytest.param(["^ ice outside $"], "is ice outside", False, id="begins-otherwise"),
        pytest.param(["^ ice outside $"], "ice outside or not", False, id="ends-otherwise"),
        pytest.param(["took & brother"], "my brother they took", True, id="any-order"),
        pytest.param(["took & no if"], "if they took", False, id="must-be-absent"),
        pytest.param(["took", "not if they"], "if they took", False, id="guard"),
        pytest.param(["took", "not if they"], "they took him as if nothing", True, id="guard-in-order"),
        pytest.param(["a = ice, la migra", "<a> aquí"], "la migra aqui", True, id="group-folded"),
        pytest.param(["門口"], "移民局在门口", True, id="chinese-without-spaces"),
        pytest.param(["ice"], "", False, id="empty"),
    ],
)
def test_patterns_mean_what_their_description_says(lines: list[str], text: str, *, matches: bool) -> None:
    assert bool(_rules(*lines).find(fold(text))) is matches


@pytest.mark.parametrize("line", ["<nobody> here", "not ", "a & ", "^ $"])
def test_a_bad_line_is_refused_with_its_file_and_intent(line: str) -> None:
    with pytest.raises(ContentError, match=r"intents/rules/en\.toml: u"):
        _rules(line)


def test_the_cost_of_a_rule_is_bounded_for_hostile_text() -> None:
    rules = _rules(" ".join(["a|b"] * 8))
    assert rules.find(" ".join("ab" for _ in range(50)) + " a" * 100) == ("u",)


@pytest.fixture(scope="module")
def shipped() -> UrgentRules:
    paths = sorted(_FOLDER.glob("*.toml"))
    assert [path.stem for path in paths] >= ["en", "es"]
    return compile_rules({path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths})


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Immigration is at my door!!", "urgent-ice-at-door"),
        ("agents outside my apartment rn", "urgent-ice-at-door"),
        ("hay agentes afuera de mi casa", "urgent-ice-at-door"),
        ("la migra esta tocando la puerta", "urgent-ice-at-door"),
        ("border patrol is following me", "urgent-stopped-now"),
        ("me esta siguiendo la migra", "urgent-stopped-now"),
        ("they just took my dad", "urgent-someone-taken"),
        ("se acaban de llevar a mi esposa", "urgent-someone-taken"),
        ("ICE is raiding the plant", "urgent-raid-now"),
        ("hay una redada ahorita en la fabrica", "urgent-raid-now"),
        ("i want to kill myself", "crisis-distress"),
        ("ya no quiero vivir", "crisis-distress"),
        ("my mother is not breathing", "crisis-distress"),
        ("mi papa no respira", "crisis-distress"),
    ],
)
def test_what_is_happening_now_is_recognised(shipped: UrgentRules, text: str, intent: str) -> None:
    assert intent in shipped.find(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "what should I do if ICE comes to my door",
        "what if immigration is at my door",
        "if agents are outside my house do i open",
        "can ICE wait outside my house",
        "ICE was at my house last week",
        "que hago si la migra esta en mi puerta",
        "puede la migra esperar afuera de mi casa",
        "what happens when ICE takes someone",
        "how do i prepare for a raid",
        "que derechos tengo en una redada",
        "there is ice on my driveway, who salts it",
        "can i film a raid",
        "is there a hotline for suicide statistics",
        "can i call 911 without papers",
        "hello",
    ],
)
def test_general_questions_keep_their_own_intents(shipped: UrgentRules, text: str) -> None:
    assert shipped.find(fold(text)) == ()

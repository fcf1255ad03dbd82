"""What people ask: intents and topics, and what the matcher says about one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Risk = Literal["critical", "normal"]
PlaceUse = Literal["none", "optional", "required"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of intents. `id`: file stem of intents/<topic>.toml; `title`: English, localised in `faq`."""

    id: str
    title: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Intent:
    """One question that the bot knows.

    `answer`: id of the entry that answers it; `action`: name of a dialog action instead of an entry, "" if none;
    `urgent`: recognised first and answered at once; `place`: whether the answer depends on a place;
    `follow_ups`: intents offered after it; `covered`: False for a neighbouring matter that is only referred on.
    """

    id: str
    topic: str
    scope: str
    risk: Risk = "normal"
    urgent: bool = False
    place: PlaceUse = "none"
    follow_ups: tuple[str, ...] = ()
    answer: str = ""
    action: str = ""
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Ranked:
    """An intent with the matcher's probability (0 to 1) that it is the one meant."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """Places named in a message: one id, or several when the name is ambiguous ("Portland")."""

    candidates: tuple[str, ...]
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language that a text is written in. `locale` is "" if the model abstains; `confidence` 0 to 1."""

    locale: str
    confidence: float
    romanised: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everything the matcher says about one message, and why; it never holds the message itself.

    `top`: best first, at most five, calibrated so that `top[0].confidence` is the probability of being right with
    out-of-scope messages included. `stage`: "exact", "urgent-rule", "core", "corrected", "semantic" or "none".
    `urgent`: id of the urgent intent that a rule or the classifier recognised, "" if none.
    `confidence`: calibrated probability that `top[0]` is right.
    """

    top: tuple[Ranked, ...]
    stage: str
    confidence: float = 0.0
    urgent: str = ""
    place: PlaceFound | None = None
    language: LanguageGuess = field(default_factory=lambda: LanguageGuess("", 0.0))
    folded: str = field(default="", repr=False)
    corrections: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """Decision: answer at once with the entry (or action) of this intent."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Clarify:
    """Decision: offer two to four intents to choose from, best first."""

    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fallback:
    """Decision: say honestly that the bot does not know; `near` are intents worth showing as topics."""

    near: tuple[str, ...] = ()


Decision = Answer | Clarify | Fallback

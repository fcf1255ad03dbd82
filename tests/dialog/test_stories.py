"""Whole conversations as data (tests/stories), over the shipped content, as a page and as text messages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from app.core.reply import BlockKind, Outcome
from app.core.session import Session
from app.factory.hotline import Hotline
from app.localization.markup import to_plain
from tests.dialog.conversation import NOW, SMS, WEB, Conversation, kinds

FOLDER = Path(__file__).parents[1] / "stories"
STORIES = sorted(FOLDER.glob("*/*.toml"))


class Turn(BaseModel):
    """One turn of a story; tests/stories/README.md says what each field means. `remembered`: a session is kept."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    say: str | None = None
    tap: str | None = None
    number_of: str | None = None
    intent: str | None = None
    outcome: Outcome | None = None
    locale: str | None = None
    place: str | None = None
    first: BlockKind | None = None
    contains: list[str] = []
    web: list[str] = []
    sms: list[str] = []
    says: list[str] = []
    lacks: list[str] = []
    choices: list[str] = []
    remembered: bool = True


class Story(BaseModel):
    """One conversation."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: str
    turns: list[Turn]


def told(talk: Conversation, turn: Turn) -> None:
    """Say what the turn says."""
    given = [one for one in (turn.say, turn.tap, turn.number_of) if one is not None]
    assert len(given) == 1, "a turn has one of say, tap and number_of"
    if turn.say is not None:
        talk.say(turn.say)
    elif turn.tap is not None:
        talk.say(payload=turn.tap)
    else:
        talk.pick(given[0])


def expected(hotline: Hotline, talk: Conversation, msgctxt: str) -> str:
    """Return a string of the content as the last reply must show it: an entry is never half in another language."""
    snapshot, locale = hotline.snapshots.current(), talk.last.locale
    match = re.fullmatch(r"(?P<entry>[a-z0-9-]+)(?:@(?P<place>[a-z-]+))?:(?P<field>label|title|short|full)", msgctxt)
    if match is None:
        return to_plain(snapshot.text(msgctxt, locale)[0])
    today = hotline.snapshots.current().published_at.date()
    entry = snapshot.entry(match["entry"], place=match["place"] or "", locale=locale, today=today)
    assert entry is not None, msgctxt
    return to_plain(str(getattr(entry, match["field"])))


def worded(hotline: Hotline, talk: Conversation, message: str) -> re.Pattern[str]:
    """Return a pattern of a message of the catalog in the reply's language, whatever its placeholders hold."""
    text = hotline.catalogs.of(talk.last.locale).gettext(message)
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+?", re.escape(text)))


def departures(hotline: Hotline, talk: Conversation, turn: Turn) -> Iterator[str]:
    """Yield everything in which the last reply is not as the turn wants it."""
    reply = talk.last
    for name in ("intent", "outcome", "locale", "place"):
        wanted = getattr(turn, name)
        if wanted is not None and getattr(reply, name) != wanted:
            yield f"{name} is {getattr(reply, name)!r}, not {wanted!r}"
    if turn.first and kinds(reply)[:1] != [turn.first]:
        yield f"begins with {kinds(reply)[:1]}, not {turn.first!r}"
    missing = set(turn.choices) - {one.payload for one in reply.choices}
    if missing:
        yield f"does not offer {missing}"
    yield from wrong_words(hotline, talk, turn)


def wrong_words(hotline: Hotline, talk: Conversation, turn: Turn) -> Iterator[str]:
    """Yield every text that the last reply lacks, or has against the turn's wish."""
    choices = "\n".join(choice.title or choice.label for choice in talk.last.choices)
    blocks = "\n".join((talk.shown, *(to_plain(block.text) for block in talk.last.blocks)))
    own = turn.sms if talk.capabilities.brief else turn.web
    for msgctxt in (*turn.contains, *own):
        if expected(hotline, talk, msgctxt) not in f"{talk.shown}\n{choices}":
            yield f"does not show {msgctxt}"
    said = {message: bool(worded(hotline, talk, message).search(blocks)) for message in (*turn.says, *turn.lacks)}
    yield from (f"does not say {message!r}" for message in turn.says if not said[message])
    yield from (f"says {message!r}" for message in turn.lacks if said[message])


@pytest.mark.parametrize("channel", ["web", "twilio_sms"])
@pytest.mark.parametrize("path", STORIES, ids=[f"{path.parent.name}-{path.stem}" for path in STORIES])
def test_a_story_goes_as_written(path: Path, channel: str, hotline: Hotline) -> None:
    story = Story.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    web = channel == "web"
    talk = Conversation(hotline.engine, WEB if web else SMS, channel=channel, carried=Session() if web else None)
    for number, turn in enumerate(story.turns, 1):
        told(talk, turn)
        wrong = list(departures(hotline, talk, turn))
        assert not wrong, f"{story.title}, turn {number}: {'; '.join(wrong)}\n{talk.shown}"
        assert talk.last.outcome == "silent" or talk.shown.strip()
        kept = hotline.sessions.load(channel, talk.address, NOW)
        assert (talk.carried or kept).met is turn.remembered
        assert not web or kept == Session()

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from app.core.errors import ContentError, IndexMissingError, SnapshotRefusedError, StoreError
from app.core.locale import Locale
from app.core.session import Session
from app.dialog.emergency import EmergencyTexts
from app.dialog.engine import Engine
from app.localization.catalogs import Catalogs
from app.localization.languages import Languages
from app.localization.sms import segments
from tests.dialog.conversation import Conversation, shown
from tests.dialog.world import CATALOGS, COMMANDS, EMERGENCY, LANGUAGES, TRANSLATIONS, MemorySessions, engine_of

TEXT = "canary they are at my door 555-0100"


def failing(error: Exception) -> Callable[..., NoReturn]:
    """Return a function that fails."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


class BrokenSessions(MemorySessions):
    load = failing(StoreError("canary in the way"))


class FullDisk(MemorySessions):
    save = failing(StoreError("canary in the way"))


class BrokenRanker:
    rank = failing(RecursionError(TEXT))


class BrokenCatalogs:
    languages = LANGUAGES
    of = failing(KeyError(TEXT))


BROKEN = {
    "snapshot": lambda: engine_of(snapshot=failing(SnapshotRefusedError(TEXT))),
    "index": lambda: engine_of(ranker=failing(IndexMissingError(TEXT))),
    "matcher": lambda: engine_of(ranker=BrokenRanker),  # type: ignore[arg-type] # broken on purpose
    "sessions": lambda: engine_of(sessions=BrokenSessions()),
    "disk": lambda: engine_of(sessions=FullDisk()),
    "catalog": lambda: engine_of(catalogs=BrokenCatalogs(), commands=COMMANDS),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("locale", LANGUAGES.live, ids=lambda locale: locale.id)
def test_whatever_breaks_the_emergency_text_goes_out_in_the_persons_language(
    broken: Callable[[], Engine], locale: Locale, caplog: pytest.LogCaptureFixture
) -> None:
    for reply in (
        Conversation(broken()).say(TEXT, asked=locale.tag),
        Conversation(broken()).say(TEXT, hints=(locale.tag,)),
    ):
        assert (reply.outcome, reply.locale) == ("emergency", locale.id)
        assert shown(reply) == shown(EMERGENCY.reply(locale))
    assert "answering failed" in caplog.text
    assert "canary" not in caplog.text


def test_a_conversation_remembered_in_a_language_gets_its_emergency_text() -> None:
    sessions = MemorySessions({("web", "canary-address"): Session(locale="es", sticky=True)})
    broken = engine_of(sessions=sessions, snapshot=failing(StoreError("gone")))
    assert Conversation(broken).say(TEXT).locale == "es"


def test_the_language_written_in_is_told_as_long_as_the_matcher_works() -> None:
    broken = engine_of(snapshot=failing(StoreError("gone")))
    assert Conversation(broken).say("estan en mi puerta").locale == "es"


def test_a_language_that_is_only_referred_gets_the_text_of_its_parent() -> None:
    mam = Locale("mam", "mam", "Qyol Mam", "Mam", tier="refer", parents=("es",), menu_number=99)
    catalogs = Catalogs(Languages((*LANGUAGES.live, mam)), CATALOGS.by_id)
    broken = engine_of(snapshot=failing(StoreError("gone")), catalogs=catalogs)
    assert Conversation(broken).say(TEXT, asked="mam", hints=("en",)).locale == "es"


def test_without_any_sign_of_a_language_english_and_spanish_go_out() -> None:
    reply = Conversation(engine_of(snapshot=failing(StoreError("gone")))).say(TEXT)
    assert [block.locale for block in reply.blocks] == ["en", "es"]


def test_a_failure_leaves_the_conversation_as_it_was() -> None:
    sessions = MemorySessions()
    Conversation(engine_of(sessions=sessions)).say("must i sign")
    before = dict(sessions.rows)
    Conversation(engine_of(sessions=sessions, snapshot=failing(StoreError("gone")))).say("they are at my door")
    assert sessions.rows == before


@pytest.mark.parametrize("locale", LANGUAGES.live, ids=lambda locale: locale.id)
def test_an_emergency_text_fits_three_segments(locale: Locale) -> None:
    assert segments(shown(EMERGENCY.reply(locale))) <= 3


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('en = "Stay calm."', id="locale-missing"),
        pytest.param('en = "Stay calm."\nes = "  "', id="blank"),
        pytest.param('en = "Stay calm."\nes = "Llame al {phone:x}."', id="placeholder"),
        pytest.param('en = "Stay calm."\nes = 911', id="number"),
    ],
)
def test_a_live_locale_without_a_plain_text_stops_the_start(text: str, tmp_path: Path) -> None:
    path = tmp_path / "emergency.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="es has no emergency text"):
        EmergencyTexts.load(path, LANGUAGES.live)


def test_the_shipped_texts_are_complete() -> None:
    loaded = EmergencyTexts.load(TRANSLATIONS / "emergency.toml", LANGUAGES.live)
    assert all(loaded.reply(catalog.locale).locale == catalog.locale.id for catalog in CATALOGS)

"""A hotline that can answer: every part made from the settings and handed to the next."""

from __future__ import annotations

import os
from dataclasses import dataclass

from app.dialog.commands import CommandBook
from app.dialog.emergency import EmergencyTexts
from app.dialog.engine import Engine
from app.dialog.titles import TitleBook
from app.factory.paths import Paths
from app.localization.catalogs import Catalogs, load_catalogs
from app.localization.cldr import format_date
from app.localization.languages import load_languages
from app.matching.shelf import IndexShelf, MatcherSource
from app.settings import Settings
from app.store.counters import Counters
from app.store.database import open_runtime
from app.store.deliveries import Deliveries
from app.store.keyring import KeyRing
from app.store.sessions import Sessions
from app.store.snapshot_source import SnapshotSource
from app.store.sweeping import Sweeper

_HOUR = 3600.0


@dataclass(frozen=True)
class Hotline:
    """All parts of one running hotline. Each worker process has its own."""

    settings: Settings
    paths: Paths
    catalogs: Catalogs
    emergency: EmergencyTexts
    snapshots: SnapshotSource
    matchers: MatcherSource
    sessions: Sessions
    deliveries: Deliveries
    counters: Counters
    sweeper: Sweeper
    engine: Engine

    def close(self) -> None:
        """Write what is still only in memory and stop the threads."""
        self.sweeper.close()
        self.counters.close()
        self.snapshots.close()


def build_hotline(settings: Settings) -> Hotline:
    """Return a hotline over an installation that `kyr init` has set up.

    Raises `SettingsError`, `StoreError`, `IndexMissingError` or `ContentError` if it could not answer.
    """
    paths = Paths.of(settings)
    languages = load_languages(paths.languages)
    catalogs = load_catalogs(paths.translations, languages)
    emergency = EmergencyTexts.load(paths.translations / "emergency.toml", languages.live)
    snapshots = SnapshotSource(paths.content, languages.all, format_date=format_date)
    snapshots.current()
    matchers = MatcherSource(IndexShelf(paths.index))
    runtime = open_runtime(paths.runtime)
    remembered = settings.session_minutes * 60.0
    keys = KeyRing(runtime, settings.key().encode(), keep_seconds=max(remembered, _HOUR))
    sessions = Sessions(runtime, keys, ttl_seconds=remembered)
    engine = Engine(
        snapshot=snapshots.current,
        ranker=matchers.current,
        catalogs=catalogs,
        sessions=sessions,
        emergency=emergency,
        commands=CommandBook(catalogs, languages),
        titles=TitleBook(languages.live),
        organisation=settings.organisation,
        default_locale=settings.default_locale,
    )
    return Hotline(
        settings, paths, catalogs, emergency, snapshots, matchers, sessions,
        Deliveries(runtime, keys), Counters(runtime), Sweeper(runtime), engine,
    )  # fmt: skip


def shares_metrics() -> bool:
    """Return whether the workers of this server add up their figures, as `kyr serve` arranges."""
    return bool(os.environ.get("PROMETHEUS_MULTIPROC_DIR"))

"""Puts the parts together: from settings to a hotline that can answer, and from there to a web application."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask

from app.channels.registry import find_channels
from app.core.errors import IndexMissingError
from app.dialog.commands import CommandBook
from app.dialog.emergency import EmergencyTexts
from app.dialog.engine import Engine
from app.localization.catalogs import Catalogs, load_catalogs
from app.localization.languages import Languages, load_languages
from app.matching.index import Index
from app.matching.matcher import Matcher
from app.settings import Settings
from app.store.snapshot import SnapshotSource

_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Paths:
    """Where an installation keeps what it holds."""

    folder: Path
    root: Path

    @property
    def content(self) -> Path:
        """The database of content."""
        return self.folder / "content.db"

    @property
    def runtime(self) -> Path:
        """The database of conversations; it may be deleted at any time."""
        return self.folder / "runtime.db"

    @property
    def index(self) -> Path:
        """The folder of matching indexes, each named by its content hash."""
        return self.folder / "index"

    @property
    def current_index(self) -> Path:
        """The file that names the index in use; replaced whole, so that a worker never reads half of it."""
        return self.index / "current"

    @property
    def translations(self) -> Path:
        """The folder of catalogs and of the table of languages."""
        return self.root / "translations"

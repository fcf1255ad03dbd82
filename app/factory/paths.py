"""Where an installation keeps what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.errors import SettingsError
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Paths:
    """Files and folders of one installation. `folder`: databases and indexes; `root`: the content files."""

    folder: Path
    root: Path

    @classmethod
    def of(cls, settings: Settings) -> Paths:
        """Return the paths that the settings name. Raises `SettingsError` if there is no content there."""
        root = settings.content
        if not (root / "translations" / "languages.toml").is_file():
            raise SettingsError(
                f"KYR_CONTENT: {root.resolve()} holds no translations/languages.toml. "
                "Start in the project's folder, or set KYR_CONTENT to it."
            )
        return cls(settings.folder, root)

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
        """The folder of matching indexes."""
        return self.folder / "index"

    @property
    def metrics(self) -> Path:
        """The folder in which the workers of a running server add up their timings."""
        return self.folder / "metrics"

    @property
    def translations(self) -> Path:
        """The folder of catalogs and of the table of languages."""
        return self.root / "translations"

    @property
    def languages(self) -> Path:
        """The table of languages."""
        return self.translations / "languages.toml"

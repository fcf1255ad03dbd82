"""A real installation for tests: the shipped content, seeded and published once a run, copied by each test."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.factory.content import Contents
from app.factory.paths import Paths
from app.localization.languages import load_languages
from app.matching.shelf import IndexShelf
from app.settings import Settings
from app.store.database import open_content

KEY = "Zq8vT1mWc5Rk0Xy7Lb3Nd9Gh2Jf6Ps4Ue"
"""A secret key that a production start accepts."""

TWILIO_TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - only tests use it


@dataclass(frozen=True, slots=True)
class Installation:
    """Databases and index in `folder`, made of the content files below `root`."""

    folder: Path
    root: Path

    def settings(self, **given: Any) -> Settings:  # noqa: ANN401 - pydantic checks each value
        """Return development settings of this installation."""
        return Settings(environment="development", folder=self.folder, content=self.root, **given)

    def contents(self) -> Contents:
        """Return its content."""
        paths = Paths.of(self.settings())
        return Contents(paths, load_languages(paths.languages))

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a program that uses this installation."""
        own = {"KYR_ENVIRONMENT": "development", "KYR_FOLDER": str(self.folder), "KYR_CONTENT": str(self.root)}
        return {**os.environ, **own, **more}

    def copied_to(self, folder: Path) -> Installation:
        """Return a copy that a test may change. An index is only ever replaced whole, so its files are linked."""
        folder.mkdir(parents=True)
        shutil.copyfile(self.folder / "content.db", folder / "content.db")
        shutil.copytree(self.folder / "index", folder / "index", copy_function=os.link)
        return Installation(folder, self.root)


def install(folder: Path, root: Path, kept: Path) -> Installation:
    """Seed and publish the content of `root`.

    `kept`: folder in which the index outlives the run, until the code that builds it or the content changes. One that
    `kyr init` built in var/ is taken over if it fits.
    """
    made = Installation(folder, root)
    contents = made.contents()
    own = kept / _mark_of(root / "app" / "matching")
    standing = own if own.is_dir() else root / "var" / "index"
    with contextlib.suppress(OSError):
        shutil.copytree(standing, folder / "index")
    db = open_content(folder / "content.db")
    try:
        contents.seed(db, author="tests")
        contents.publish(db, author="tests", note="first", progress=lambda _step, _share: None)
    finally:
        db.close()
    # Only the index in use is worth copying.
    in_use = IndexShelf(folder / "index").in_use()
    for other in (folder / "index").iterdir():
        if other.is_dir() and other.name != in_use:
            shutil.rmtree(other)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(folder / "index", own)
    return made


def _mark_of(code: Path) -> str:
    """Return a hash of the code in a folder."""
    text = b"".join(path.read_bytes() for path in sorted(code.glob("*.py")))
    return hashlib.blake2b(text, digest_size=8).hexdigest()


@contextlib.contextmanager
def sole_holder(path: Path) -> Iterator[None]:
    """Hold a lock that the workers of one test run share."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""What the tests of the whole share: a real installation, a hotline over it, and an eye on the log."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from app.factory.hotline import Hotline, build_hotline
from tests.installations import TWILIO_TOKEN, Installation, install, sole_holder

MARKER = "canary"
"""Tests that send what a resident could have written put this word into it; it must never come out in the log."""


@pytest.fixture(scope="session", autouse=True)
def own_environment() -> Iterator[None]:
    """Hide the KYR_* variables of whoever runs the tests, so that a test has only the settings that it names."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KYR_")]:
            patch.delenv(name)
        yield


@pytest.fixture(autouse=True)
def discreet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test after which the log holds the marker, in a message or in a traceback."""
    caplog.set_level(logging.DEBUG, logger="app")
    yield
    told = marked([*caplog.get_records("setup"), *caplog.get_records("call")])
    if told:
        pytest.fail("the log holds what a resident wrote: " + "; ".join(told))


def marked(records: Iterable[logging.LogRecord]) -> list[str]:
    """Return the lines of the log that hold the marker."""
    lines = map(logging.Formatter("%(name)s: %(message)s").format, records)
    return [line for line in lines if MARKER in line.casefold()]


@pytest.fixture(scope="session")
def content_root() -> Path:
    """The folder that holds the shipped content: the repository."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def installation(
    content_root: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Installation:
    """The shipped content, installed once for all workers of a run. Never changed and never opened: copy it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, whole = shared / "installation", shared / "installation.whole"
    with sole_holder(shared / "installation.lock"):
        if not whole.exists():
            install(folder, content_root, request.config.cache.mkdir("matching-index"))
            whole.touch()
    return Installation(folder, content_root)


@pytest.fixture
def own_installation(installation: Installation, tmp_path: Path) -> Installation:
    """A copy of the installation that the test may change."""
    return installation.copied_to(tmp_path / "kyr")


@pytest.fixture
def hotline(own_installation: Installation) -> Iterator[Hotline]:
    """A hotline over the shipped content, with an empty runtime database."""
    built = build_hotline(own_installation.settings(twilio_auth_token=TWILIO_TOKEN))
    yield built
    built.close()

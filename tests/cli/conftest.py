from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import orjson
import pytest
import tomli_w
from click.testing import CliRunner, Result

from app.cli import kyr
from tests.installations import Installation


class Run(Protocol):
    """Runs `kyr` with some arguments."""

    def __call__(self, *arguments: str | Path, typed: str = "", **environment: str) -> Result: ...


def run_over(installation: Installation) -> Run:
    """Return a function that runs `kyr` over an installation; a foreseen fault is the result's `exception`."""
    own = {
        "KYR_ENVIRONMENT": "development",
        "KYR_FOLDER": str(installation.folder),
        "KYR_CONTENT": str(installation.root),
    }

    def run(*arguments: str | Path, typed: str = "", **environment: str) -> Result:
        return CliRunner().invoke(kyr, [str(one) for one in arguments], input=typed, env={**own, **environment})

    return run


@pytest.fixture
def run(own_installation: Installation) -> Run:
    return run_over(own_installation)


@pytest.fixture(scope="module")
def looking(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same over an installation that several tests share: only for commands that change nothing."""
    return run_over(installation.copied_to(tmp_path_factory.mktemp("looking") / "kyr"))


Edited = Callable[..., Path]


@pytest.fixture
def edited(run: Run, tmp_path: Path) -> Edited:
    """Return a function that writes an entry with some fields set anew to a TOML file, as an operator would."""

    def write(entry_id: str, **fields: object) -> Path:
        body: dict[str, Any] = orjson.loads(run("entry", "show", entry_id, "--json").stdout)
        del body["id"], body["history"]
        path = tmp_path / f"{entry_id}.toml"
        path.write_text(tomli_w.dumps(body | fields), encoding="utf-8")
        return path

    return write

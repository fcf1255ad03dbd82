"""Run every check of this project, one line each, and say at the end what failed: `make test`, `make check`, CI."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
QUICK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("code style", ("ruff", "check", ".")),
    ("code format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
    ("layers", ("lint-imports",)),
    ("catalogs are fresh", ("kyr", "catalog", "check")),
    ("content", ("kyr", "check", "--files")),
)
SLOW = (
    ("tests", ("pytest", "-n", "2", "--dist", "worksteal", "--cov", "--cov-report=term:skip-covered", "-q")),
)  # fmt: skip


def main() -> int:
    """Run the checks; with --quick, without the tests. Returns the exit status."""
    failed = []
    for name, command in QUICK if "--quick" in sys.argv else (*QUICK, *SLOW):
        started = time.monotonic()
        loud = (name, command) in SLOW
        print(f"{name} …", flush=True)  # noqa: T201 - this is a command line
        done = subprocess.run([str(BIN / command[0]), *command[1:]], check=False, capture_output=not loud, text=True)
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{name}: {verdict} ({time.monotonic() - started:.0f} s)", flush=True)  # noqa: T201 - likewise
        if done.returncode:
            failed.append(name)
            print(done.stdout or "", done.stderr or "", flush=True)  # noqa: T201 - likewise
    if failed:
        print("Failed: " + ", ".join(failed))  # noqa: T201 - likewise
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())

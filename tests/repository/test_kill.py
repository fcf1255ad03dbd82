"""Power cuts: processes that serve and processes that edit are killed at random moments, and nothing agreed is lost.

Set KILL_ROUNDS for more rounds than a quick run has.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.store import audit, publishing
from app.store.backup import check_integrity
from app.store.database import Database, open_content, open_runtime
from app.store.snapshot import build_snapshot
from tests.installations import Installation
from tests.repository.editor import ENTRY
from tests.servers import Server, serving

ROUNDS = int(os.environ.get("KILL_ROUNDS", "12"))
SERVER_KILLS = max(1, ROUNDS // 12)
_LONGEST = {"command": 1.5, "store": 0.5}
"""Seconds that an editing process lives at most: two or three edits by command, hundreds by the store."""


@dataclass
class Editor:
    """The parent of the editing processes. `agreed`: what they were told is saved, and `published`, live."""

    process: subprocess.Popen[str]
    agreed: list[str] = field(default_factory=list)
    published: list[int] = field(default_factory=list)

    def live_for(self, seconds: float, *, way: str, number: int) -> None:
        """Start an editing process and kill it after so many seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{way} {number}\n")
        self.process.stdin.flush()
        lines = iter(self.process.stdout.readline, "")
        said: list[str] = []
        child = 0
        while not child:
            line = next(lines)
            child = int(line.split()[1]) if line.startswith("process ") else 0
            said += [] if child else [line]
        timer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL))
        timer.start()
        # Its parent answers the next line only when it is gone, so what it said is complete by then.
        self.process.stdin.write(f"store {number}x\n")
        self.process.stdin.flush()
        for line in lines:
            if line.startswith("process "):
                os.kill(int(line.split()[1]), signal.SIGKILL)
                break
            said.append(line)
        timer.join()
        self._note(said)

    def _note(self, said: list[str]) -> None:
        for line in said:
            if line.startswith("saved "):
                self.agreed.append(line.removeprefix("saved ").strip())
            elif line.startswith("published "):
                self.published.append(int(line.split()[1]))


@contextmanager
def editing(installation: Installation, errors: Path) -> Iterator[Editor]:
    """Start the parent of the editing processes."""
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.repository.editor"], cwd=installation.root, env=installation.environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True, start_new_session=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Editor(process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@contextmanager
def under_load(server: Server) -> Iterator[Counter[int]]:
    """Ask without end from two threads; gives how often each status came, 0 for a broken connection."""
    seen: Counter[int] = Counter()
    stop = threading.Event()

    def ask(number: int) -> None:
        while not stop.is_set():
            text = ("ICE is at my door", "que es un detainer", "menu", "xyzzy")[number % 4]
            number += 1
            try:
                seen[server.post("/webhooks/rest/webhook", {"sender": f"someone-{number}", "message": text})[0]] += 1
            except OSError:
                seen[0] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def assert_kept(installation: Installation, editor: Editor) -> None:
    """Check that the file is sound and that every agreed edit and publication is in it."""
    path = installation.folder / "content.db"
    assert check_integrity(path) == []
    with closing(open_content(path, readonly=True)) as db:
        kept = _titles(db)
        assert [one for one in editor.agreed if one not in kept] == []
        assert set(editor.published) <= {one.id for one in publishing.history(db, limit=1000)}


def assert_whole(installation: Installation, editor: Editor) -> None:
    """Check besides that every publication is whole, the newest can be served and the audit log has no gap."""
    assert_kept(installation, editor)
    with closing(open_content(installation.folder / "content.db", readonly=True)) as db:
        for one in publishing.history(db, limit=1000):
            assert publishing.documents_of(db, one.id, kinds=("entry",))
        build_snapshot(db, languages=installation.contents().languages.all)
        assert audit.verify(db).valid


def _titles(db: Database) -> set[str]:
    query = """SELECT json_extract(body, '$.title') FROM revisions JOIN bodies USING (sha)
        WHERE kind = 'entry' AND key = ?"""
    return {row[0] for row in db.execute(query, (ENTRY,))}


@pytest.mark.timeout(60 + 20 * ROUNDS)
def test_whatever_is_killed_nothing_that_was_agreed_is_lost(own_installation: Installation, tmp_path: Path) -> None:
    chance = random.Random(20261125)
    errors = tmp_path / "editor.txt"
    with editing(own_installation, errors) as editor:
        for life in range(SERVER_KILLS):
            with serving(own_installation, tmp_path / f"server-{life}.txt") as server, under_load(server) as seen:
                for number in range(life * ROUNDS // SERVER_KILLS, (life + 1) * ROUNDS // SERVER_KILLS):
                    victim = chance.choice(server.workers() or [0])
                    way = ("command", "store")[number % 2]
                    editor.live_for(chance.uniform(0.02, _LONGEST[way]), way=way, number=number)
                    if victim:
                        with suppress(ProcessLookupError):
                            os.kill(victim, signal.SIGKILL)
                    assert_kept(own_installation, editor)
                server.wait_until_ready()
                server.kill()
            assert_whole(own_installation, editor)
            assert set(seen) <= {200, 0}
            assert seen[200] > 10
    assert len(editor.agreed) > ROUNDS
    assert editor.published
    open_runtime(own_installation.folder / "runtime.db").close()
    with serving(own_installation, tmp_path / "after.txt", workers=1) as server:
        status, body = server.post("/api/v1/messages", {"choice": f"intent:{ENTRY}", "locale": "en"})
    assert status == 200
    assert b'"outcome":"answer"' in body

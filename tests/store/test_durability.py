from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson

from app.store import audit, publishing
from app.store.backup import check_integrity
from app.store.database import Database, open_content

EDITOR = Path(__file__).with_name("saving_editor.py")
ROUNDS = 9


def _killed_editor(editors: subprocess.Popen[str], first: int, lifetime: float) -> list[list[str]]:
    """Let an editor save for `lifetime` seconds, kill it, and return what it had acknowledged."""
    assert editors.stdin is not None
    assert editors.stdout is not None
    editors.stdin.write(f"{first}\n")
    editors.stdin.flush()
    word, process = editors.stdout.readline().split()
    assert word == "ready"
    time.sleep(lifetime)
    os.kill(int(process), signal.SIGKILL)
    return [line.split() for line in iter(editors.stdout.readline, "ended\n")]


def _check_edits(db: Database, acknowledged: list[list[str]]) -> None:
    rows = db.execute("SELECT id, key, body FROM revisions JOIN bodies USING (sha)")
    saved = {number: (key, orjson.loads(body)["value"]) for number, key, body in rows}
    for _, key, value, revision in (line for line in acknowledged if line[0] == "saved"):
        assert saved[int(revision)] == (key, value)


def _check_publications(db: Database, acknowledged: list[list[str]]) -> None:
    hashes = {one.id: one.content_hash for one in publishing.history(db, limit=100_000)}
    for _, publication, content_hash in (line for line in acknowledged if line[0] == "published"):
        assert hashes[int(publication)] == content_hash
    for made in [*hashes][:20]:
        assert 0 < len(publishing.documents_of(db, made)) <= 7


def _check_pairs(db: Database) -> None:
    """Each edit has its row in the audit log, and each row its edit."""
    revisions = db.execute("SELECT kind || ':' || key, sha FROM revisions ORDER BY id").fetchall()
    deeds = db.execute("SELECT object, after_sha FROM audit WHERE action = 'save' ORDER BY id").fetchall()
    assert revisions == deeds


def _torture(path: Path) -> int:
    """Kill editors of one database again and again; return how many acknowledged deeds were checked."""
    chance = random.Random(path.name)
    command = [sys.executable, str(EDITOR), str(path)]
    checked = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as editors:
        for number in range(ROUNDS):
            acknowledged = _killed_editor(editors, number * 100_000, chance.uniform(0.0, 0.15))
            checked += len(acknowledged)
            _check(path, acknowledged)
    return checked


def _check(path: Path, acknowledged: list[list[str]]) -> None:
    db = open_content(path)
    _check_edits(db, acknowledged)
    _check_publications(db, acknowledged)
    _check_pairs(db)
    assert audit.verify(db).valid
    assert check_integrity(path) == []
    db.close()


def test_no_acknowledged_edit_is_lost_when_the_editor_is_killed(tmp_path: Path) -> None:
    paths = [tmp_path / "one.db", tmp_path / "other.db"]
    for path in paths:
        open_content(path).close()
    with ThreadPoolExecutor() as pool:
        checked = list(pool.map(_torture, paths))
    assert min(checked) > ROUNDS

from __future__ import annotations

import re
import shutil
from pathlib import Path

import orjson
import pytest

from app.core.errors import ContentError, ContentErrors, StoreError
from app.store.content_set import normal_form
from app.store.database import open_content
from app.store.drafts import Drafts
from tests.cli.conftest import Edited, Run, run_over
from tests.installations import Installation


def edit(run: Run, path: Path) -> None:
    assert run("entry", "edit", "home-entry", "--from", path, "--change", "wording").exit_code == 0


def title(run: Run) -> str:
    reply = orjson.loads(run("ask", "--json", "--locale", "en", "/intent:home-entry").stdout)
    text = next(block["text"] for block in reply["blocks"] if block["kind"] == "answer")
    return str(text).partition("\n")[0].strip("*")


def test_an_edit_is_live_after_publish_and_gone_after_rollback(run: Run, edited: Edited) -> None:
    before = title(run)
    edit(run, edited("home-entry", title="Another title"))
    assert title(run) == before
    published = orjson.loads(run("publish", "-m", "new title", "--author", "ana", "--json").stdout)
    assert (published["fresh"], published["author"], published["note"]) == (True, "ana", "new title")
    assert title(run) == "Another title"
    done = run("rollback", "1", "-m", "it was better")
    assert "live again" in done.stdout, done.output
    assert title(run) == before
    rows = orjson.loads(run("history", "--json").stdout)
    assert [row["note"] for row in rows] == ["it was better", "new title", "first"]
    assert rows[0]["content_hash"] == rows[2]["content_hash"]
    assert orjson.loads(run("entry", "show", "home-entry", "--json").stdout)["title"] == "Another title"


def test_publishing_nothing_new_makes_no_publication(run: Run) -> None:
    assert "Nothing has changed" in run("publish").stdout
    assert len(orjson.loads(run("history", "--json").stdout)) == 1


def test_a_publication_that_does_not_exist_is_named(run: Run) -> None:
    done = run("rollback", "77")
    assert isinstance(done.exception, ContentError)
    assert "77" in str(done.exception)


def test_history_is_limited(looking: Run) -> None:
    assert len(looking("history", "--limit", "1").stdout.splitlines()) == 1


def test_init_again_keeps_what_an_operator_changed(run: Run, edited: Edited) -> None:
    again = run("init")
    assert again.exit_code == 0, again.output
    assert "0 added, 0 updated, 0 removed, 0 kept" in again.stdout
    assert "Publication 1 is live" in again.stdout
    edit(run, edited("home-entry", title="Ours"))
    after = run("init")
    # The entry, and in each translated locale the title, which stays valid after a change of wording.
    assert re.search(r"[1-9]\d* kept as operators changed them", after.stdout)
    assert "CONFLICT" not in after.stdout
    assert "Publication 2 is live" in after.stdout
    assert title(run) == "Ours"


def test_init_sets_up_an_empty_folder(installation: Installation, tmp_path: Path) -> None:
    empty = Installation(tmp_path / "new" / "kyr", installation.root)
    # With the index at hand, so that the test does not wait for its training.
    shutil.copytree(installation.folder / "index", empty.folder / "index")
    done = run_over(empty)("init", "--author", "ana")
    assert done.exit_code == 0, done.output
    assert "Publication 1 is live" in done.stdout
    assert {"content.db", "runtime.db", "index"} <= {path.name for path in empty.folder.iterdir()}
    assert "reading content files" in done.stderr


def test_before_init_a_command_says_what_to_do(installation: Installation, tmp_path: Path) -> None:
    run = run_over(Installation(tmp_path / "nothing", installation.root))
    assert isinstance(run("ask", "hello").exception, StoreError)
    assert isinstance(run("history").exception, StoreError)
    assert not (tmp_path / "nothing").exists()


def test_a_broken_content_file_stops_init_and_nothing_is_half_loaded(
    run: Run, content_root: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "root"
    for part in ("intents", "seeds", "translations"):
        shutil.copytree(content_root / part, broken / part)
    path = broken / "seeds" / "entries" / "warrants.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('label = "At my home"', 'label = "A label that no button can ever hold"'), "utf-8")
    before = run("entry", "list", "--json").stdout
    done = run("init", KYR_CONTENT=str(broken))
    assert isinstance(done.exception, ContentErrors)
    assert any(fault.path.endswith("warrants.toml") and fault.line for fault in done.exception.faults)
    assert run("entry", "list", "--json").stdout == before


def test_an_export_is_what_was_read(run: Run, own_installation: Installation, tmp_path: Path) -> None:
    target = tmp_path / "exported"
    shutil.copytree(own_installation.root / "translations", target / "translations")
    done = run("export", target)
    assert done.exit_code == 0, done.output
    there = Installation(own_installation.folder, target).contents()
    again = {(one.kind, one.key): normal_form(one).body for one in there.read_files()}
    db = open_content(own_installation.folder / "content.db", readonly=True)
    drafts = {(one.kind, one.key): one.body for one in Drafts(db).all()}
    db.close()
    assert again.keys() == drafts.keys()
    assert again == drafts
    assert "0 files changed" in run("export", target).stdout


def test_an_edit_is_exported_as_a_draft_and_not_as_live(
    run: Run, edited: Edited, tmp_path: Path, content_root: Path
) -> None:
    edit(run, edited("home-entry", title="Only a draft"))
    for name, expected in (("drafts", True), ("live", False)):
        target = tmp_path / name
        shutil.copytree(content_root / "translations", target / "translations")
        run("export", target, *(["--live"] if name == "live" else []))
        text = (target / "seeds" / "entries" / "warrants.toml").read_text(encoding="utf-8")
        assert ("Only a draft" in text) is expected


@pytest.mark.parametrize("command", ["publish", "rollback", "export", "check"])
def test_without_content_files_a_command_names_the_setting(run: Run, tmp_path: Path, command: str) -> None:
    arguments = {"rollback": ["1"], "export": [str(tmp_path)]}.get(command, [])
    done = run(command, *arguments, KYR_CONTENT=str(tmp_path))
    assert "KYR_CONTENT" in str(done.exception)

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import orjson
import pytest

from app.core.errors import SettingsError
from app.settings import Settings
from tests.cli.conftest import Run
from tests.installations import KEY, Installation


def test_the_shipped_files_pass_their_check(looking: Run) -> None:
    done = looking("check", "--files")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("0 faults, 0 warnings.\n")


def test_a_whole_installation_passes_its_check(run: Run) -> None:
    found = orjson.loads(run("check", "--json").stdout)
    assert found["faults"] == []


def test_every_fault_is_listed_at_once_with_its_place(run: Run, content_root: Path, tmp_path: Path) -> None:
    broken = tmp_path / "root"
    for part in ("intents", "seeds", "translations"):
        shutil.copytree(content_root / part, broken / part)
    for name, old, new in (
        ("seeds/entries/warrants.toml", 'label = "At my home"', 'label = "A label that no button can ever hold"'),
        ("intents/service.toml", 'action = "thanks"', 'action = "dance"'),
    ):
        text = (broken / name).read_text(encoding="utf-8")
        assert old in text
        (broken / name).write_text(text.replace(old, new), encoding="utf-8")
    done = run("check", "--files", KYR_CONTENT=str(broken))
    assert done.exit_code == 1
    assert "warrants.toml" in done.stdout


def test_an_altered_database_is_found(run: Run, own_installation: Installation) -> None:
    with sqlite3.connect(own_installation.folder / "content.db") as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        db.execute("UPDATE audit SET actor = 'somebody else' WHERE rowid = 3")
    db.close()
    done = run("check")
    assert done.exit_code == 1
    assert "audit log was altered" in done.stdout


def test_an_installation_without_a_database_is_told_to_init(run: Run, tmp_path: Path) -> None:
    done = run("check", KYR_FOLDER=str(tmp_path / "empty"))
    assert done.exit_code == 1
    assert "run `kyr init`" in done.stdout


def test_settings_lists_every_setting_with_its_source_and_hides_secrets(looking: Run) -> None:
    rows = orjson.loads(
        looking("settings", "--json", KYR_SECRET_KEY=KEY, KYR_TWILIO_AUTH_TOKEN="t" * 32, KYR_PORT="8081").stdout
    )
    by_name = {row["name"]: row for row in rows}
    assert set(by_name) == {f"KYR_{name.upper()}" for name in Settings.model_fields}
    assert (by_name["KYR_PORT"]["value"], by_name["KYR_PORT"]["source"]) == ("8081", "environment")
    assert by_name["KYR_HOST"]["source"] == "default"
    assert by_name["KYR_SECRET_KEY"]["value"] == "(set, hidden)"
    told = looking("settings", KYR_SECRET_KEY=KEY, KYR_TWILIO_AUTH_TOKEN="t" * 32).output
    assert KEY not in told
    assert "t" * 32 not in told


def test_settings_come_from_a_file_too_and_the_environment_wins(looking: Run, tmp_path: Path) -> None:
    path = tmp_path / "kyr.toml"
    path.write_text("port = 8085\nthreads = 2\n", encoding="utf-8")
    rows = orjson.loads(looking("settings", "--json", KYR_SETTINGS_FILE=str(path), KYR_PORT="8081").stdout)
    by_name = {row["name"]: (row["value"], row["source"]) for row in rows}
    assert by_name["KYR_THREADS"] == ("2", "file")
    assert by_name["KYR_PORT"] == ("8081", "environment")


def test_every_bad_setting_is_told_at_once_with_its_help(looking: Run) -> None:
    done = looking("settings", KYR_PORT="eighty", KYR_WORKERS="0", KYR_PUBLIC_URL="example.org", KYR_TYPO="1")
    told = str(done.exception)
    assert isinstance(done.exception, SettingsError)
    for name in ("KYR_PORT", "KYR_WORKERS", "KYR_PUBLIC_URL", "KYR_TYPO"):
        assert f"- {name}:" in told
    assert str(Settings.model_fields["workers"].description) in told
    assert "eighty" not in told


@pytest.mark.parametrize(
    ("key", "told"),
    [
        pytest.param("", "missing", id="missing"),
        pytest.param("kR4pX9", "shorter than 32", id="short"),
        pytest.param("change-me-" + KEY, "sample", id="sample"),
        pytest.param("ab" * 20, "repeats", id="repeating"),
    ],
)
def test_a_weak_key_stops_every_start_but_one_for_development(looking: Run, key: str, told: str) -> None:
    done = looking("serve", KYR_ENVIRONMENT="production", KYR_SECRET_KEY=key)
    assert isinstance(done.exception, SettingsError)
    assert "KYR_SECRET_KEY" in str(done.exception)
    assert told in str(done.exception)
    assert not key or key not in str(done.exception)


def test_a_strong_key_passes(looking: Run, tmp_path: Path) -> None:
    done = looking("serve", KYR_ENVIRONMENT="production", KYR_SECRET_KEY=KEY, KYR_FOLDER=str(tmp_path / "none"))
    assert "run `kyr init`" in str(done.exception)


def test_privacy_tells_what_is_held_and_knows_every_table(run: Run) -> None:
    told = run("privacy").stdout
    assert "UNKNOWN TABLE" not in told
    assert "forgotten 30 minutes after" in told
    held = orjson.loads(run("privacy", "--json").stdout)
    tables = {one["table"]: one["rows"] for one in held["runtime"]}
    assert (tables["sessions"], tables["deliveries"]) == (0, 0)


def test_a_backup_is_whole_and_holds_no_conversation(run: Run, tmp_path: Path) -> None:
    run("chat", typed="hello\n\n")
    done = run("backup", tmp_path / "copies")
    assert done.exit_code == 0, done.output
    content, runtime = sorted((tmp_path / "copies").iterdir())
    with sqlite3.connect(content) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM publications").fetchone() == (1,)
    db.close()
    with sqlite3.connect(runtime) as db:
        assert db.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM session_keys").fetchone() == (0,)
    db.close()


def test_the_catalogs_are_in_step_with_the_code(looking: Run) -> None:
    done = looking("catalog", "check")
    assert done.exit_code == 0, done.output

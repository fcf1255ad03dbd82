"""Everything has its one place, and nothing that belongs together is missing a part."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from app.channels.registry import find_channels
from app.cli import kyr
from app.dialog.actions import ACTIONS
from app.localization.languages import load_languages
from app.settings import FILE_VARIABLE, PREFIX, Settings

ROOT = Path(__file__).parents[2]
LANGUAGES = load_languages(ROOT / "translations" / "languages.toml")
LIVE = [locale.id for locale in LANGUAGES.live]
TRANSLATED = [locale for locale in LIVE if locale != "en"]
CHANNELS = sorted(find_channels())
DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md") if path.exists()]

OTHER_TESTS = {"stories", "payloads", "repository", "benchmarks", "browser", "evaluation"}
"""Folders of tests that mirror no folder of the program."""


def tracked() -> list[Path]:
    """Return the files that git would commit."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


TOPICS = sorted((ROOT / "intents").glob("*.toml"))


@pytest.mark.parametrize("path", TOPICS, ids=lambda path: path.stem)
def test_every_intent_has_an_entry_or_an_action(path: Path) -> None:
    entries_path = ROOT / "seeds" / "entries" / path.name
    entries = toml(entries_path) if entries_path.exists() else {}
    for name, intent in toml(path)["intents"].items():
        if intent.get("action"):
            assert intent["action"] in ACTIONS, name
        elif entries and intent.get("covered", True) and "answer" not in intent:
            assert name in entries, f"{name} has no answer in {entries_path}"


def test_every_entry_answers_an_intent() -> None:
    asked = {
        intent.get("answer", name) for path in TOPICS for name, intent in toml(path)["intents"].items()
        if "action" not in intent
    }  # fmt: skip
    entries = {name for path in (ROOT / "seeds" / "entries").glob("*.toml") for name in toml(path)}
    assert entries <= asked


def test_every_action_is_asked_for_by_an_intent() -> None:
    assert set(ACTIONS) == {
        intent["action"] for path in TOPICS for intent in toml(path)["intents"].values() if "action" in intent
    }


@pytest.mark.parametrize("name", CHANNELS)
def test_every_channel_has_tests_and_payloads(name: str) -> None:
    module = find_channels()[name].__module__.rpartition(".")[2]
    assert (ROOT / "tests" / "channels" / f"test_{module}.py").is_file()
    assert list((ROOT / "tests" / "payloads" / name).iterdir())


@pytest.mark.parametrize("locale", LIVE)
def test_every_live_locale_has_all_its_parts(locale: str) -> None:
    needed = [
        ROOT / "translations" / locale / "glossary.toml",
        ROOT / "intents" / "utterances" / f"{locale}.toml",
        ROOT / "tests" / "evaluation" / f"{locale}.jsonl",
    ]
    if locale in TRANSLATED:
        catalogs = ROOT / "translations" / locale / "LC_MESSAGES"
        needed += [catalogs / "messages.po", catalogs / "faq.po"]
    assert not [str(path.relative_to(ROOT)) for path in needed if not path.is_file()]
    assert toml(ROOT / "translations" / "emergency.toml")[locale].strip()


STORIES = {path.stem for path in (ROOT / "tests" / "stories" / "en").glob("*.toml")}


@pytest.mark.parametrize("locale", LIVE)
def test_every_live_locale_has_every_story(locale: str) -> None:
    own = {path.stem for path in (ROOT / "tests" / "stories" / locale).glob("*.toml")}
    assert len(STORIES) >= 8
    assert own == STORIES


def test_every_folder_of_stories_is_a_live_locale() -> None:
    assert {path.name for path in (ROOT / "tests" / "stories").iterdir() if path.is_dir()} == set(LIVE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_help(name: str) -> None:
    assert len((Settings.model_fields[name].description or "").split()) > 1


FOLDERS = sorted(
    path.parent.name for path in (ROOT / "app").glob("*/__init__.py") if len(list(path.parent.glob("*.py"))) > 1
)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_folder_of_the_program_has_its_mirror_in_the_tests(name: str) -> None:
    assert list((ROOT / "tests" / name).glob("test_*.py"))


def test_every_folder_of_tests_mirrors_one_of_the_program() -> None:
    found = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert found - OTHER_TESTS <= set(FOLDERS)


OWN_TO_A_MACHINE = re.compile(
    r"(?:^|[\s\"'=(:])/(?:root|home|work|Users)/[\w.]|https?://(?:registry|index|files|mirrors?|proxy)\.[\w.-]+\.\w+"
)
"""Paths of somebody's own machine, and hosts from which packages come: both differ from one machine to the next."""


def test_no_file_names_this_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in OWN_TO_A_MACHINE.finditer(text)]
    assert not found


def test_nothing_that_is_built_is_committed() -> None:
    built = (".mo", ".pyc", ".db", ".npy")
    assert not [path for path in tracked() if path.suffix in built or "node_modules" in path.parts]


def command_lines() -> Iterator[tuple[str, str]]:
    """Yield (document, line) for every line of code that calls `kyr`."""
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        blocks = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()]
        lines += re.findall(r"`([^`\n]+)`", text)
        for line in lines:
            match = re.search(r"(?:^|[\s/;&|])kyr\s+(.+)", f" {line}".partition(" #")[0])
            if match:
                yield path.name, f"kyr {match[1].strip()}"


LINES = sorted(set(command_lines()))


@pytest.mark.parametrize(("document", "line"), [pytest.param(*one, id=f"{one[0]}: {one[1]}"[:80]) for one in LINES])
def test_a_document_names_only_commands_and_options_that_exist(document: str, line: str) -> None:
    command: click.Command = kyr
    words = line.split()[1:]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.commands.get(words.pop(0))
        assert found is not None, f"{document}: there is no `{line}`"
        command = found
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {
        "--help",
        "-h",
        "--version",
    }
    options = {word.partition("=")[0].rstrip(",.") for word in words if word.startswith("-")}
    assert options <= known, f"{document}: `{line}`"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_only_settings_that_exist(path: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert named <= {PREFIX + name.upper() for name in Settings.model_fields} | {FILE_VARIABLE}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_only_files_and_make_targets_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)
    coded = re.findall(r"`((?:app|tests|seeds|intents|translations)/[\w./-]+)`", text)
    assert not [name for name in (*linked, *coded) if "<" not in name and not (ROOT / name).exists()]


def test_there_is_a_readme_and_a_guide_for_contributors() -> None:
    assert {path.name for path in DOCUMENTS} == {"README.md", "CONTRIBUTING.md"}

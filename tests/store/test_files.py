from __future__ import annotations

from pathlib import Path

import pytest

from app.core.content import Document
from app.core.errors import ContentErrors
from app.store.exporting import export_files
from app.store.files import load_content_files

INTENTS = """topic = "warrants"
title = "Warrants"

[intents.home-entry]
scope = "Can they come in?"
risk = "critical"

[intents.forced-entry]
scope = "They came in."
"""
FACTS = """[count]
value = "more than 2,000"
as_of = 2026-07-24
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("intents/utterances", "intents/rules", "seeds/entries"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "intents/warrants.toml").write_text(INTENTS, encoding="utf-8")
    (tmp_path / "seeds/facts.toml").write_text(FACTS, encoding="utf-8")
    return tmp_path


def _loaded(root: Path) -> dict[tuple[str, str], Document]:
    return {(one.kind, one.key): one for one in load_content_files(root)}


def test_files_become_documents_in_normal_form(root: Path) -> None:
    found = _loaded(root)
    assert found["topic", "warrants"].body == {"title": "Warrants"}
    assert found["intent", "home-entry"].body == {"topic": "warrants", "scope": "Can they come in?", "risk": "critical"}
    assert found["intent", "forced-entry"].body == {"topic": "warrants", "scope": "They came in.", "position": 1}
    assert found["fact", "count"].body == {"value": "more than 2,000", "as_of": "2026-07-24"}
    assert found["intent", "forced-entry"].origin == "intents/warrants.toml:8"


@pytest.mark.parametrize(
    ("name", "text", "kind", "key", "body"),
    [
        pytest.param(
            "intents/utterances/es.toml",
            'locale = "es"\n[utterances]\nhome-entry = ["la migra"]\n',
            "utterances",
            "es/home-entry",
            {"texts": ["la migra"]},
            id="utterances",
        ),
        pytest.param(
            "intents/utterances/es.toml",
            'locale = "es"\n[out_of_scope]\nnear = ["desalojo"]\n',
            "out_of_scope",
            "es/near",
            {"texts": ["desalojo"]},
            id="out of scope",
        ),
        pytest.param(
            "intents/rules/es.toml",
            'locale = "es"\n[rules]\nhome-entry = ["en mi puerta"]\n',
            "urgent_rules",
            "es",
            {"rules": {"home-entry": ["en mi puerta"]}},
            id="rules",
        ),
        pytest.param(
            "seeds/places.toml",
            '[chicago]\nname = "Chicago"\nkind = "city"\naliases.any = ["chi"]\n',
            "place",
            "chicago",
            {"name": "Chicago", "kind": "city", "aliases": {"any": ["chi"]}},
            id="place",
        ),
        pytest.param(
            "seeds/policies.toml",
            '[287g]\ntitle = "t"\nstate = "ended"\nas_of = 2026-01-02\n',
            "policy",
            "287g",
            {"title": "t", "state": "ended", "as_of": "2026-01-02"},
            id="policy",
        ),
    ],
)
def test_each_sort_of_file_is_read(
    root: Path, name: str, text: str, kind: str, key: str, body: dict[str, object]
) -> None:
    (root / name).write_text(text, encoding="utf-8")
    assert _loaded(root)[kind, key].body == body


@pytest.mark.parametrize(
    ("name", "text", "line", "rule"),
    [
        pytest.param("seeds/facts.toml", "[a]\nvalue = \n", 2, "is not TOML", id="syntax"),
        pytest.param("seeds/facts.toml", '[a]\nvalue = """x', 2, "is not TOML", id="open to the end"),
        pytest.param("seeds/facts.toml", b'[a]\nvalue = "\xff"\n', 2, "is not UTF-8", id="encoding"),
        pytest.param("seeds/facts.toml", '[a]\nvalue = "1"\n', 1, "fact:a: as_of: is missing", id="missing field"),
        pytest.param(
            "seeds/facts.toml",
            '[a]\nvalue = "1"\nas_of = 2026-01-01\n\nextra = 1\n',
            5,
            "extra: is no field",
            id="unknown",
        ),
        pytest.param("seeds/facts.toml", "a = 1\n", 1, "a: input should be", id="no table"),
        pytest.param("seeds/factz.toml", "", 0, "is no content file that is known", id="unknown file"),
        pytest.param("seeds/more/facts.toml", "", 0, "is no content file that is known", id="unknown folder"),
        pytest.param("intents/urgent.toml", 'topic = "other"\ntitle = "t"\n', 1, "topic differs", id="other topic"),
        pytest.param("intents/urgent.toml", 'topic = "urgent"\n', 0, "title: field required", id="no title"),
        pytest.param(
            "intents/urgent.toml",
            'topic = "urgent"\ntitle = "t"\n[intents.a]\nscope = "s"\nposition = 4\n',
            5,
            "a.position cannot be set",
            id="reserved field",
        ),
        pytest.param(
            "intents/zoning.toml",
            'topic = "zoning"\ntitle = "t"\n[intents.home-entry]\nscope = "s"\n',
            3,
            "is defined twice (keep one of the two, the other is in intents/warrants.toml:4)",
            id="intent of two topics",
        ),
        pytest.param("intents/utterances/es.toml", 'locale = "en"\n', 1, "locale differs", id="other locale"),
        pytest.param(
            "intents/utterances/es.toml",
            'locale = "es"\n[utterances]\nhome-entry = [\n"a",\n"",\n]\n',
            3,
            "texts.1: is empty",
            id="empty utterance",
        ),
        pytest.param(
            "seeds/entries/warrants.toml",
            '[a]\ntopic = "warrants"\n',
            2,
            "a.topic cannot be set",
            id="entry with a topic",
        ),
    ],
)
def test_a_fault_tells_path_line_and_rule(root: Path, name: str, text: str | bytes, line: int, rule: str) -> None:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ContentErrors) as caught:
        load_content_files(root)
    assert (name, line) in [(one.path, one.line) for one in caught.value.faults]
    assert rule in str(caught.value)
    assert str(root) not in str(caught.value)


def test_faults_of_all_files_are_told_together(root: Path) -> None:
    (root / "seeds/facts.toml").write_text("[a]\n[b]\n", encoding="utf-8")
    (root / "seeds/places.toml").write_text("x =", encoding="utf-8")
    with pytest.raises(ContentErrors) as caught:
        load_content_files(root)
    assert {one.path for one in caught.value.faults} == {"seeds/facts.toml", "seeds/places.toml"}
    assert len(caught.value.faults) == 5


def test_a_folder_without_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentErrors, match="intents: holds no content file"):
        load_content_files(tmp_path)


def test_a_mark_and_line_ends_of_windows_do_not_matter(root: Path) -> None:
    before = {identity: one.body for identity, one in _loaded(root).items()}
    for path in root.rglob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert {identity: one.body for identity, one in _loaded(root).items()} == before


def test_what_is_loaded_is_what_was_exported(tmp_path: Path, documents: list[Document]) -> None:
    own = {(one.kind, one.key): one.body for one in documents if one.kind != "translation"}
    export_files(documents, tmp_path)
    assert {identity: one.body for identity, one in _loaded(tmp_path).items()} == own

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.content import Document
from app.core.errors import ContentErrors
from app.store.content_set import normal_form
from app.store.exporting import export_files
from app.store.files import load_content_files

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1, max_size=40).filter(
    str.strip
)


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_each_document_has_its_file(tmp_path: Path, documents: list[Document]) -> None:
    export_files(documents, tmp_path)
    assert sorted(_files(tmp_path)) == [
        "intents/rules/en.toml",
        "intents/service.toml",
        "intents/utterances/en.toml",
        "intents/utterances/es.toml",
        "intents/warrants.toml",
        "seeds/entries/warrants.toml",
        "seeds/facts.toml",
        "seeds/places.toml",
        "seeds/policies.toml",
        "seeds/resources.toml",
        "seeds/sources.toml",
    ]


def test_exporting_what_was_loaded_changes_no_byte(tmp_path: Path, documents: list[Document]) -> None:
    export_files(documents, tmp_path)
    before = _files(tmp_path)
    again = export_files(load_content_files(tmp_path), tmp_path)
    assert (again.written, again.removed) == ((), ())
    assert _files(tmp_path) == before


def test_the_order_of_documents_does_not_matter(tmp_path: Path, documents: list[Document]) -> None:
    export_files(documents, tmp_path / "one")
    export_files(reversed(documents), tmp_path / "other")
    assert _files(tmp_path / "one") == _files(tmp_path / "other")


def test_entries_stand_in_the_order_of_their_intents(tmp_path: Path, documents: list[Document]) -> None:
    export_files(documents, tmp_path)
    text = (tmp_path / "seeds/entries/warrants.toml").read_text(encoding="utf-8")
    assert text.index("[home-entry]") < text.index("[home-entry.places.illinois]") < text.index("[warrant-types]")
    assert "reviewed_on = 2026-11-22\n" in text


def test_a_file_that_holds_nothing_any_more_goes(tmp_path: Path, documents: list[Document]) -> None:
    export_files(documents, tmp_path)
    (tmp_path / "seeds/notes.txt").write_text("mine", encoding="utf-8")
    report = export_files([one for one in documents if one.kind != "fact"], tmp_path)
    assert (report.written, report.removed) == ((), ("seeds/facts.toml",))
    assert (tmp_path / "seeds/notes.txt").exists()


def test_a_broken_document_is_refused_before_anything_is_written(tmp_path: Path, documents: list[Document]) -> None:
    with pytest.raises(ContentErrors):
        export_files([*documents, Document("fact", "bad", {})], tmp_path)
    assert _files(tmp_path) == {}


@given(texts=st.lists(WORDS, min_size=1, max_size=4, unique=True), title=WORDS)
def test_any_text_survives_the_way_through_files(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], title: str
) -> None:
    root = tmp_path_factory.mktemp("files")
    documents = [
        normal_form(Document("topic", "t", {"title": "T", "position": -3})),
        normal_form(Document("utterances", "am/a", {"texts": texts})),
        normal_form(
            Document("policy", "p", {"title": title, "state": "ended", "as_of": "2026-01-31", "notice": title})
        ),
    ]
    export_files(documents, root)
    loaded = {(one.kind, one.key): one.body for one in load_content_files(root)}
    assert loaded == {(one.kind, one.key): one.body for one in documents}

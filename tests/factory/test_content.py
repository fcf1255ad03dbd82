from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.core.errors import ContentErrors
from app.factory.content import faq_strings
from app.matching.shelf import IndexShelf
from app.store.database import open_content
from app.store.drafts import Drafts
from tests.installations import Installation


def test_every_fault_of_every_kind_of_file_is_told_together(
    installation: Installation, content_root: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "root"
    for part in ("intents", "seeds", "translations"):
        shutil.copytree(content_root / part, broken / part)
    (broken / "seeds" / "facts.toml").write_text("[", encoding="utf-8")
    (broken / "translations" / "es" / "LC_MESSAGES" / "faq.po").write_text('msgid "x', encoding="utf-8")
    with pytest.raises(ContentErrors) as caught:
        Installation(installation.folder, broken).contents().read_files()
    told = {Path(fault.path).name for fault in caught.value.faults}
    assert {"facts.toml", "faq.po"} <= told


def test_the_shipped_content_has_no_fault(installation: Installation) -> None:
    contents = installation.contents()
    assert contents.check(contents.read_files()) == []


def test_critical_strings_are_marked_for_translators(installation: Installation) -> None:
    strings = {one.msgctxt: one for one in faq_strings(installation.contents().read_files())}
    assert strings["home-entry:short"].critical
    assert not strings["topic:warrants:title"].critical


def test_publishing_without_new_utterances_keeps_the_index(own_installation: Installation) -> None:
    contents = own_installation.contents()
    shelf = IndexShelf(contents.paths.index)
    before = shelf.in_use()
    steps: list[str] = []
    db = open_content(contents.paths.content)
    document = Drafts(db).get("fact", next(one.key for one in Drafts(db).list("fact")))
    Drafts(db).save(type(document)("fact", document.key, {**document.body, "value": "another figure"}), author="ana")
    made = contents.publish(db, author="ana", note="", progress=lambda step, _share: steps.append(step))
    db.close()
    assert made.fresh
    assert shelf.in_use() == before
    assert steps == []

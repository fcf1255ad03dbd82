"""Content from files to a live publication: read, check, seed, build the index, publish."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.core.locale import SOURCE_LOCALE, Locale
from app.dialog.actions import ACTIONS
from app.factory.paths import Paths
from app.localization.catalogs import path_of
from app.localization.languages import Languages
from app.localization.po import FaqString, parse_faq, read_faq, write_faq
from app.matching.corpus import matching_hash
from app.matching.fold import fold
from app.matching.shelf import IndexShelf
from app.store import publishing, seeding
from app.store.database import Database
from app.store.drafts import Drafts
from app.store.exporting import export_files
from app.store.files import load_content_files
from app.store.strings import english_strings
from app.store.validation import check_documents

Progress = Callable[[str, float], None]
"""Told what is being done and the share (0 to 1) of it that is done."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The content of one installation: what its files say, what its store holds, and the index made of it."""

    paths: Paths
    languages: Languages

    def read_files(self) -> list[Document]:
        """Return all content of the files, translations included. Raises `ContentErrors` with every fault."""
        faults: list[ContentError] = []
        documents: list[Document] = []
        try:
            documents += load_content_files(self.paths.root)
        except ContentErrors as error:
            faults += error.faults
        for locale in self.languages.live:
            path = path_of(self.paths.translations, locale.id, "faq")
            if locale.id == SOURCE_LOCALE or not path.exists():
                continue
            try:
                documents += read_faq(path, locale.id)
            except ContentErrors as error:
                faults += error.faults
            except ContentError as error:
                faults.append(error)
        if faults:
            raise ContentErrors(faults)
        return documents

    def check(self, documents: Sequence[Document]) -> list[ContentError]:
        """Return every fault of a set of documents."""
        known = {locale.id for locale in self.languages.all}
        return check_documents(documents, locales=known, actions=ACTIONS, fold=fold)

    def seed(self, db: Database, *, author: str) -> seeding.SeedReport:
        """Bring the store's drafts up to the files; what operators changed stays. Raises `ContentErrors`."""
        return seeding.seed(db, self.read_files(), author=author, check=self.check)

    def publish(self, db: Database, *, author: str, note: str, progress: Progress) -> publishing.Publication:
        """Build the index that the drafts need, make them live, and put the index into use."""
        content_hash = self.build(Drafts(db).all(), progress=progress)
        publication = publishing.publish(db, author=author, note=note, check=self.check)
        IndexShelf(self.paths.index).use(content_hash)
        return publication

    def rollback(
        self, db: Database, number: int, *, author: str, note: str, progress: Progress
    ) -> publishing.Publication:
        """Make an older publication live again, with the index that it needs."""
        content_hash = self.build(publishing.documents_of(db, number), progress=progress)
        publication = publishing.rollback(db, number, author=author, note=note, check=self.check)
        IndexShelf(self.paths.index).use(content_hash)
        return publication

    def export(self, documents: Sequence[Document], folder: Path) -> list[Path]:
        """Write documents as content files and catalogs below `folder`; return what changed."""
        exported = export_files(documents, folder)
        changed = [folder / name for name in (*exported.written, *exported.removed)]
        for locale in self.languages.live:
            if locale.id != SOURCE_LOCALE:
                changed += self._export_catalog(documents, folder, locale)
        return changed

    def _export_catalog(self, documents: Sequence[Document], folder: Path, locale: Locale) -> list[Path]:
        path = path_of(folder / "translations", locale.id, "faq")
        before = path.read_bytes() if path.exists() else b""
        prefix = f"{locale.id}/"
        # The store leaves out what equals the default; a catalog marks every draft as such.
        own = [
            replace(one, body={"status": "draft", **one.body})
            for one in documents
            if one.kind == "translation" and one.key.startswith(prefix)
        ]
        retired = parse_faq(path, locale.id).retired if before else []
        path.parent.mkdir(parents=True, exist_ok=True)
        write_faq(path, locale, faq_strings(documents), [*own, *retired])
        return [] if path.read_bytes() == before else [path]

    def build(self, documents: Sequence[Document], *, progress: Progress) -> str:
        """Build the index of these documents unless it stands already; return its hash."""
        words = {locale.id: locale.words for locale in self.languages.live}
        content_hash = matching_hash(documents, words=words)
        shelf = IndexShelf(self.paths.index)
        if not shelf.has(content_hash):
            from app.matching.build import build_index  # noqa: PLC0415 - loads the training library, seconds

            shelf.put(build_index(documents, progress=progress, words=words))
        return content_hash


def faq_strings(documents: Sequence[Document]) -> list[FaqString]:
    """Return every string of the content that translators get, those of critical answers marked."""
    critical = {one.body.get("answer") or one.key for one in documents if one.body.get("risk") == "critical"}
    return [
        FaqString(msgctxt, text, critical=re.split("[@:]", msgctxt)[0] in critical)
        for msgctxt, text in english_strings(documents).items()
    ]

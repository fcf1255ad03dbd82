"""Content written back into the files that it could have been read from, so that it can be reviewed as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from app.core.content import Document
from app.store.database import store_errors
from app.store.layout import tables_of

_OURS = ("intents/*.toml", "intents/utterances/*.toml", "intents/rules/*.toml", "seeds/*.toml", "seeds/entries/*.toml")


@dataclass(frozen=True, slots=True)
class Exported:
    """Paths relative to the root. `written`: files whose text changed; `removed`: those that hold nothing any more."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def export_files(documents: Iterable[Document], root: Path) -> Exported:
    """Write `documents` as content files under `root`; loading these gives equal documents again.

    The same documents always give the same bytes. Content files of other documents are removed; comments in files
    are lost. Translations are not written: they live in the catalogs. Raises ContentErrors, StoreError.
    """
    tables = tables_of(documents)
    texts = {path.as_posix(): tomli_w.dumps(tables[path], multiline_strings=True) for path in tables}
    with store_errors(root):
        written = tuple(name for name, text in sorted(texts.items()) if _write(root / name, text))
        found = (path.relative_to(root).as_posix() for pattern in _OURS for path in root.glob(pattern))
        removed = tuple(sorted(name for name in found if name not in texts))
        for name in removed:
            (root / name).unlink()
    return Exported(written, removed)


def _write(path: Path, text: str) -> bool:
    """Write a file whole or not at all; tell whether that changed it."""
    data = text.encode()
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
    return True

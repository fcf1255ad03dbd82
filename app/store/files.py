"""Content files read: every fault of every file at once, with its line, or else all of their documents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from app.core.content import Document
from app.core.errors import ContentError, ContentErrors
from app.store.content_set import ContentSet, examine, normal_form
from app.store.layout import Located, Table, read_table
from app.store.lines import Lines

_AT_LINE = re.compile(r" \(at (?:line (?P<line>[0-9]+), column [0-9]+|end of document)\)")
_FOLDERS = ("intents", "seeds")


def load_content_files(root: Path) -> list[Document]:
    """Return the documents of all TOML files under `root`/intents and `root`/seeds, in normal form.

    Raises ContentErrors with every fault of every file; then nothing is loaded. Cross references are not looked at.
    """
    faults: list[ContentError] = []
    documents: list[Document] = []
    for path in _content_files(root, faults):
        found, wrong = _read_file(root, path)
        documents += found
        faults += wrong
    faults += ContentSet(documents).faults
    if faults:
        raise ContentErrors(faults)
    return documents


def _content_files(root: Path, faults: list[ContentError]) -> Iterator[Path]:
    for folder in _FOLDERS:
        found = sorted((root / folder).rglob("*.toml"))
        if not found:
            faults.append(ContentError(folder, "holds no content file", mend="run this where intents/ and seeds/ are"))
        yield from found


def _read_file(root: Path, path: Path) -> tuple[list[Document], list[ContentError]]:
    name = path.relative_to(root).as_posix()
    try:
        # A mark at the beginning is what Windows editors put there; TOML itself would refuse it.
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return [], [ContentError(name, "is not UTF-8", line=line, mend="save the file as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        return [], [_not_toml(name, text, str(error))]
    except OSError as error:
        return [], [ContentError(name, f"cannot be read: {error.strerror}")]
    return _documents(name, text, data)


def _not_toml(name: str, text: str, message: str) -> ContentError:
    match = _AT_LINE.search(message)
    line = int(match["line"] or text.count("\n") + 1) if match else 0
    return ContentError(name, f"is not TOML: {_AT_LINE.sub('', message)}", line=line, mend="mend the line or undo it")


def _documents(name: str, text: str, data: Table) -> tuple[list[Document], list[ContentError]]:
    read = read_table(PurePosixPath(name), data)
    if read is None:
        return [], [ContentError(name, "is no content file that is known", mend="check its name and folder")]
    located, problems = read
    lines = Lines(text)
    faults = [ContentError(name, rule, line=lines.of(where), mend=mend) for where, rule, mend in problems]
    documents = []
    for one in located:
        document = Document(one.kind, one.key, one.body, f"{name}:{lines.of(one.where)}")
        wrong = _faults(name, lines, one, document)
        faults += wrong
        if not wrong:
            documents.append(normal_form(document))
    return documents, faults


def _faults(name: str, lines: Lines, located: Located, document: Document) -> list[ContentError]:
    what = f"{located.kind}:{located.key}"
    return [
        ContentError(name, f"{what}: {rule}", line=lines.of((*located.where, *where)), mend=mend)
        for where, rule, mend in examine(document)[1]
    ]

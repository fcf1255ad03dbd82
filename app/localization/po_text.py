"""Reading PO files as text: what must be mended or refused before Babel or polib may see it."""

from __future__ import annotations

import re
from pathlib import Path

from app.core.errors import ContentError

_SEPARATORS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Characters that Python and polib, but no PO file, take for the end of a line."""

_LINE = re.compile(r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?)\s*)?"(?:[^"\\]|\\.)*"\s*)?')


def read_po_text(path: Path) -> str:
    """Return the text of a PO file, fit for either parser, with its lines where they were.

    A byte-order mark is dropped: after one, Babel takes the header for the first entry's translation. Lines of
    workflow flags, which begin with "#=" (GNU gettext announced them for 2027), become "#," lines: Babel takes them
    for comments, so that unreviewed text would go live, and polib fails on them (izimobil/polib#176). Raises
    `ContentError` if the file cannot be read or a line is no PO: both parsers read an unterminated string as "".
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ContentError(str(path), "the catalog cannot be read") from error
    except UnicodeDecodeError as error:
        raise ContentError(str(path), "the catalog is not in UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):
        if _SEPARATORS.search(line) or not _LINE.fullmatch(line):
            raise ContentError(
                str(path), "this line is no PO", line=number, mend="check its quotes; `msgfmt -c` says more"
            )
    return re.sub(r"(?m)^#=", "#,", text)

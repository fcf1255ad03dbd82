"""The closed tree of errors. Each class says whether trying again can help and what an operator should do."""

from __future__ import annotations

from typing import ClassVar


class KyrError(Exception):
    """Base of every error that this project raises on purpose.

    `retryable`: the same call may succeed later. `operator_text`: one sentence for the log; it never holds
    anything that a resident wrote.
    """

    retryable: ClassVar[bool] = False
    operator_text: ClassVar[str] = "The request could not be answered."


class ContentError(KyrError):
    """A content file or an edit breaks a rule; nothing of it was taken over.

    `path`: file (or store key); `line`: 1-based, 0 if unknown; `rule`: what is wrong; `mend`: what to do.
    """

    operator_text = "A content file breaks a rule and was refused."

    def __init__(self, path: str, rule: str, *, line: int = 0, mend: str = "") -> None:
        self.path, self.rule, self.line, self.mend = path, rule, line, mend
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {rule}" + (f" ({mend})" if mend else ""))


class ContentErrors(KyrError):  # noqa: N818 - the plural says that it holds several
    """Several content faults, reported together so that they can be mended in one go."""

    operator_text = "Content files break rules and were refused."

    def __init__(self, faults: list[ContentError]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class SettingsError(KyrError):
    """One or more settings are missing or wrong; the text lists every one with its help."""

    operator_text = "The settings are incomplete or wrong."


class StoreError(KyrError):
    """A database cannot be read or written."""

    retryable = True
    operator_text = "The store cannot be reached; the last good snapshot keeps serving."


class SnapshotRefusedError(KyrError):
    """A publication failed its checks and was not swapped in; the previous one keeps serving."""

    operator_text = "The newest publication failed its checks and is not served."


class EditConflictError(KyrError):
    """Somebody else saved the same item since it was read; nothing was overwritten."""

    operator_text = "Somebody else edited this item in the meantime."


class IndexMissingError(KyrError):
    """The matching index is absent or belongs to other utterances or another format."""

    operator_text = "The matching index is missing or out of date: run `kyr publish` to build it."


class ForgedRequestError(KyrError):
    """A webhook request was not signed by the platform that it claims to come from."""

    operator_text = "A webhook request carried a wrong or missing signature."


class BadRequestError(KyrError):
    """A request that cannot be understood. `code` is a short stable word, `detail` never repeats the input."""

    operator_text = "A request could not be understood."

    def __init__(self, code: str, detail: str, *, status: int = 400) -> None:
        self.code, self.detail, self.status = code, detail, status
        super().__init__(f"{code}: {detail}")

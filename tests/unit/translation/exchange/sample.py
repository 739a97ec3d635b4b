"""A small message that other tools have translated, and what a file of theirs is expected to say."""

from dataclasses import dataclass, field

from composer.errors import FileRefused
from composer.model.translation import UnitState
from composer.stages.exchange_workbook import give_cells, sheet_of
from composer.translation.exchange.compare import LineKind, UnitHere, compare_units
from composer.translation.exchange.reading import read_exchange_file

WELCOME, FEES = "Welcome", "Fees"
DEAR = "Dear {{ first_name }},"
TERMS = "Read [the terms](https://example.com/terms) **today**."
KINDS = {WELCOME: "subject", FEES: "heading", DEAR: "paragraph", TERMS: "paragraph"}
DRAFT, NEEDS_WORK, REVIEWED = UnitState.DRAFT, UnitState.NEEDS_WORK, UnitState.REVIEWED


@dataclass(frozen=True)
class Sample:
    """A file that reads right: what it changes, and what stands against the rest of it."""

    tool: str
    file: str
    content: str | bytes
    taken: dict[str, tuple[str, UnitState]]
    against: dict[str, tuple[str, int | str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """A file that is refused as a whole, with the code and the line."""

    what: str
    file: str
    content: str | bytes
    code: str
    line: int | None


def cells_here(content, _file):
    """Read a workbook without a process of its own: what is hostile is tested elsewhere."""
    return tuple(sheet_of(answer[1]) for answer in give_cells({"content": content}))


def read(content, file):
    raw = content.encode() if isinstance(content, str) else content
    return read_exchange_file(raw, file=file, read_cells=cells_here)


def ours(**targets):
    """Give our texts, untranslated but for those named by their first word."""
    return [
        UnitHere(
            source=source,
            kind=kind,
            target=targets.get(source.partition(" ")[0].lower(), ""),
            state=REVIEWED if source.partition(" ")[0].lower() in targets else UnitState.NEW,
        )
        for source, kind in KINDS.items()
    ]


def compared(content, file, here=None, sent=None, check=lambda _unit, _target: ()):
    found = read(content, file)
    return compare_units(found, here or ours(), name=file, sent=sent, check=check)


def taken(lines):
    return {line.source: (line.target, line.state) for line in lines if line.kind is LineKind.TAKEN}


def refusal(content, file):
    try:
        read(content, file)
    except FileRefused as error:
        [found] = error.findings
        assert found.text
        assert found.place_of("file") == file
        return found.code, found.place_of("line")
    return None

"""How answers are printed: sentences for people, one JSON object for programs.

Groups of one kind are one entry with a count and at most 20 examples in text; `--json` lists all.
"""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Iterable, Mapping
from typing import TextIO

from composer.findings import Finding
from composer.i18n import N_, _, ngettext, place

EXAMPLES_SHOWN = 20
_WORDS = {"block": N_("Must fix"), "warn": N_("Please look"), "note": N_("For your information")}

_PLACES = {
    "row": N_("row {value}"),
    "line": N_("line {value}"),
    "column": N_("column {value}"),
    "locale": N_("locale {value}"),
    "slot": N_("slot {value}"),
}


_VISIBLE = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    **dict.fromkeys((*range(0x7F, 0xA0), 0x202D, 0x202E), "\ufffd"),
}
"""What a terminal would obey instead of showing it; a file's cells and names may hold any of it."""


def visible(text: str) -> str:
    r"""Give a text in which nothing rules the terminal.

    >>> visible("\x1b[2Jname")
    '␛[2Jname'
    """
    return text.translate(_VISIBLE)


class Output:
    """Prints the answers of one command."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(
        self,
        record: Mapping[str, object],
        text: str,
        *,
        findings: Iterable[Finding] | None = None,
    ) -> None:
        """Print a command's result: the JSON object, or the text.

        `findings` may be very many: they become a list of the object without being held.
        """
        if not self.as_json:
            print(visible(text))
        elif findings is None:
            _print_json(record)
        else:
            _print_json_with(record, findings)

    def progress(self, record: Mapping[str, object], text: str) -> None:
        """Print one line of progress: JSON lines, or a line on the error stream."""
        if self.as_json:
            _print_json({"progress": dict(record)})
        elif sys.stderr.isatty():
            print(f"\r{text}", end="", file=sys.stderr, flush=True)

    def blocked(
        self, findings: Iterable[Finding], record: Mapping[str, object] | None = None
    ) -> None:
        """Print the findings that stand in the way."""
        found = list(findings)
        if self.as_json:
            _print_json({**(record or {}), "findings": [item.as_json() for item in found]})
        else:
            print_findings(found)

    def error(self, text: str, advice: str) -> None:
        """Print an error for people on the error stream, and as JSON when asked.

        People first: whoever reads the JSON may have gone.
        """
        print(visible(text), file=sys.stderr)
        if advice:
            print(f"  {visible(advice)}", file=sys.stderr)
        if self.as_json:
            _print_json({"error": text, "advice": advice, "findings": []})


def finish_output() -> None:
    """Write out what is still held back, while it can be told that nobody takes it."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def drop_closed_output() -> bool:
    """Send what nobody reads any more nowhere; tell whether an output of ours was closed."""
    closed = [stream for stream in (sys.stdout, sys.stderr) if stream and _is_closed(stream)]
    for stream in closed:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    return bool(closed)


def _is_closed(stream: TextIO) -> bool:
    """Tell whether whoever read a stream has gone; asked once a pipe was found broken."""
    if not hasattr(select, "poll"):  # Windows cannot be asked
        return True
    poll = select.poll()
    poll.register(stream, select.POLLOUT)
    return any(events & (select.POLLERR | select.POLLHUP) for _fd, events in poll.poll(0))


def _print_json(record: Mapping[str, object]) -> None:
    print(json.dumps(record, ensure_ascii=False), flush=True)


def _print_json_with(record: Mapping[str, object], findings: Iterable[Finding]) -> None:
    out, between = sys.stdout, ""
    out.write(json.dumps(record, ensure_ascii=False)[:-1])
    out.write(', "findings": [' if record else '"findings": [')
    for item in findings:
        out.write(between + json.dumps(item.as_json(), ensure_ascii=False))
        between = ", "
    print("]}", flush=True)


def print_findings(
    findings: Iterable[Finding],
    file: TextIO | None = None,
    *,
    unlisted: Mapping[str, int] | None = None,
) -> None:
    """Print findings grouped by kind, each group with its count, advice and first examples.

    `unlisted` says by code how many more there are than are given.
    """
    out = file or sys.stdout
    groups: dict[tuple[str, str], list[Finding]] = {}
    for item in findings:
        groups.setdefault((item.code, item.severity.value), []).append(item)
    for (code, severity), members in groups.items():
        total = len(members) + (unlisted or {}).get(code, 0)
        count = f" × {total}" if total > 1 else ""
        text = visible(members[0].text)
        print(f"{_(_WORDS[severity])}{count}: {text}  [{code}]", file=out)
        for member in members[:EXAMPLES_SHOWN]:
            where = describe_place(member)
            repeated = member.text if member.text != members[0].text else ""
            if where or repeated:
                line = "  ".join(part for part in (where, repeated) if part)
                print(f"    {visible(line)}", file=out)
        if total > EXAMPLES_SHOWN:
            more = total - EXAMPLES_SHOWN
            words = place(ngettext("and {n} more", "and {n} more", more), n=more)
            print(f"    {words}", file=out)
        if members[0].advice:
            print(f"    → {visible(members[0].advice)}", file=out)


def describe_place(item: Finding) -> str:
    """Put a finding's place on one line: `audience.csv, row 12, email`."""
    return _(", ").join(
        place(_(_PLACES[key]), value=value) if key in _PLACES else str(value)
        for key, value in item.where
    )

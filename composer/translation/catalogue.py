"""Read and write one locale's translations as a PO file, and look translations up.

A PO file comes from outside and is hostile: sizes are capped, nothing in it is evaluated (plural
forms are refused, not computed), and what cannot be read names its line. Writing is deterministic:
the same catalogue always gives the same bytes, without dates.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable

from babel.messages.catalog import Message as BabelMessage
from babel.messages.pofile import PoFileError
from babel.messages.pofile import read_po as read_babel_po

from composer.errors import FileRefused
from composer.findings import finding
from composer.model.message import Catalogue, CatalogueEntry

MAX_PO_BYTES = 8 * 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LINE = re.compile(r'(?:(msgid|msgstr)\s+)?"(?:[^"\\]|\\["\\abfnrtv])*"')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r"}


def translator(catalogue: Catalogue | None) -> Callable[[str], str]:
    """Give the look-up of a locale: the translation, or the source where there is none.

    What needs work is shown too, so that translators see it; the gate keeps it from being sent.
    """
    entries = catalogue.entries if catalogue else ()
    targets = {entry.source: entry.target for entry in entries if entry.target.strip()}
    return lambda source: targets.get(source, source)


def merge(sources: Iterable[str], catalogue: Catalogue) -> Catalogue:
    """Bring a catalogue in line with the message's units, in their order.

    Translations are kept, new units are empty; translations of units that are gone stay at the end,
    so that undoing an edit of the source loses nothing.
    """
    known = {entry.source: entry for entry in catalogue.entries}
    ordered = dict.fromkeys(sources)
    entries = [known.pop(text, CatalogueEntry(source=text, target="")) for text in ordered]
    left = [entry for entry in known.values() if entry.target]
    return Catalogue(locale=catalogue.locale, entries=(*entries, *left))


def read_po(content: bytes, *, locale: str, file: str) -> Catalogue:
    """Read a PO file; `file` is named in findings.

    Raises:
        FileRefused: it is too large, not UTF-8, not PO, or holds what this program cannot use.
    """
    text = _checked(content, file)
    try:
        parsed = read_babel_po(io.StringIO(text, newline="\n"), abort_invalid=True)
    except PoFileError as error:
        raise _refused("translation.bad_po", file, error.lineno + 1) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _refused("translation.bad_po", file, 1) from error
    return Catalogue(
        locale=locale,
        entries=tuple(_entry(message, file) for message in parsed if message.id),
    )


def write_po(catalogue: Catalogue) -> bytes:
    """Write a catalogue as a PO file in UTF-8."""
    language = catalogue.locale.replace("-", "_")
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    ]
    for entry in catalogue.entries:
        lines.append("")
        if entry.fuzzy:
            lines.append("#, fuzzy")
        lines += [f"msgid {_quoted(entry.source)}", f"msgstr {_quoted(entry.target)}"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _checked(content: bytes, file: str) -> str:
    """Check each line's grammar, which Babel does not, and keep only what it needs to see."""
    if len(content) > MAX_PO_BYTES:
        raise _refused("translation.po_too_large", file, 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad_line = content.count(b"\n", 0, error.start) + 1
        raise _refused("translation.po_not_utf8", file, bad_line) from error
    kept: list[str] = []
    keyword = ""
    for number, row in enumerate(text.split("\n"), start=1):
        line = row.strip()
        if line.startswith("#"):
            kept.append(line if line.startswith("#,") else "")
            continue
        if line.startswith(("msgid_plural", "msgctxt", "msgstr[")):
            raise _refused("translation.po_plural", file, number)
        match = _LINE.fullmatch(line) if line else None
        misplaced = match is not None and match[1] == "msgstr" and keyword != "msgid"
        if line and (match is None or misplaced):
            raise _refused("translation.bad_po", file, number)
        keyword = (match[1] if match else None) or keyword
        kept.append(line)
    return "\n".join(kept)


def _entry(message: BabelMessage, file: str) -> CatalogueEntry:
    source, target = message.id, message.string
    if not isinstance(source, str) or not isinstance(target, str):
        raise _refused("translation.po_plural", file, message.lineno or 1)
    if _CONTROL.search(source) or _CONTROL.search(target):
        raise _refused("translation.po_control", file, message.lineno or 1)
    return CatalogueEntry(source=source, target=target, fuzzy=message.fuzzy and bool(target))


def _refused(code: str, file: str, line: int) -> FileRefused:
    return FileRefused([finding(code, where={"file": file, "line": line}, file=file, line=line)])


def _quoted(text: str) -> str:
    escaped = "".join(_ESCAPES.get(char, char) for char in text)
    if "\n" not in escaped:
        return f'"{escaped}"'
    lines = escaped.split("\n")
    pieces = [f'"{line}\\n"' for line in lines[:-1]]
    if lines[-1]:
        pieces.append(f'"{lines[-1]}"')
    return "\n".join(['""', *pieces])

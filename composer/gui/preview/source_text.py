"""A message's source as text to read: every line as it is sent, long files shortened.

Which line each part begins on is told beside it, so that a tree of parts can lead there. Qt is not
known.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer.i18n import _, ngettext, place
from composer.wire.structure import PartLine, Structure

FILE_LINES = 6
LONG_FILE_BYTES = 4_000
LONGEST_LETTERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """The text, and the line (from 0) on which each part's own header begins."""

    text: str
    lines: tuple[int, ...]


def source_text(content: bytes, structure: Structure) -> SourceText:
    """Write a message's source, without the middle of long files."""
    pieces: list[str] = []
    lines: list[int] = []
    at = written = 0

    def write(piece: str) -> None:
        nonlocal written
        pieces.append(piece)
        written += piece.count("\n")

    for part in structure.parts:
        write(_readable(content[at : part.start]))
        lines.append(written)
        at = part.start
        if _is_long_file(part):
            body = content[part.body : part.stop].split(b"\r\n")
            write(_readable(content[at : part.body]))
            write(_readable(b"\r\n".join(body[:FILE_LINES]) + b"\r\n"))
            left = len(body) - FILE_LINES
            words = ngettext("[… {count} more line …]", "[… {count} more lines …]", left)
            write(place(words, count=left))
            at = part.stop
    write(_readable(content[at:]))
    text = "".join(pieces)
    if len(text) > LONGEST_LETTERS:
        text = text[:LONGEST_LETTERS] + "\n" + _("[… the rest is not shown here …]")
    return SourceText(text=text, lines=tuple(lines))


def part_words(part: PartLine) -> str:
    """Name a part: its type, and its file's name where it has one."""
    name = part.name or part.content_id
    return f"{part.kind}  {name}" if name else part.kind


def _is_long_file(part: PartLine) -> bool:
    return (
        not part.is_multipart and part.encoding == "base64" and part.size_bytes > LONG_FILE_BYTES
        and not part.is_text
    )  # fmt: skip


def _readable(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n")

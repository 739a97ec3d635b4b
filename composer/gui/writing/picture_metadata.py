"""Takes out of a picture's file what it says beside its pixels, without touching those.

For files that are small enough as they are: place, camera, author, comments and thumbnails go, the
picture is not compressed a second time. What cannot be followed to its end is given back as
nothing, and the caller writes the picture anew.
"""

from __future__ import annotations

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB"})
_ADOBE = 0xEE  # says how the colours are stored
_JFIF = 0xE0
_COMMENT = 0xFE
_SCAN, _END = 0xDA, 0xD9


def without_metadata(content: bytes, kind: str) -> bytes:
    """Give the file without its metadata; empty when the kind is not known or it is damaged."""
    try:
        match kind:
            case "png":
                return _bare_png(content)
            case "jpeg":
                return _bare_jpeg(content)
            case _:
                return b""
    except (IndexError, ValueError):
        return b""


def _bare_png(content: bytes) -> bytes:
    if not content.startswith(_PNG_START):
        raise ValueError("not a PNG")
    out, at = [_PNG_START], len(_PNG_START)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        name, end = content[at + 4 : at + 8], at + 12 + length
        if len(name) < 4 or end > len(content):
            raise ValueError("cut off")
        if name in _PNG_KEPT:
            out.append(content[at:end])
        if name == b"IEND":
            return b"".join(out)  # what is hidden behind the end goes too
        at = end
    raise ValueError("no end")


def _bare_jpeg(content: bytes) -> bytes:
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("not a JPEG")
    out, at = [b"\xff\xd8"], 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("lost")
        marker = content[at + 1]
        if marker == _END:
            return b"".join(out) + b"\xff\xd9"  # what is hidden behind the end goes too
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("cut off")
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        if not _is_metadata(marker):
            out.append(content[at:end])
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Find the next marker behind a scan's bytes, where 0xFF stands before 0 or a restart."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _is_metadata(marker: int) -> bool:
    is_application = 0xE0 <= marker <= 0xEF
    return marker == _COMMENT or (is_application and marker not in {_JFIF, _ADOBE})

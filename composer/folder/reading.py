"""Read a folder's files from disk without leaving it, hanging, or filling the memory.

Links and special files are findings and are never opened; sizes and counts are capped. Hidden files
and what desktops leave behind are passed over silently. The audience is found here, not read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from composer.findings import Finding, finding

MAX_FILES = 2_000
MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_AUDIENCE_BYTES = 1024 * 1024 * 1024
MAX_TEXT_BYTES = 2 * 1024 * 1024
_TEXTS = frozenset({"brand.toml", "campaign.toml", "message.html", "message.md", "message.txt"})
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".parquet")
_LEFT_BEHIND = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def read_file(folder: Path, name: str) -> bytes:
    """Read one file of a folder; nothing when that cannot be done, which `read_files` tells."""
    return _read(folder, name, []) or b""


def find_table(folder: Path, name: str) -> tuple[Path | None, list[Finding]]:
    """Find the file with the audience, which may be too large to be held in memory."""
    findings: list[Finding] = []
    path = folder / name
    try:
        found = path.lstat()
        is_elsewhere = path.parent.resolve() != folder.resolve() / PurePosixPath(name).parent
    except (OSError, ValueError):
        return None, [_about("folder.missing_audience", name)]
    if is_elsewhere:  # a folder on the way is a link
        return None, [_about("folder.link", name)]
    if _is_refused(found, name, findings):
        return None, findings
    if found.st_size > MAX_AUDIENCE_BYTES:
        return None, [_about("folder.too_large", name, maximum=MAX_AUDIENCE_BYTES)]
    return path, []


def read_files(folder: Path, *, without: str = "") -> tuple[dict[str, bytes], list[Finding]]:
    """Read every ordinary file below a folder but one; names are paths with slashes, sorted."""
    if not folder.is_dir():
        return {}, [finding("folder.missing", where={"file": _shown(str(folder))})]
    findings: list[Finding] = []
    files: dict[str, bytes] = {}
    for number, name in enumerate(_walk(folder, findings), start=1):
        if number > MAX_FILES:
            where: dict[str, str | int] = {"file": _shown(str(folder))}
            findings.append(finding("folder.too_many_files", where=where, maximum=MAX_FILES))
            break
        content = _read(folder, name, findings) if name != without else None
        if content is not None:
            files[name] = content
    return files, findings


def _walk(folder: Path, findings: list[Finding]) -> Iterator[str]:
    """Give the names of all entries that are not folders, and note folders that are links."""

    def unreadable(error: OSError) -> None:
        name = os.path.relpath(error.filename or folder, folder)
        findings.append(_about("folder.unreadable", name))

    for top, folders, names in os.walk(folder, onerror=unreadable, followlinks=False):
        folders[:] = sorted(name for name in folders if not _is_left_behind(name))
        for name in [*folders, *sorted(names)]:
            full = Path(top, name)
            if not _is_left_behind(name) and (name not in folders or full.is_symlink()):
                yield full.relative_to(folder).as_posix()


def _read(folder: Path, name: str, findings: list[Finding]) -> bytes | None:
    path = folder / name
    try:
        name.encode("utf-8")
        found = path.lstat()
        if _is_refused(found, name, findings):
            return None
        maximum = _cap(name)
        with os.fdopen(os.open(path, _FLAGS), "rb") as opened:
            content = opened.read(maximum + 1)
    except (OSError, UnicodeEncodeError):
        findings.append(_about("folder.unreadable", name))
        return None
    if len(content) > maximum:
        findings.append(_about("folder.too_large", name, maximum=maximum))
        return None
    return content


def _is_refused(found: os.stat_result, name: str, findings: list[Finding]) -> bool:
    """Tell whether this is a link, or no ordinary file."""
    if stat.S_ISLNK(found.st_mode):
        findings.append(_about("folder.link", name))
    elif not stat.S_ISREG(found.st_mode):
        findings.append(_about("folder.not_a_file", name))
    else:
        return False
    return True


_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # each where the system has it
    _FLAGS |= getattr(os, _name, 0)


def _cap(name: str) -> int:
    if name in _TEXTS:
        return MAX_TEXT_BYTES
    return MAX_AUDIENCE_BYTES if name.lower().endswith(_TABLES) else MAX_FILE_BYTES


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in _LEFT_BEHIND


def _about(code: str, name: str, **values: int) -> Finding:
    shown = _shown(name)
    return finding(code, where={"file": shown}, file=shown, **values)


def _shown(name: str) -> str:
    """Spell a name so that it can be printed and stored, whatever bytes the disk has."""
    return name.encode("utf-8", "replace").decode("utf-8")

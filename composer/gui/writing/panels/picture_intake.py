"""What happens to pictures off the window's thread: read, scaled, made into thumbnails."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from composer.errors import Blocked, FileRefused
from composer.findings import Finding
from composer.gui.writing.panels.files_chosen import read_chosen
from composer.gui.writing.panels.picture_card import SEEN, Waiting
from composer.gui.writing.picture_scaling import MOST_BYTES, PICTURE_ENDINGS, scale_picture
from composer.model.message import MessageFile

Ready = tuple[tuple[Waiting, ...], tuple[Finding, ...]]


def is_picture_name(name: str) -> bool:
    """Tell by its name whether a file is meant as a picture."""
    return name.lower().endswith(PICTURE_ENDINGS)


def ready_files(files: Iterable[Path]) -> Ready:
    """Read and scale pictures; those that cannot be read are told."""
    waiting: list[Waiting] = []
    findings: list[Finding] = []
    for file in files:
        try:
            content = read_chosen(file, most_bytes=MOST_BYTES)
        except FileRefused as refused:
            findings.extend(refused.findings)
            continue
        made, told = ready_pictures([(file.name, content)])
        waiting.extend(made)
        findings.extend(told)
    return tuple(waiting), tuple(findings)


def ready_pictures(pictures: Iterable[tuple[str, bytes]]) -> Ready:
    """Scale pictures that were copied or dropped."""
    waiting: list[Waiting] = []
    findings: list[Finding] = []
    for name, content in pictures:
        try:
            scaled = scale_picture(name, content)
        except Blocked as refused:
            findings.extend(refused.findings)
            continue
        waiting.append(
            Waiting(
                name=scaled.name,
                content=scaled.content,
                thumbnail=thumbnail(scaled.content),
                bytes_before=scaled.bytes_before,
                is_animated=scaled.is_animated,
            )
        )
    return tuple(waiting), tuple(findings)


def ready_stored(file: MessageFile) -> Waiting:
    """Make a picture of the campaign ready to go into the text once more."""
    return Waiting(
        name=file.path.rpartition("/")[2],
        content=file.content,
        thumbnail=thumbnail(file.content),
        bytes_before=len(file.content),
        path=file.path,
    )


def thumbnails(files: Iterable[MessageFile]) -> dict[str, QImage]:
    """Make a small picture of each file that is one, by its path."""
    return {file.path: thumbnail(file.content) for file in files if is_picture_name(file.path)}


def thumbnail(content: bytes) -> QImage:
    """Make a small picture; a null one where it cannot be read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).lower().startswith((b"svg", b"pdf")):
        return QImage()
    size, most = reader.size(), QSize(SEEN, SEEN)
    if size.width() > SEEN or size.height() > SEEN:
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()

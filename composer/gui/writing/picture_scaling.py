"""Makes a picture small enough for a message and takes out what it says about its maker.

A file from outside is hostile: only kinds that are known are read, by their content and not by
their name, and memory is limited. What comes out is upright, at most 1280 pixels on its longest
side, without place, camera or author, and never larger than the file that went in. Photographs
become JPEG; drawings with few colours, and whatever is see-through, stay PNG; an animated GIF stays
byte for byte. Works on any thread and knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter

from composer.errors import Blocked
from composer.findings import finding
from composer.gui.writing.picture_metadata import without_metadata

LONGEST_SIDE = 1280
LOGO_SIDE = 480
MOST_BYTES = 64 * 1024 * 1024
MOST_MEGABYTES_READ = 256
MOST_PIXELS = 120_000_000
QUALITIES = (85, 75, 60)
FEW_COLOURS = 256
LOOKED_AT = 96
WORTH_A_LOSS = 0.8  # compressing a second time must save a fifth
_SHOWN_BY_ALL = frozenset({"png", "jpeg", "gif"})
_KNOWN = _SHOWN_BY_ALL | {"webp", "bmp"}
_NAMES = {"jpg": "jpeg"}
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledPicture:
    """A picture ready for a message; `bytes_before` is the size of the file that went in."""

    name: str
    content: bytes
    width: int
    height: int
    bytes_before: int
    is_animated: bool = False

    @property
    def is_smaller(self) -> bool:
        """Whether anything was saved."""
        return len(self.content) < self.bytes_before


def scale_picture(name: str, content: bytes, *, longest: int = LONGEST_SIDE) -> ScaledPicture:
    """Make one picture ready.

    Raises:
        Blocked: `file.not_a_picture`, `file.too_large`, `file.empty`.
    """
    _require_size(name, content)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader, kind = _open(name, buffer)
    size = reader.size()
    if kind == "gif" and reader.supportsAnimation() and reader.imageCount() > 1:
        return _made(name, "gif", content, size=size, before=len(content), is_animated=True)
    image, was_turned = _read(reader, kind, name, longest=longest)
    few = _has_few_colours(image)
    scaled = _plain(_fitted(image, longest))
    untouched = not was_turned and scaled.size() == size and not _has_other_colours(image)
    kept = without_metadata(content, kind) if untouched else b""
    must_shrink = kind in _SHOWN_BY_ALL and not kept
    suffix, made = _written(scaled, few_colours=few, most=len(content) if must_shrink else None)
    if kept and len(made) > WORTH_A_LOSS * len(kept):
        suffix, made = kind, kept
    return _made(name, suffix, made, size=scaled.size(), before=len(content))


def _require_size(name: str, content: bytes) -> None:
    if not content:
        raise Blocked([finding("file.empty", where={"file": name}, file=name)])
    if len(content) > MOST_BYTES:
        most = f"{MOST_BYTES // (1024 * 1024)} MB"
        raise Blocked([finding("file.too_large", where={"file": name}, file=name, most=most)])


def _open(name: str, buffer: QBuffer) -> tuple[QImageReader, str]:
    QImageReader.setAllocationLimit(MOST_MEGABYTES_READ)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    found = bytes(reader.format().data()).decode("ascii", "replace").lower()
    kind = _NAMES.get(found, found)
    size = reader.size()
    if kind not in _KNOWN or size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        raise _not_a_picture(name)
    return reader, kind


def _read(reader: QImageReader, kind: str, name: str, *, longest: int) -> tuple[QImage, bool]:
    """Read upright; a large JPEG is made smaller while it is read, which spares the memory."""
    was_turned = reader.transformation().value != 0
    size = reader.size()
    if kind == "jpeg" and max(size.width(), size.height()) > 2 * longest:
        reader.setScaledSize(
            size.scaled(2 * longest, 2 * longest, Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        raise _not_a_picture(name)
    return image, was_turned


def _fitted(image: QImage, longest: int) -> QImage:
    if max(image.width(), image.height()) <= longest:
        return image
    return image.scaled(
        longest,
        longest,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _plain(image: QImage) -> QImage:
    """Give the pixels alone: in the colours of the web, without the texts that a file carries."""
    if _has_other_colours(image):
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    kind = QImage.Format.Format_ARGB32 if _is_see_through(image) else QImage.Format.Format_RGB32
    image = image.convertToFormat(kind)
    bare = QImage(
        image.constBits(), image.width(), image.height(), image.bytesPerLine(), image.format()
    ).copy()
    bare.setDotsPerMeterX(0)
    bare.setDotsPerMeterY(0)
    return bare


def _has_other_colours(image: QImage) -> bool:
    """Tell whether the numbers of the pixels mean other colours than those of the web."""
    space = image.colorSpace()
    return space.isValid() and space != QColorSpace(QColorSpace.NamedColorSpace.SRgb)


def _is_see_through(image: QImage) -> bool:
    """Tell whether any pixel lets the ground through; many files say so and mean nothing by it."""
    if not image.hasAlphaChannel():
        return False
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    rows, width = alpha.constBits(), alpha.width()
    step = alpha.bytesPerLine()
    full = b"\xff" * width
    return any(
        bytes(rows[row * step : row * step + width]) != full for row in range(alpha.height())
    )


def _has_few_colours(image: QImage) -> bool:
    """Tell a drawing from a photograph by the colours of some of its pixels."""
    across = max(1, image.width() // LOOKED_AT)
    down = max(1, image.height() // LOOKED_AT)
    colours = {
        image.pixel(x, y)
        for x in range(0, image.width(), across)
        for y in range(0, image.height(), down)
    }
    return len(colours) <= FEW_COLOURS


def _written(image: QImage, *, few_colours: bool, most: int | None) -> tuple[str, bytes]:
    if few_colours or image.hasAlphaChannel():
        return "png", _encoded(image, b"png", quality=0)
    made = b""
    for quality in QUALITIES:
        made = _encoded(image, b"jpeg", quality=quality)
        if most is None or len(made) <= most:
            break
    return "jpeg", made


def _encoded(image: QImage, kind: bytes, *, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    if kind == b"jpeg":
        writer.setOptimizedWrite(True)
    writer.write(image)
    return bytes(buffer.data().data())


def _made(
    name: str, kind: str, content: bytes, *, size: QSize, before: int, is_animated: bool = False
) -> ScaledPicture:
    suffix = {"jpeg": ".jpg"}.get(kind, f".{kind}")
    stem = PurePath(name.replace("\\", "/")).stem or "picture"
    return ScaledPicture(
        name=f"{stem}{suffix}",
        content=content,
        width=size.width(),
        height=size.height(),
        bytes_before=before,
        is_animated=is_animated,
    )


def _not_a_picture(name: str) -> Blocked:
    return Blocked([finding("file.not_a_picture", where={"file": name}, file=name)])

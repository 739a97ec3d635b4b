"""Pictures for a message: small, upright, without place or author, and never larger than before."""

from __future__ import annotations

import os
import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader

from composer.errors import Blocked
from composer.gui.writing import picture_scaling
from composer.gui.writing.picture_metadata import without_metadata
from composer.gui.writing.picture_scaling import scale_picture

SECRET = b"GPS 48.2082N 16.3738E"


def photograph(width: int, height: int) -> QImage:
    """Make something with as many colours as a photograph."""
    noise = QImage(os.urandom(64 * 48 * 4), 64, 48, 256, QImage.Format.Format_RGB32)
    return noise.scaled(width, height, mode=Qt.TransformationMode.SmoothTransformation)


def drawing(width: int, height: int) -> QImage:
    """Make something with three colours."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(10, width // 2):
        for y in range(10, min(40, height)):
            image.setPixelColor(x, y, QColor("navy" if x % 7 else "red"))
    return image


def encoded(image: QImage, kind: str, quality: int = -1) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind, quality)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def read(content: bytes) -> QImage:
    return QImage.fromData(content)


def kind_of(content: bytes) -> str:
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(QImageReader(buffer).format().data()).decode()


def with_exif(jpeg: bytes, *, orientation: int) -> bytes:
    """Put an EXIF segment with an orientation and a secret into a JPEG."""
    entry = struct.pack("<HHII", 0x0112, 3, 1, orientation)
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + b"\0\0\0\0" + SECRET
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def with_png_text(png: bytes) -> bytes:
    body = b"Comment\0" + SECRET
    chunk = struct.pack(">I", len(body)) + b"tEXt" + body
    chunk += struct.pack(">I", zlib.crc32(b"tEXt" + body))
    return png[:33] + chunk + png[33:]


def animated_gif() -> bytes:
    """Write two frames of one pixel by hand: Qt writes no GIF."""
    frame = (
        b"\x21\xf9\x04\x00\x0a\x00\x00\x00"
        b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    )
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    return head + loop + frame + frame + b"\x3b"


def test_a_photograph_becomes_a_small_jpeg() -> None:
    before = encoded(photograph(4000, 3000), "JPG", 95)
    made = scale_picture("IMG_1.JPG", before)
    assert (made.name, made.width, made.height) == ("IMG_1.jpg", 1280, 960)
    assert read(made.content).size() == QSize(1280, 960)
    assert len(made.content) < len(before) // 4
    assert made.bytes_before == len(before)
    assert made.is_smaller


@pytest.mark.parametrize("kind", ["PNG", "BMP", "WEBP"])
def test_a_photograph_of_another_kind_becomes_a_jpeg(kind: str) -> None:
    made = scale_picture(f"a.{kind}", encoded(photograph(1600, 900), kind))
    assert made.name == "a.jpg"
    assert kind_of(made.content) == "jpeg"
    assert (made.width, made.height) == (1280, 720)


def test_a_drawing_with_few_colours_stays_png() -> None:
    made = scale_picture("chart.png", encoded(drawing(2000, 600), "PNG"))
    assert (made.name, kind_of(made.content), made.width) == ("chart.png", "png", 1280)


def test_what_is_see_through_stays_so() -> None:
    image = photograph(400, 300).convertToFormat(QImage.Format.Format_ARGB32)
    image.setPixelColor(5, 5, QColor(0, 0, 0, 0))
    made = scale_picture("logo.png", encoded(image, "PNG"))
    assert read(made.content).pixelColor(5, 5).alpha() == 0


def test_a_picture_is_named_after_what_it_is_and_not_after_its_ending() -> None:
    made = scale_picture("lies.png", encoded(photograph(300, 200), "JPG"))
    assert made.name == "lies.jpg"


@pytest.mark.parametrize("size", [(300, 200), (3000, 2000)])
def test_a_picture_is_put_upright_and_says_nothing_about_its_maker(size: tuple[int, int]) -> None:
    image = photograph(*size)
    before = with_exif(encoded(image, "JPG", 90), orientation=6)
    assert SECRET in before
    made = scale_picture("a.jpg", before)
    assert made.height > made.width
    assert SECRET not in made.content
    assert b"Exif" not in made.content
    assert len(made.content) <= len(before)


def test_a_small_upright_jpeg_loses_its_metadata_and_no_quality() -> None:
    plain = encoded(photograph(300, 200), "JPG", 60)
    made = scale_picture("a.jpg", with_exif(plain, orientation=1) + SECRET)
    assert SECRET not in made.content
    assert read(made.content) == read(plain)
    assert len(made.content) <= len(plain)


def test_a_small_png_loses_its_texts() -> None:
    plain = encoded(drawing(200, 100), "PNG")
    before = with_png_text(plain) + SECRET
    made = scale_picture("a.png", before)
    assert SECRET in before
    assert SECRET not in made.content
    assert len(made.content) <= len(before)


def test_texts_that_the_program_itself_would_write_again_are_gone() -> None:
    image = photograph(2000, 1000)
    image.setText("Author", "ana@example.com")
    for kind in ("PNG", "JPG"):
        made = scale_picture(f"a.{kind}", encoded(image, kind))
        assert b"ana@example.com" not in made.content


def test_no_picture_grows() -> None:
    for quality in (10, 30, 60):
        before = encoded(photograph(640, 480), "JPG", quality)
        assert len(scale_picture("a.jpg", before).content) <= len(before)


def test_an_animated_gif_stays_byte_for_byte() -> None:
    before = animated_gif()
    made = scale_picture("wave.gif", before)
    assert made.is_animated
    assert (made.name, made.content) == ("wave.gif", before)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"hello", "file.not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "file.not_a_picture"),
        (b"II*\0\x08\0\0\0", "file.not_a_picture"),
        (b"%PDF-1.4", "file.not_a_picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file.not_a_picture"),
        (encoded(photograph(300, 200), "JPG")[:30], "file.not_a_picture"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Blocked) as refused:
        scale_picture("x.png", content)
    assert refused.value.findings[0].code == code


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk + encoded(drawing(9, 9), "PNG")[33:]
    with pytest.raises(Blocked):
        scale_picture("bomb.png", bomb)


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_scaling, "MOST_BYTES", 1024)
    with pytest.raises(Blocked) as refused:
        scale_picture("x.png", b"x" * 1025)
    assert refused.value.findings[0].code == "file.too_large"


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_metadata_of_what_is_damaged_is_left_to_writing_anew(kind: str) -> None:
    for content in (b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"\x89PNG\r\n\x1a\n\0\0\0\1IEN"):
        assert without_metadata(content, kind) == b""


def test_a_second_picture_behind_the_end_of_a_jpeg_goes() -> None:
    plain = encoded(photograph(200, 100), "JPG", 80)
    hidden = with_exif(plain, orientation=1)
    assert without_metadata(plain + hidden, "jpeg") == without_metadata(plain, "jpeg")

"""What the installers of three systems say agrees: version, kinds of file, icons."""

from __future__ import annotations

import configparser
import importlib.util
import plistlib
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from composer import __version__
from composer.gui.dropping import APPROVAL, PROOF

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
ENDINGS = {PROOF, APPROVAL}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def icons():
    found = importlib.util.spec_from_file_location("icons", PACKAGING / "icons.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_a_desktop_opens_exactly_the_kinds_of_file_that_are_described():
    entry = configparser.RawConfigParser()
    entry.optionxform = str
    entry.read(PACKAGING / "debian" / "composer.desktop", encoding="utf-8")
    kinds = ET.parse(PACKAGING / "debian" / "composer.xml").getroot()
    described = {kind.get("type"): kind.find("{*}glob").get("pattern") for kind in kinds}
    assert set(entry["Desktop Entry"]["MimeType"].strip(";").split(";")) == set(described)
    assert set(described.values()) == {f"*{ending}" for ending in ENDINGS}
    icons = {kind.find("{*}icon").get("name") for kind in kinds} | {entry["Desktop Entry"]["Icon"]}
    drawn = {file.stem for file in (PACKAGING.parent / "resources" / "program-icon").glob("*.svg")}
    assert icons == drawn


def test_windows_is_told_the_same_version_and_kinds_of_file():
    script = (PACKAGING / "windows" / "composer.iss").read_text("utf-8")
    assert f'#define Version "{__version__}"' in script
    assert set(re.findall(r'Software\\Classes\\(\.\w+)"', script)) == ENDINGS
    assert script.count('composer-window.exe"" --open ""%1""') == len(ENDINGS)


def test_macos_is_told_the_same_kinds_of_file():
    told = plistlib.loads((PACKAGING / "macos" / "documents.plist").read_bytes())
    exported = {
        kind["UTTypeIdentifier"]: kind["UTTypeTagSpecification"]["public.filename-extension"]
        for kind in told["UTExportedTypeDeclarations"]
    }
    assert {f".{ending}" for (ending,) in exported.values()} == ENDINGS
    opened = [kind["LSItemContentTypes"] for kind in told["CFBundleDocumentTypes"]]
    assert sorted(name for (name,) in opened) == sorted(exported)


def test_an_icon_of_windows_leads_to_each_of_its_pictures(icons):
    images = {size: PNG + bytes([size % 256]) * size for size in icons.SIZES}
    made = icons.ico(images)
    assert struct.unpack_from("<HHH", made) == (0, 1, len(images))
    for number, (size, image) in enumerate(images.items()):
        edge, _high, _colours, _zero, _planes, bits, length, at = struct.unpack_from(
            "<BBBBHHII", made, 6 + 16 * number
        )
        assert (edge, bits, made[at : at + length]) == (size % 256, 32, image)


def test_an_icon_of_macos_says_how_long_it_and_its_pictures_are(icons):
    images = {size: PNG + bytes([size % 256]) * size for size in icons.SIZES}
    made = icons.icns(images)
    assert (made[:4], struct.unpack_from(">I", made, 4)[0]) == (b"icns", len(made))
    at, kinds = 8, []
    while at < len(made):
        length = struct.unpack_from(">I", made, at + 4)[0]
        kinds.append(made[at : at + 4])
        assert made[at + 8 : at + length].startswith(PNG)
        at += length
    assert kinds == list(icons.ICNS_KINDS.values())

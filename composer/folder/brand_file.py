"""Read and write `brand.toml`: whose message it is, as every layout shows it.

Read strictly, like `campaign.toml`: what is wrong becomes findings that name the key, and whatever
is wrong is left out of the brand that is given.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields

import tomlkit

from composer.errors import FileRefused
from composer.findings import Finding, finding
from composer.folder.audience_settings import is_inside_folder
from composer.folder.characters import find_half_characters
from composer.folder.keys import ENCODED_WORD, UNSEEN, KeyReader
from composer.folder.transport_settings import is_safe_url
from composer.i18n import _
from composer.model.message import Brand

BRAND_FILE = "brand.toml"
LOGO_ENDINGS = (".png", ".jpg", ".jpeg", ".gif")
MAX_NAME = 120
MAX_ADDRESS = 500
MIN_CONTRAST = 4.5
"""Of white letters on the colour, as on a button (WCAG 2.2, 1.4.3)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LINE = re.compile(r"at line (\d+)")


def read_brand(content: bytes, *, file: str = BRAND_FILE) -> tuple[Brand, list[Finding]]:
    """Read the brand; every problem is a finding with its key."""
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        match = _LINE.search(str(error))
        line = int(match[1]) if match else 1
        where: dict[str, str | int] = {"file": file, "line": line}
        return Brand(), [finding("folder.bad_toml", where=where, file=file, line=line)]
    findings: list[Finding] = []
    reader = KeyReader(values=values, file=file, findings=findings)
    brand = Brand(
        name=_name(reader),
        colour=_colour(reader),
        logo=_logo(reader),
        address=_address(reader),
        website=_website(reader),
    )
    reader.finish()
    return brand, findings


def write_brand(brand: Brand) -> bytes:
    """Write a brand; reading it gives the same brand back.

    Raises:
        FileRefused: a value holds half a character.
    """
    values = {field.name: getattr(brand, field.name) for field in fields(brand)}
    halves = find_half_characters(values, file=BRAND_FILE)
    if halves:
        raise FileRefused(halves)
    document = tomlkit.document()
    for key, value in values.items():
        if value:
            document[key] = tomlkit.string(value, multiline="\n" in value)
    return tomlkit.dumps(document).encode("utf-8")


def contrast_with_white(colour: str) -> float:
    """Give the contrast of white letters on a colour `#rrggbb`.

    Source: WCAG 2.2, relative luminance.

    >>> round(contrast_with_white("#000000")), round(contrast_with_white("#ffffff"))
    (21, 1)
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _name(reader: KeyReader) -> str:
    name = reader.text("name").strip()
    if UNSEEN.search(name) or ENCODED_WORD in name:
        return ""  # told by the reader
    if len(name) > MAX_NAME:
        reader.add("folder.too_long", "name", maximum=MAX_NAME)
        return ""
    return name


def _colour(reader: KeyReader) -> str:
    colour = reader.text("colour").strip()
    if not colour:
        return ""
    if not _COLOUR.fullmatch(colour):
        reader.add("brand.bad_colour", "colour")
        return ""
    if contrast_with_white(colour) < MIN_CONTRAST:
        reader.add("brand.pale_colour", "colour", colour=colour)
    return colour.lower()


def _logo(reader: KeyReader) -> str:
    logo = reader.text("logo")
    if not logo:
        return ""
    if not is_inside_folder(logo) or not logo.startswith("files/"):
        reader.add("folder.bad_attachment_path", "logo")
        return ""
    if not logo.lower().endswith(LOGO_ENDINGS):
        reader.add("brand.bad_logo", "logo")
        return ""
    return logo


def _address(reader: KeyReader) -> str:
    if not reader.has("address"):
        return ""
    value = reader.values["address"]
    if not isinstance(value, str):
        reader.add("folder.wrong_type", "address", wanted=_("a text in quotation marks"))
        return ""
    lines = [line.strip() for line in value.strip().splitlines()]
    if any(UNSEEN.search(line) for line in lines):
        reader.add("folder.control_character", "address")
        return ""
    if any(ENCODED_WORD in line for line in lines):
        reader.add("folder.encoded_word", "address")
        return ""
    address = "\n".join(line for line in lines if line)
    if len(address) > MAX_ADDRESS:
        reader.add("folder.too_long", "address", maximum=MAX_ADDRESS)
        return ""
    return address


def _website(reader: KeyReader) -> str:
    website = reader.text("website").strip()
    if website and (not is_safe_url(website) or not website.startswith("https://")):
        reader.add("folder.insecure_url", "website")
        return ""
    return website

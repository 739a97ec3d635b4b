"""Gives the names by which layouts and bodies show the brand, and their values.

They are put in while compiling (`fixed_names`), so no recipient's row can change them and a column
of the same name is never read. What the folder's reader would not let through is left out here too.
"""

from __future__ import annotations

import re

from composer.model.message import Brand, Message

BRAND_NAMES = frozenset(
    {"brand_address", "brand_colour", "brand_logo", "brand_name", "brand_website"}
)
DEFAULT_COLOUR = "#0b57d0"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LOGO = re.compile(r"\{\{-?\s*brand_logo\s*-?\}\}")


def brand_values(brand: Brand, *, logo: str) -> dict[str, str]:
    """Give each name's value; `logo` is the embedded picture's `cid:` link, or empty.

    >>> brand_values(Brand(name="Example Exchange"), logo="")["brand_colour"]
    '#0b57d0'
    """
    website = brand.website if brand.website.lower().startswith("https://") else ""
    return {
        "brand_address": "\n".join(line.strip() for line in brand.address.strip().splitlines()),
        "brand_colour": brand.colour if _COLOUR.fullmatch(brand.colour) else DEFAULT_COLOUR,
        "brand_logo": logo,
        "brand_name": brand.name.strip(),
        "brand_website": website,
    }


def shows_logo(message: Message) -> bool:
    """Tell whether layout or body name the logo at all, so that it is embedded only then."""
    parts = (message.layout.html, message.body, message.body_html or "")
    return any("brand_logo" in part for part in parts)


def is_logo(source: str) -> bool:
    """Tell whether a picture's source is the logo's name and nothing else."""
    return _LOGO.fullmatch(source.strip()) is not None

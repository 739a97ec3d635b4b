"""What an outsider would try: several ways of hiding at once, and whole pieces of other formats.

Each is a function from the secret to a text that holds it, as in `leak_forms`. Those of this file
were written without looking at how anything is found.
"""

from __future__ import annotations

import base64
import json
import quopri
import unicodedata
import zlib
from itertools import cycle
from urllib.parse import quote

from tests.flow.leak_forms import Form


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _for_links(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _between(what: str) -> Form:
    return lambda text: what.join(text)


def _in_turn(*forms: Form) -> Form:
    """Write one character after the other, each in the next form."""
    return lambda text: "".join(
        form(letter) for letter, form in zip(text, cycle(forms), strict=False)
    )


def _entities(text: str) -> str:
    return "".join(f"&#{ord(letter)};" for letter in text)


def _percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def _program(text: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


def _quoted(text: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode())


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


def _by(size: int, text: str) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


LAYERED: dict[str, Form] = {
    "entities, percent signs and letters in turn": _in_turn(str, _entities, _percent),
    "hexadecimal entities in percent signs twice": lambda text: quote(
        quote("".join(f"&#x{ord(c):X};" for c in text))
    ),
    "entities of percent signs of entities": lambda text: _entities(quote(_entities(text))),
    "every percent sign escaped": lambda text: _percent(text).replace("%", "%25"),
    "wide percent signs": lambda text: _percent(text).replace("%", "\uff05"),
    "all kinds of invisible signs in turn": lambda text: "".join(
        letter + sign
        for letter, sign in zip(text, cycle("\u200b\u200c\u2060\ufeff\u00ad"), strict=False)
    ),
    "named invisible signs between": _between("&zwnj;"),
    "numbered invisible signs between": _between("&#x2060;"),
    "soft hyphens between wide letters": lambda text: "\u00ad".join(_wide(text)),
    "isolates between": _between("\u2068\u2069"),
    "an override and entities": lambda text: "&#x202e;" + text[::-1] + "&#x202c;",
    "invisible signs in base64": lambda text: _base64("\u200b".join(text).encode()),
    "wide letters in base64": lambda text: _base64(_wide(text).encode()),
    "percent signs in base64 for links": lambda text: _for_links(quote(_percent(text)).encode()),
    "base64 three times": lambda text: _base64(_base64(_base64(text.encode()).encode()).encode()),
    "hexadecimal in base64": lambda text: _base64(text.encode().hex(" ").encode()),
    "base64 in hexadecimal": lambda text: _base64(text.encode()).encode().hex(),
    "base64 in entities": lambda text: _entities(_base64(text.encode())),
    "base64 in quoted-printable": lambda text: _quoted(_base64(text.encode())),
    "base64 of a card": lambda text: _base64(
        f"BEGIN:VCARD\r\nFN:A\r\nNOTE:{text}\r\nEND:VCARD\r\n".encode()
    ),
    "packed, in hexadecimal": lambda text: zlib.compress(text.encode()).hex(),
    "backslash u, escaped twice": lambda text: _program(text).replace("\\", "\\\\"),
    "backslash u in base64": lambda text: _base64(_program(text).encode()),
    "hexadecimal with underscores": lambda text: text.encode().hex("_"),
    "hexadecimal with backslash x in capitals": lambda text: "".join(
        f"\\x{byte:02X}" for byte in text.encode()
    ),
    "quoted-printable, escaped twice": lambda text: _quoted(text).replace("=", "=3D"),
    "quoted-printable over lines": lambda text: "=\n".join(_by(7, _quoted(text))),
    "a quoted-printable text": lambda text: quopri.encodestring(
        ("x " * 35 + text).encode(), quotetabs=True
    ).decode(),
    "an encoded word in two": lambda text: " ".join(
        f"=?utf-8?B?{_base64(half.encode())}?=" for half in _halves(text)
    ),
    "an encoded word with underscores": lambda text: f"=?UTF-8?Q?to_{_quoted(text)}_only?=",
    "an encoded word of another alphabet": lambda text: (
        "=?iso-8859-15?q?" + "".join(f"={byte:02X}" for byte in text.encode("iso-8859-15")) + "?="
    ),
    "a parameter in pieces": lambda text: 'name*0="{}"; name*1="{}"'.format(*_halves(text)),
    "a parameter in coded pieces": lambda text: "n*0*=utf-8''{}; n*1*={}".format(
        *map(_percent, _halves(text))
    ),
    "parted letters of accents": lambda text: unicodedata.normalize("NFD", text),
    "hyphenated": lambda text: "{}-\n{}".format(*_halves(text)),
}
"""Several ways at once, for addresses and for ids alike; most have no markup."""

PIECES: dict[str, Form] = {
    "JSON in an attribute": lambda text: "<p data-user='{}'>x</p>".format(
        json.dumps({"a": [1, {"to": text}]})
    ),
    "JSON with entities in an attribute": lambda text: '<p data-user="{}">x</p>'.format(
        json.dumps({"to": text}).replace('"', "&quot;")
    ),
    "JSON in JSON in an attribute": lambda text: "<p data-user='{}'>x</p>".format(
        json.dumps({"a": json.dumps({"to": _program(text)})})
    ),
    "a page as data": lambda text: (
        f'<a href="data:text/html;charset=utf-8,{quote("<b>" + text + "</b>")}">x</a>'
    ),
    "a page as data in base64": lambda text: (
        f'<a href="data:text/html;base64,{_base64(f"<b>{text}</b>".encode())}">x</a>'
    ),
    "a drawing as data": lambda text: '<img alt="" src="data:image/svg+xml;base64,{}">'.format(
        _base64(f"<svg><text>{_entities(text)}</text></svg>".encode())
    ),
    "the subject of a mail": lambda text: (
        f'<a href="mailto:support@example.com?subject={quote(text)}&amp;body=x">x</a>'
    ),
    "the text of a mail, percent signs twice": lambda text: (
        f'<a href="mailto:support@example.com?body={quote(quote(text, safe=""))}">x</a>'
    ),
    "the text of a short message": lambda text: f'<a href="sms:+431234?&amp;body={text}">x</a>',
    "tags inside tags": lambda text: "<b><i>{}</i></b><u><s>{}</s></u>".format(*_halves(text)),
    "a link in the middle": lambda text: '{}<a href="https://example.com/">{}</a>'.format(
        *_halves(text)
    ),
    "comments between all letters": _between("<!-- x -->"),
    "no height": '<div style="max-height:0;overflow:hidden;mso-hide:all">{}</div>'.format,
    "the colour of the ground": '<span style="color:#ffffff">{}</span>'.format,
    "hidden letters between all letters": lambda text: "".join(
        f'{letter}<span style="display:none">q</span>' for letter in text
    ),
    "a description for listeners": '<p aria-description="see {}">x</p>'.format,
    "a place holder": '<input placeholder="{}" value="x">'.format,
    "pictures for widths": '<img alt="" srcset="https://example.com/{}.png 2x">'.format,
    "a table's summary": '<table summary="{}"><tr><td>x</td></tr></table>'.format,
    "a source of a quotation": lambda text: (
        f'<blockquote cite="https://example.com/{quote(text)}">x</blockquote>'
    ),
    "a variable of a style": "<style>:root {{ --who: '{}' }}</style>".format,
    "a remark in a style": "<style>/* {} */ p {{ margin: 0 }}</style>".format,
    "a picture's name in a style": (
        "<style>p {{ background: url('https://example.com/{}') }}</style>".format
    ),
    "a variable of a style in escapes": lambda text: (
        "<style>p:before{content:'" + "".join(f"\\{ord(c):06X}" for c in text) + "'}</style>"
    ),
    "data between marks of XML": "<![CDATA[ {} ]]>".format,
    "an instruction of XML": "<?xml-note {} ?>".format,
    "a remark inside a remark": "<!-- <!-- <p>{}</p> -->".format,
    "the text of a drawing": "<svg><desc>x</desc><title>{}</title></svg>".format,
    "a microdata property": '<meta itemprop="email" content="{}">'.format,
}
"""Whole pieces of HTML."""

WRITTEN: dict[str, Form] = {
    "letters in cells of a table by twos": lambda text: (
        "<table><tr>" + "".join(f"<td>{two}</td>" for two in _by(2, text)) + "</tr></table>"
    ),
    "strings put together": lambda text: '"{}" + "@" + "{}"'.format(*text.split("@")),
    "at in angle brackets": lambda text: text.replace("@", "<at>"),
    "at and dot in capitals": lambda text: text.replace("@", " [AT] ").replace(".", " [DOT] "),
    "at and dot between underscores": lambda text: text.replace("@", "_AT_").replace(".", "_DOT_"),
    "at and dot between wide brackets": lambda text: text.replace("@", "\uff08at\uff09"),
    "a dot at the end": "{}.".format,
    "a comment inside": lambda text: text.replace("@", "(please)@"),
    "spelled in hexadecimal": lambda text: text.replace("@", " at ").replace(".", " dot ").encode().hex(),
    "spelled in base64": lambda text: _base64(text.replace("@", "(at)").encode()),
    "spelled in entities": lambda text: _entities(text.replace("@", " [at] ")),
    "in a card": "EMAIL;TYPE=work,pref:{}".format,
    "in a list": "support@example.com; {},".format,
    "its domain in Punycode": lambda text: (
        text.partition("@")[0] + "@" + text.partition("@")[2].encode("idna").decode()
    ),
    "its domain in Punycode, percent signs": lambda text: quote(
        text.partition("@")[0] + "@" + text.partition("@")[2].encode("idna").decode(), safe=""
    ),
}  # fmt: skip
"""Ways for addresses only."""

"""Ways of hiding an address or an id in a text: what `test_seeded_leaks` puts into messages.

Only ways that a person, a mail program or a common encoding would undo. Each is a function from the
secret to a text that holds it; the names say what was done.
"""

from __future__ import annotations

import base64
import gzip
import html
import quopri
import re
import zlib
from collections.abc import Callable
from urllib.parse import quote

Form = Callable[[str], str]
AT, DOT = "@", "."


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _each(pattern: str) -> Form:
    return lambda text: "".join(pattern.format(ord(character)) for character in text)


def _instead(old: str, new: str) -> Form:
    return lambda text: text.replace(old, new)


def _amid(what: str, place: int = 5) -> Form:
    """Put something between two characters in the middle of the secret."""
    return lambda text: text[:place] + what + text[place:]


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _mathematical(text: str) -> str:
    return re.sub(
        "[a-z0-9]",
        lambda m: chr((0x1D41A - 97 if m[0].isalpha() else 0x1D7CE - 48) + ord(m[0])),
        text.lower(),
    )


def _in_signs(first: int) -> Form:
    """Write letters as signs that begin at a code point; what is no letter stays."""
    return lambda text: "".join(
        chr(first + ord(letter) - ord("a")) if "a" <= letter <= "z" else letter
        for letter in text.lower()
    )


def _in_lines(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


BOTH: dict[str, Form] = {
    "as it is": str,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "in brackets": "({}),".format,
    "after a colon": "see:{}.".format,
    "every character a decimal entity": _each("&#{};"),
    "every character a hexadecimal entity": _each("&#x{:x};"),
    "entities with zeros in front": _each("&#0000{};"),
    "entities without their ends": lambda text: _each("&#{} ")(text).replace(" ", ""),
    "escaped twice": lambda text: html.escape(_each("&#{};")(text)),
    "escaped four times": lambda text: html.escape(html.escape(html.escape(_each("&#{};")(text)))),
    "percent signs": _each("%{:02x}"),
    "percent signs twice": _each("%25{:02X}"),
    "percent signs four times": _each("%252525{:02X}"),
    "percent signs of an entity": lambda text: quote(_each("&#{};")(text)),
    "a link in a link": lambda text: quote(
        "https://example.com/?u=" + quote(text, safe=""), safe=""
    ),
    "wide letters": _wide,
    "wide letters in percent signs": lambda text: quote(_wide(text)),
    "mathematical letters": _mathematical,
    "a zero width space": _amid("\u200b"),
    "a zero width joiner": _amid("\u200d"),
    "a word joiner and a byte order mark": _amid("\u2060\ufeff"),
    "a soft hyphen": _amid("\u00ad"),
    "a soft hyphen by name": _amid("&shy;"),
    "an invisible mark by number": _amid("&#8203;"),
    "marks of direction": _amid("\u200f\u202d\u2066\u2069"),
    "a variation selector": _amid("\ufe0f"),
    "a joiner of letters": _amid("\u034f"),
    "a filler": _amid("\u3164"),
    "struck through": lambda text: "".join(character + "\u0336" for character in text),
    "written backwards under an override": lambda text: "\u202e" + text[::-1] + "\u202c",
    "spaced letters": " ".join,
    "letters spaced by thin spaces": "\u2009".join,
    "backslash u": _each("\\u{:04x}"),
    "backslash u in braces": _each("\\u{{{:x}}}"),
    "backslash x": _each("\\x{:02x}"),
    "percent u": _each("%u{:04X}"),
    "octal numbers": _each("\\{:03o}"),
    "escapes of style sheets": lambda text: _each("\\{:06x}")(text),
    "U plus": lambda text: " ".join(f"U+{ord(character):04X}" for character in text),
    "quoted-printable": _each("={:02X}"),
    "quoted-printable with a soft break": _amid("=\n"),
    "quoted-printable, the line end taken away": _amid("="),
    "quoted-printable, the line end in percent signs": _amid("=3D%0A"),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal in capitals": lambda text: text.encode().hex().upper(),
    "hexadecimal with colons": lambda text: text.encode().hex(":"),
    "hexadecimal with spaces": lambda text: text.encode().hex(" "),
    "hexadecimal with 0x": lambda text: ", ".join(f"0x{byte:02x}" for byte in text.encode()),
    "hexadecimal in a link": lambda text: "https://example.com/u/" + text.encode().hex() + "/x",
    "base64": _base64,
    "base64 without its end": lambda text: _base64(text).rstrip("="),
    "base64 of a line": lambda text: _base64(text + "\n"),
    "base64 for links": lambda text: base64.urlsafe_b64encode(b"u>>?" + text.encode()).decode(),
    "base64 in lines": lambda text: _in_lines(_base64("This is for: " + text + ", and more"), 20),
    "base64 in a path": lambda text: f"https://example.com/u/{_base64(text)}/open",
    "base64 after a hyphen": lambda text: f"https://example.com/u-{_base64(text)}",
    "base64 in a query": lambda text: f"https://example.com/?q={_base64(text)}&a=1",
    "base64 of JSON": lambda text: _base64('{\n  "user": "' + text + '"\n}'),
    "base64 of base64": lambda text: _base64(_base64(text)),
    "base64 of percent signs": lambda text: _base64(_each("%{:02x}")(text)),
    "base64 of hexadecimal": lambda text: _base64(text.encode().hex()),
    "base64 in percent signs": lambda text: quote(_base64(text + "?"), safe=""),
    "base64 of wide characters": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "a token of JSON": lambda text: ".".join(
        base64.urlsafe_b64encode(part).decode().rstrip("=")
        for part in (b'{"alg":"none"}', b'{"sub":"' + text.encode() + b'"}', b"\x01\x9fsigned")
    ),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "base32 in small letters, without its end": lambda text: (
        base64.b32encode(text.encode()).decode().lower().rstrip("=")
    ),
    "base32 of a sentence": lambda text: base64.b32encode(f"for {text}, only".encode()).decode(),
    "packed, in base64": lambda text: base64.b64encode(zlib.compress(text.encode())).decode(),
    "packed with gzip, in a link": lambda text: (
        "https://example.com/u/"
        + base64.urlsafe_b64encode(gzip.compress(text.encode(), mtime=0)).decode().rstrip("=")
    ),
    "accents over every letter": lambda text: "".join(letter + "\u0301" for letter in text),
    "circles around every letter": lambda text: "".join(letter + "\u20dd" for letter in text),
    "letters in brackets": _in_signs(0x249C),
    "letters in squares": _in_signs(0x1F130),
    "letters in circles": _in_signs(0x24D0),
    "small capitals": _instead("e", "\u1d07"),
    "an encoded word": lambda text: f"=?utf-8?B?{_base64(text)}?=",
    "an encoded word, quoted": lambda text: f"=?utf-8?Q?{_each('={:02X}')(text)}?=",
    "an address of data": lambda text: f"data:text/plain;base64,{_base64(text)}",
    "a quoted-printable line": lambda text: quopri.encodestring(("é " + text).encode()).decode(),
    "in a path": "https://example.com/accounts/{}/edit".format,
    "in a query": "https://example.com/?a={}&b=1".format,
    "in a fragment": "https://example.com/x#{}".format,
    "in JSON": '{{"user": "{}"}}'.format,
    "as characters of a tag": lambda text: "".join(chr(0xE0000 + ord(c)) for c in text),
}

ADDRESSES: dict[str, Form] = {
    "with a name": "Eve <{}>".format,
    "in a Japanese sentence": "連絡先は{}まで".format,
    "a decimal entity": _instead(AT, "&#64;"),
    "a hexadecimal entity": _instead(AT, "&#X40;"),
    "an entity without its end": _instead(AT, "&#64"),
    "a named entity": _instead(AT, "&commat;"),
    "named entities all over": lambda text: text.replace(DOT, "&period;").replace(AT, "&commat;"),
    "a percent sign": _instead(AT, "%40"),
    "a percent sign twice": _instead(AT, "%2540"),
    "a percent sign as an entity": _instead(AT, "&#37;40"),
    "a wide at sign": _instead(AT, "\uff20"),
    "a small at sign": _instead(AT, "\ufe6b"),
    "a wide at sign in percent signs": _instead(AT, "%EF%BC%A0"),
    "wide dots": _instead(DOT, "\uff0e"),
    "an ideographic dot": lambda text: text.rpartition(DOT)[0] + "\u3002" + text.rpartition(DOT)[2],
    "an a in a circle": _instead(AT, "\u24d0"),
    "zero width around the at sign": _instead(AT, "\u200b@\u200b"),
    "named zero width": _instead(AT, "&ZeroWidthSpace;@"),
    "bracketed at": _instead(AT, " (at) "),
    "bracketed at without spaces": _instead(AT, "[at]"),
    "at in braces": _instead(AT, "{at}"),
    "a bracketed at sign": _instead(AT, "(@)"),
    "an a in brackets": _instead(AT, "(a)"),
    "at and dot": lambda text: text.replace(AT, " [at] ").replace(DOT, " [dot] "),
    "at and dot in words": lambda text: text.replace(AT, " at ").replace(DOT, " dot "),
    "at in a word": _instead(AT, " at "),
    "AT in a word": _instead(AT, " AT "),
    "at between hyphens": _instead(AT, "-at-"),
    "at between underscores": _instead(AT, "_at_"),
    "arroba and punto": lambda text: text.replace(AT, " arroba ").replace(DOT, " punto "),
    "a French at": lambda text: text.replace(AT, " arobase ").replace(DOT, " point "),
    "an Italian at": lambda text: text.replace(AT, " chiocciola ").replace(DOT, " punto "),
    "a Dutch at": lambda text: text.replace(AT, " apenstaartje ").replace(DOT, " punt "),
    "a Polish at": lambda text: text.replace(AT, " ma\u0142pa ").replace(DOT, " kropka "),
    "a Russian at": lambda text: text.replace(AT, " \u0441\u043e\u0431\u0430\u043a\u0430 ").replace(
        DOT, " \u0442\u043e\u0447\u043a\u0430 "
    ),
    "a Japanese at": lambda text: text.replace(AT, "\u30a2\u30c3\u30c8\u30de\u30fc\u30af").replace(
        DOT, "\u30c9\u30c3\u30c8"
    ),
    "UTF-7": _instead(AT, "+AEA-"),
    "its name in quotation marks": lambda text: '"' + text.replace(AT, '"@'),
    "a comment before the at sign": _instead(AT, "(home)@"),
    "a comment after the at sign": _instead(AT, "@(home)"),
    "somebody's bounce address": lambda text: "prvs=1234abcd=" + text,
    "an account of the web": "acct:{}".format,
    "a German at": _instead(AT, " (ät) "),
    "spaces around the at sign": _instead(AT, " @ "),
    "spaces around everything": lambda text: text.replace(AT, " @ ").replace(DOT, " . "),
    "a no-break space": _instead(AT, "\u00a0@"),
    "a line end after the at sign": _instead(AT, "@\n"),
    "one quoted-printable character": _instead(AT, "=40"),
    "one backslash u": _instead(AT, "\\u0040"),
    "one backslash x": _instead(AT, "\\x40"),
    "one escape of style sheets": _instead(AT, "\\40 "),
    "one octal number": _instead(AT, "\\100"),
    "an equals sign": _instead(AT, "="),
    "a number sign": _instead(AT, "#"),
    "as a bounce address": lambda text: f"bounces+{text.replace(AT, '=')}@example.com",
    "userinfo of a link": "https://{}/inbox".format,
    "userinfo with a password": lambda text: f"https://{quote(text)}:secret@example.com/",
    "userinfo of a host in Punycode": lambda text: (
        f"https://{quote(text, safe='')}@xn--bcher-kva.example/"
    ),
    "a mailto": "mailto:{}?subject=x".format,
    "a mailto in percent signs": lambda text: "mailto:" + quote(text, safe=""),
    "a mailto with a copy": lambda text: "mailto:support@example.com?cc=" + quote(text, safe=""),
    "a mailto with another first": "mailto:support@example.com,{}".format,
    "a link that goes on": lambda text: "https://example.com/?u=" + quote(text, safe="") + "&x=1",
    "a link in a link": lambda text: (
        "https://example.com/?n=" + quote("https://a.example/?e=" + quote(text, safe=""), safe="")
    ),
    "an address of messaging": "xmpp:{}/home".format,
}

IDS: dict[str, Form] = {
    "without its hyphen": _instead("-", ""),
    "with an underscore": _instead("-", "_"),
    "with a dot": _instead("-", "."),
    "with a slash": _instead("-", "/"),
    "with a space": _instead("-", " "),
    "with a no-break space": _instead("-", "\u00a0"),
    "with a hyphen that does not break": _instead("-", "\u2011"),
    "with an en dash": _instead("-", "\u2013"),
    "with a minus": _instead("-", "\u2212"),
    "in groups": lambda text: text[:2] + " " + text[3:6] + " " + text[6:],
    "with a number sign": _instead("-", " #"),
    "with a colon": _instead("-", ": "),
    "one entity": _instead("4", "&#52;"),
    "one percent sign": _instead("-", "%2D"),
    "a named hyphen": _instead("-", "&hyphen;"),
    "as a part of a name": "statement_{}_2026.pdf".format,
    "after a word": "account-{}".format,
    "Arabic digits": lambda text: text.translate({48 + n: 0x660 + n for n in range(10)}),
    "Devanagari digits": lambda text: text.translate({48 + n: 0x966 + n for n in range(10)}),
    "Persian digits": lambda text: text.translate({48 + n: 0x6F0 + n for n in range(10)}),
    "Cyrillic letters that look the same": _instead("AC", "\u0410\u0421"),
    "Greek letters that look the same": _instead("A", "\u0391"),
}

MARKUP: dict[str, Form] = {
    "a tag around the middle": lambda text: text[:5] + "<b>" + text[5:7] + "</b>" + text[7:],
    "an empty tag": _amid("<i></i>"),
    "a tag with attributes and a line end": _amid("<span\nclass='a'></span>"),
    "a comment": _amid("<!-- x -->"),
    "a comment with tags": _amid("<!-- <b>x</b> -->"),
    "a place to break": _amid("<wbr>"),
    "an unknown tag": _amid("<x-y></x-y>"),
    "every letter in a tag": lambda text: "".join(f"<span>{c}</span>" for c in text),
    "every letter a link": lambda text: "".join(f'<a href="#">{c}</a>' for c in text),
    "a comment that hides something": _amid("<!--[if mso]>x<![endif]-->"),
    "hidden letters between": _amid('<span style="display:none">JUNK</span>'),
    "letters of no size between": _amid("<span style='font-size: 0'>JUNK</span>"),
    "letters that cannot be seen between": _amid('<i style="visibility:hidden">JUNK</i>'),
    "letters hidden by an attribute": _amid("<span hidden>JUNK</span>"),
    "a style sheet between": _amid("<style>p { color: red }</style>"),
    "hidden itself": '<div style="display:none">{}</div>'.format,
    "a comment of its own": "<!-- {} -->".format,
    "a comment for one program": "<!--[if mso]><p>{}</p><![endif]-->".format,
    "the text of a picture": '<img src="https://example.com/a.png" alt="{}">'.format,
    "a title": '<a href="https://example.com/" title="{}">x</a>'.format,
    "an attribute of our own": '<p data-person="{}">x</p>'.format,
    "an attribute in entities": lambda text: f'<p data-person="{_each("&#{};")(text)}">x</p>',
    "a label": '<p aria-label="{}">x</p>'.format,
    "a class": '<p class="p-{}">x</p>'.format,
    "a meta tag": '<meta name="author" content="{}">'.format,
    "content of a style sheet": "<style>p::after {{ content: '{}' }}</style>".format,
    "content of a style sheet, escaped": lambda text: (
        "<style>p::after { content: '" + _each("\\{:x} ")(text) + "' }</style>"
    ),
    "content of a style sheet in pieces": lambda text: (
        f"<style>p::after {{ content: '{text[:6]}' '{text[6:]}' }}</style>"
    ),
    "a picture of the style": '<p style="background:url(https://example.com/{}.png)">x</p>'.format,
    "the address of a picture": lambda text: (
        f'<img src="https://example.com/open?u={quote(text, safe="")}" alt="">'
    ),
    "a form": '<input type="hidden" name="u" value="{}">'.format,
    "a script's data": '<script type="application/ld+json">{{"a": "{}"}}</script>'.format,
    "a link in base64": lambda text: f'<a href="https://example.com/u/{_base64(text)}">x</a>',
    "a drawing": "<svg><text>{}</text></svg>".format,
    "an override of direction": lambda text: f'<bdo dir="rtl">{text[::-1]}</bdo>',
}
MARKUP_OF_ADDRESSES: dict[str, Form] = {
    "the at sign in a tag": _instead(AT, "<b>@</b>"),
    "the at sign in a tag, as an entity": _instead(AT, "<b>&#64;</b>"),
    "blocks around the at sign": lambda text: "<p>" + text.replace(AT, "</p><p>@</p><p>") + "</p>",
    "cells of a table": lambda text: "<td>" + text.replace(AT, "</td><td>@") + "</td>",
    "a line end after the at sign": _instead(AT, "@<br>"),
    "a line end before the last dot": lambda text: "<br>.".join(text.rsplit(DOT, 1)),
    "a cell for each letter": lambda text: "".join(f"<td>{c}</td>" for c in text),
    "a mailto in entities": lambda text: f'<a href="&#109;ailto:{_each("&#{};")(text)}">x</a>',
}

NUMBERS: dict[str, Form] = {
    "by two": lambda text: " ".join(text[at : at + 2] for at in range(0, len(text), 2)),
    "by two with dots": lambda text: ".".join(text[at : at + 2] for at in range(0, len(text), 2)),
    "by two with hyphens": lambda text: "-".join(
        text[at : at + 2] for at in range(0, len(text), 2)
    ),
    "by four": lambda text: f"{text[:4]} {text[4:]}",
    "by four with a dot": lambda text: f"{text[:4]}.{text[4:]}",
    "by three with a hyphen": lambda text: f"{text[:3]}-{text[3:]}",
    "by three, announced": lambda text: f"Customer no. {text[:3]} {text[3:]}",
    "by three with a dot, announced": lambda text: f"Konto {text[:3]}.{text[3:]}",
    "with a space that does not break": lambda text: f"{text[:2]}\u00a0{text[2:4]}\u00a0{text[4:]}",
    "with thin spaces": lambda text: f"{text[:4]}\u2009{text[4:]}",
    "by two in percent signs": lambda text: f"{text[:2]}%20{text[2:4]}%20{text[4:]}",
    "wide digits by two": lambda text: _wide(f"{text[:2]} {text[2:4]} {text[4:]}"),
}
"""Ways of writing an id of digits in groups."""

"""Lists, plurals, zones and links in each locale's own form, and never by guessing."""

from __future__ import annotations

import pytest

from composer.errors import RenderError
from composer.model.campaign import TransportKind, TransportSettings
from composer.rendering.compile import compile_message
from composer.rendering.compiled_part import compile_part
from composer.rendering.environment import make_environment
from composer.rendering.filters import make_filters
from composer.rendering.message import render_message
from tests.unit.rendering.samples import PLAIN_LAYOUT, catalogue, make_context, make_recipient


def render(source: str, locale: str = "en", *, html: bool = False, **values: object) -> str:
    environment = make_environment(html=html, filters=make_filters(locale))
    return compile_part(environment, source, part="body").render(dict(values), {})


def refused(source: str, locale: str = "en", **values: object) -> tuple[str, str]:
    with pytest.raises(RenderError) as caught:
        render(source, locale, **values)
    return caught.value.code, caught.value.field


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Bonn, Rome, and Oslo"),
        ("de", "Bonn, Rome und Oslo"),
        ("ja", "Bonn、Rome、Oslo"),
        ("ar", "Bonn وRome وOslo"),
    ],
)
def test_a_list_prints_as_the_languages_sentence(locale: str, text: str) -> None:
    assert render("{{ v|split(',')|list }}", locale, v="Bonn, Rome,Oslo") == text


def test_a_list_stays_a_sequence_in_a_repeat_and_in_other_filters() -> None:
    source = "{% for x in v|split|list %}[{{ x }}]{% endfor %}{{ v|split|list|length }}"
    assert render(source, v="a,b,c") == "[a][b][c]3"
    assert render("{{ v|split|list|join('-') }}", v="a,b") == "a-b"
    assert render("{{ v|split|list('or') }}", v="a,b") == "a or b"
    assert render("{{ range(3)|list }}") == "0, 1, and 2"
    assert render("{{ v|split|list }}", v="a") == "a"


def test_a_printed_list_is_escaped_in_html() -> None:
    assert render("{{ v|split|list }}", html=True, v="<b>,&") == "&lt;b&gt; and &amp;"


def test_a_list_that_cannot_be_written_is_refused_by_name() -> None:
    assert refused("{{ cities|list }}", cities="Bonn") == ("render.not_a_list", "cities")
    assert refused("{{ c|split|list('xor') }}", c="a") == ("render.not_a_list", "c|split")
    assert refused("{{ c|split|list }}", c=", ,")[0] == "render.empty_list"
    assert refused("{{ [[1], 2]|list }}")[0] == "render.not_printable"


@pytest.mark.parametrize(
    ("source", "locale", "expected"),
    [
        ("plural('file', 'files')", "en", ["files", "file", "files", "files", "files"]),
        ("plural('jour', 'jours')", "fr", ["jour", "jour", "jours", "jours", "jours"]),
        ("plural('plik', 'pliki', 'plików')", "pl", ["plików", "plik", "pliki", "plików", "plików"]),
        ("plural('soubor', 'soubory', 'souborů')", "cs", ["souborů", "soubor", "soubory", "souborů", "souborů"]),
        ("plural('ファイル')", "ja", ["ファイル"] * 5),
        ("plural('0', '1', '2', 'few', 'many', 'other')", "ar", ["0", "1", "2", "few", "many"]),
        ("plural(one='file', other='files', zero='none')", "en", ["none", "file", "files", "files", "files"]),
        ("plural(one='o', few='f', many='m', other='x')", "ru", ["m", "o", "f", "m", "m"]),
    ],
)  # fmt: skip
def test_a_plural_follows_the_languages_rules(
    source: str, locale: str, expected: list[str]
) -> None:
    counts = ("0", "1", "2", "5", "11")
    assert [render("{{ n|" + source + " }}", locale, n=count) for count in counts] == expected


def test_a_plural_counts_what_is_printed() -> None:
    assert render("{{ n|plural('hour', 'hours') }}", n="1.0") == "hours"
    assert render("{{ n|decimal|plural('hour', 'hours') }}", n="1") == "hour"
    assert render("{{ v|split|length|plural('city', 'cities') }}", v="a,b") == "cities"


@pytest.mark.parametrize(
    "source", ["plural", "plural('a', 'b', 'c')", "plural(one='a')", "plural('a', other='b')",
               "plural(other='a', ones='b')", "plural(1, 2)"],
)  # fmt: skip
def test_forms_that_do_not_fit_are_refused_by_name(source: str) -> None:
    assert refused("{{ n|" + source + " }}", n="2") == ("render.plural_forms", "n")
    assert refused("{{ n|plural('a', 'b') }}", n="two") == ("render.not_a_number", "n")


def test_a_translator_writes_the_forms_of_the_language() -> None:
    unit = '{{ account }} {{ account|plural("file", "files") }}'
    polish = '{{ account }} {{ account|plural("plik", "pliki", "plików") }}'
    context = make_context(
        body=unit, layout=PLAIN_LAYOUT, catalogues=(catalogue("pl", **{unit: polish}),)
    )
    compiled = compile_message(context)
    texts = [
        render_message(compiled, make_recipient(locale=locale, account=account)).text
        for locale, account in (("en", "1"), ("en", "3"), ("pl", "3"), ("pl", "5"))
    ]
    assert texts == ["1 file\n", "3 files\n", "3 pliki\n", "5 plików\n"]


@pytest.mark.parametrize(
    ("source", "locale", "text"),
    [
        ('datetime("medium", zone="Europe/Berlin")', "de", "01.11.2019, 23:30:00 MEZ"),
        ('datetime("medium", zone="Europe/Berlin")', "en", "Nov 1, 2019, 11:30:00\u202fPM GMT+01:00"),
        ('datetime("long", zone="America/New_York")', "en", "November 1, 2019, 6:30:00\u202fPM EDT"),
        ('datetime("long", zone="Asia/Tokyo")', "fr", "2 novembre 2019, 07:30:00 UTC+09:00"),
        ('time(zone="Asia/Tokyo")', "ja", "7:30 JST"),
        ('date(zone="Asia/Tokyo")', "de", "2. November 2019"),
        ("datetime", "de", "1. November 2019, 23:30:00 GMT+01:00"),
        ('datetime("short")', "de", "01.11.19, 23:30"),
    ],
)  # fmt: skip
def test_a_zone_that_was_asked_for_is_named(source: str, locale: str, text: str) -> None:
    assert render("{{ v|" + source + " }}", locale, v="2019-11-01T23:30+01:00") == text


def test_a_time_without_offset_is_the_zones_own() -> None:
    source = '{{ v|datetime("short", zone="Europe/Vienna") }}'
    assert render(source, "de", v="2019-07-01 09:30") == "01.07.19, 09:30 MESZ"
    assert render(source, "de", v="2019-07-01 09:30Z") == "01.07.19, 11:30 MESZ"


@pytest.mark.parametrize("moment", ["2019-10-27T02:30", "2019-03-31T02:30"])
def test_a_time_that_happens_twice_or_never_is_refused(moment: str) -> None:
    source = '{{ due|datetime("short", zone="Europe/Berlin") }}'
    assert refused(source, due=moment) == ("render.unclear_time", "due")


@pytest.mark.parametrize(
    "zone",
    ["Mars/Olympus", "../../etc/passwd", "/etc/localtime", "europe/berlin", "zones", "a" * 999],
)
def test_an_unknown_zone_is_refused_by_its_name(zone: str) -> None:
    code, field = refused("{{ v|datetime('short', zone=z) }}", v="2019-11-01T09:30", z=zone)
    assert code == "render.unknown_zone"
    assert field == zone[:64]


def test_formats_put_no_direction_mark_into_a_header() -> None:
    context = make_context(
        subject='{{ due|date("short") }} {{ balance|number }}',
        headers=(("X-Due", '{{ due|date("short") }}'),),
        body='{{ due|date("short") }}',
        catalogues=(catalogue("ar"),),
        transport=TransportSettings(kind=TransportKind.PRACTICE),
    )
    person = make_recipient(locale="ar", balance="-5")
    message = render_message(compile_message(context), person)
    assert message.header("Subject") == "1/11/2019 -5"
    assert "\u200f" in message.text


GOOD_LINKS = {
    "https://example.com": "https://example.com",
    "HTTPS://Example.com/A?b=c#d": "https://Example.com/A?b=c#d",
    "https://bücher.example/ä": "https://xn--bcher-kva.example/%C3%A4",
    "https://x.example:8443/a?b@c": "https://x.example:8443/a?b@c",
    'https://x.example/"><script>': "https://x.example/%22%3E%3Cscript%3E",
    "mailto:a@b.example?subject=x": "mailto:a@b.example?subject=x",
}
BAD_LINKS = (
    "http://example.com", "tel:+43", "ftp://x", "file:///etc/passwd", "blob:https://x",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "\x01javascript:alert(1)", "\u200bjavascript:alert(1)", "javascript&colon;alert(1)",
    "javascript\uff1aalert(1)", "data:text/html,<script>", "data:image/svg+xml;base64,AAAA",
    "vbscript:x", "view-source:https://x.example", "intent://x#Intent;end", "//x.example",
    "\\\\x.example", "/x", "x", "https:x", "https:/x", "https:///x.example", "https://", "https://.x",
    "https://a@b.example", "https://a:b@c.example", "https://x.example\\@y", "https://[::1]/",
    "https://x.example:99999999/", "https://ex%61mple.com", "https://x .example",
    "https://x\u200b.example", "https://x.example/\u202egpj.exe", "https://x.example/a\nb",
    "https://x.example/a\u2028b", "https://x.example/\x7f", "https://x.example/\ud800",
    "ht\u200btps://x.example", "\uff48ttps://x.example", "http\u017f://x.example",
    "mailto:", "mailto:a", "mailto:a@b.example,c@d.example", "mailto:a@b.example?x=a b",
)  # fmt: skip


@pytest.mark.parametrize(("value", "link"), GOOD_LINKS.items())
def test_a_cell_may_be_a_whole_https_or_mailto_link(value: str, link: str) -> None:
    assert render("{{ site|link }}", site=value) == link


@pytest.mark.parametrize("value", BAD_LINKS, ids=ascii)
@pytest.mark.parametrize("body", ["[a]({{ site }})", "[a]({{ site|trim }})", "{{ site|link }}"])
def test_a_cell_is_never_another_kind_of_link(value: str, body: str) -> None:
    context = make_context(body=body, columns=("site",))
    with pytest.raises(RenderError) as caught:
        render_message(compile_message(context), make_recipient(site=value))
    assert caught.value.code == "render.bad_link"


@pytest.mark.parametrize(
    "body", ["[a](java{{ site }})", "[a](//{{ site }})", "[a]({{ account }}{{ site }})"]
)
def test_a_part_of_a_link_cannot_change_its_kind(body: str) -> None:
    context = make_context(body=body, columns=("account", "site"))
    person = make_recipient(account="https://x.example", site="script:alert(1)//e@x/..")
    html = render_message(compile_message(context), person).html
    assert "script:" not in html
    assert "script%3Aalert%281%29%2F%2Fe%40x%2F.." in html


def test_the_sentence_of_an_error_names_field_and_part() -> None:
    with pytest.raises(RenderError) as caught:
        render("{{ due|date }}", due="soon")
    assert str(caught.value).startswith("due is not a date")
    with pytest.raises(RenderError) as caught:
        render("{{ [1] }}")
    assert str(caught.value).endswith("is printed in body.")

"""Dates, numbers and links from cells, in each locale's form, and never by guessing."""

from __future__ import annotations

import pytest

from composer.errors import RenderError
from composer.rendering.compiled_part import compile_part
from composer.rendering.environment import make_environment
from composer.rendering.filters import make_filters


def render(source: str, locale: str = "en", **values: object) -> str:
    environment = make_environment(html=False, filters=make_filters(locale))
    return compile_part(environment, source, part="body").render(dict(values), {})


@pytest.mark.parametrize(
    ("source", "locale", "text"),
    [
        ("{{ v|date }}", "en", "November 1, 2019"),
        ("{{ v|date }}", "de", "1. November 2019"),
        ("{{ v|date('full') }}", "es", "viernes, 1 de noviembre de 2019"),
        ("{{ v|date('short') }}", "de", "01.11.19"),
        ("{{ v|date }}", "ja", "2019年11月1日"),
        ("{{ v|date }}", "de-AT", "1. November 2019"),
    ],
)
def test_dates_follow_the_locale(source: str, locale: str, text: str) -> None:
    assert render(source, locale, v="2019-11-01") == text
    assert render(source, locale, v=" 2019-11-01T09:30:00+01:00") == text


@pytest.mark.parametrize(
    ("source", "value", "locale", "text"),
    [
        ("{{ v|number }}", "1234.50", "en", "1,234.50"),
        ("{{ v|number }}", "1234.50", "de", "1.234,50"),
        ("{{ v|number(0) }}", "1234.50", "es", "1.235"),
        ("{{ v|number }}", "-7", "en", "-7"),
        ("{{ v|number(0) }}", "2.5", "en", "3"),
        (
            "{{ v|number }}",
            "123456789012345.123456789012",
            "en",
            "123,456,789,012,345.123456789012",
        ),
        ("{{ v|currency('EUR') }}", "0.125", "en", "€0.13"),
        ("{{ v|percent }}", "0.125", "en", "12.5%"),
        ("{{ v|percent }}", "0.125", "de", "12,5\xa0%"),
        ("{{ v|percent(2) }}", "0.5", "en", "50.00%"),
        ("{{ v|currency('EUR') }}", "1234.50", "de", "1.234,50\xa0€"),
        ("{{ v|currency('JPY') }}", "1234", "ja", "￥1,234"),
        ("{{ v|decimal * 2 }}", "1.50", "en", "3.00"),
        ("{{ v|time }}", "09:30", "de", "09:30"),
        ("{{ v|time }}", "2019-11-01T21:30", "en", "9:30\u202fPM"),
        ("{{ v|datetime('medium') }}", "2019-11-01T09:30", "de", "01.11.2019, 09:30:00"),
        (
            "{{ v|datetime('medium', 'Asia/Tokyo') }}",
            "2019-11-01T09:30Z",
            "de",
            "01.11.2019, 18:30:00 GMT+09:00",
        ),
    ],
)
def test_numbers_and_times_follow_the_locale(
    source: str, value: str, locale: str, text: str
) -> None:
    assert render(source, locale, v=value) == text


@pytest.mark.parametrize("value", ["1,234.50", "1.234,50", "12 EUR", "NaN", "Infinity", "1e5", "١"])
@pytest.mark.parametrize("name", ["number", "percent", "decimal", "currency('EUR')"])
def test_a_cell_that_is_no_plain_number_is_refused_by_its_field(value: str, name: str) -> None:
    with pytest.raises(RenderError) as refused:
        render("{{ balance|" + name + " }}", balance=value)
    assert (refused.value.code, refused.value.field) == ("render.not_a_number", "balance")


@pytest.mark.parametrize("value", ["1.11.2019", "2019-13-01", "2019-02-30", "20191101", "soon"])
@pytest.mark.parametrize("name", ["date", "datetime", "time"])
def test_a_cell_that_is_no_date_is_refused_by_its_field(value: str, name: str) -> None:
    with pytest.raises(RenderError) as refused:
        render("{{ due|" + name + " }}", due=value)
    assert (refused.value.code, refused.value.field) == ("render.not_a_date", "due")


def test_a_currency_needs_its_code() -> None:
    with pytest.raises(RenderError) as refused:
        render("{{ v|currency('euro') }}", v="1")
    assert refused.value.code == "render.not_a_currency"


def test_links_quote_what_is_put_into_them() -> None:
    assert render("{{ v|url }}", v="a b&c/d") == "a%20b%26c%2Fd"
    assert render("{{ v|url|url }}", v="a b") == "a%20b"
    assert render("{{ v|mailto }}", v="a?b@example.com") == "mailto:a%3Fb@example.com"
    assert render("{{ v|link }}", v="https://example.com/ä?b=1&c=%20") == (
        "https://example.com/%C3%A4?b=1&c=%20"
    )


@pytest.mark.parametrize("value", ["javascript:alert(1)", "//x.example", "data:text/html,x", "a b"])
def test_a_cell_never_becomes_a_link_that_runs(value: str) -> None:
    with pytest.raises(RenderError) as refused:
        render("{{ site|link }}", site=value)
    assert (refused.value.code, refused.value.field) == ("render.bad_link", "site")


def test_split_gives_a_list_without_blanks() -> None:
    assert render("{{ v|split(';')|join('+') }}", v="a; b;;c") == "a+b+c"

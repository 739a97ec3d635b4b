"""Files of still more tools, and tables of several languages of which one is wanted."""

import pytest

from composer.errors import FileRefused
from composer.findings import blocking
from composer.translation.exchange.compare import LineKind
from composer.translation.exchange.reading import read_exchange_file
from composer.translation.exchange.xlsx_columns import Wanted
from tests.unit.translation.exchange import more_samples, more_workbooks
from tests.unit.translation.exchange.sample import (
    FEES,
    cells_here,
    compared,
    read,
    refusal,
    taken,
)
from tests.unit.translation.exchange.xlsx_samples import book

READ = [*more_samples.READ, *more_workbooks.READ]
REFUSED = [*more_samples.REFUSED, *more_workbooks.REFUSED]
EACH = (("Key", "English", "German", "French"), ("a", "Fees", "Gebühren", "Frais"))


@pytest.mark.parametrize("sample", READ, ids=lambda sample: f"{sample.file}: {sample.tool}")
def test_a_file_of_one_more_tool_reads_right(sample):
    lines = compared(sample.content, sample.file)
    against = {
        line.source: (found.code, found.place_of("line") or found.place_of("row"))
        for line in lines
        if line.kind is not LineKind.MISSING
        for found in blocking(line.findings)
    }
    assert (taken(lines), against) == (sample.taken, sample.against)


@pytest.mark.parametrize("sample", REFUSED, ids=lambda sample: f"{sample.file}: {sample.what}")
def test_a_file_that_cannot_be_used_is_refused_with_its_line(sample):
    assert refusal(sample.content, sample.file) == (sample.code, sample.line)


def test_there_are_enough_of_them():
    assert len(READ) + len(REFUSED) >= 60


@pytest.mark.parametrize("content", more_samples.OTHER_LANGUAGE)
def test_a_text_in_another_language_than_the_file_says_stops_the_file(content):
    codes = [found.code for found in read(content, "de.xlf").findings]
    assert codes == ["exchange.several_languages"]


@pytest.mark.parametrize("content", more_samples.SAME_LANGUAGE)
def test_a_region_of_the_same_language_does_not(content):
    assert not read(content, "de.xlf").findings


def test_old_headers_of_po_say_their_language():
    assert [
        read(sample.content, sample.file).locale
        for sample in more_samples.READ
        if "Crowdin's PO" in sample.tool or "of long ago" in sample.tool
    ] == ["de", "de"]


@pytest.mark.parametrize(
    ("heads", "locale", "target"),
    [
        (("English", "German", "French"), "de", "Gebühren"),
        (("English", "German", "French"), "fr", "Frais"),
        (("en", "de-DE", "fr-FR"), "fr", "Frais"),
        (("en-US", "de", "de-AT"), "de-AT", "Frais"),
        (("Source", "de", "fr"), "fr", "Frais"),
    ],
)
def test_of_several_languages_the_wanted_one_is_read(heads, locale, target):
    found = wanted(book([("Key", *heads), EACH[1]]), locale)
    assert [(unit.source, unit.target) for unit in found.units] == [(FEES, target)]
    assert found.locale.startswith(locale)


@pytest.mark.parametrize(
    ("heads", "locale"),
    [
        (("en", "de-DE", "de-AT"), "de"),
        (("en", "fr", "it"), "de"),
        (("en", "en-GB", "de"), "de"),
        (("de", "fr", "it"), "de"),
    ],
)
def test_where_two_columns_or_none_could_be_meant_none_is_taken(heads, locale):
    content = book([("Key", *heads), EACH[1]])
    if heads == ("en", "en-GB", "de"):  # the source is told by its very tag
        assert wanted(content, locale).source_locale == "en"
        return
    with pytest.raises(FileRefused) as caught:
        wanted(content, locale)
    assert [found.code for found in caught.value.findings] == ["exchange.no_columns"]


def wanted(content, locale):
    languages = Wanted(source_locale="en", locale=locale)
    return read_exchange_file(content, file="a.xlsx", read_cells=cells_here, wanted=languages)

import random
from datetime import UTC, datetime

import pytest

from composer.errors import FileRefused
from composer.findings import blocking
from composer.translation.exchange.compare import LineKind
from composer.translation.exchange.model import ExchangeComment
from tests.unit.translation.exchange import (
    agency_samples,
    po_samples,
    xliff2_samples,
    xliff12_samples,
    xlsx_samples,
)
from tests.unit.translation.exchange.sample import (
    DEAR,
    FEES,
    REVIEWED,
    TERMS,
    WELCOME,
    compared,
    ours,
    read,
    refusal,
    taken,
)

MODULES = (po_samples, xliff12_samples, agency_samples, xliff2_samples, xlsx_samples)
READ = [sample for module in MODULES for sample in module.READ]
REFUSED = [sample for module in MODULES for sample in module.REFUSED]


@pytest.mark.parametrize("sample", READ, ids=lambda sample: f"{sample.file}: {sample.tool}")
def test_a_file_of_another_tool_reads_right(sample):
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
    assert len(READ) + len(REFUSED) >= 110


def test_a_tools_notes_become_comments_of_who_wrote_them():
    [line, *_missing] = compared(xliff12_samples.NOTES, "de.xlf")
    assert line.comments == (ExchangeComment(text="Plural, as agreed", by="Acme reviewer"),)
    assert line.notes == ("seen",)


def test_what_translators_said_in_trados_and_memoq_comes_with_it():
    said = {
        line.source: line.comments
        for content in (agency_samples.TRADOS, agency_samples.MEMOQ)
        for line in compared(content, "de.xlf")
        if line.comments
    }
    at = datetime(2026, 5, 4, 8, 12, 15, tzinfo=UTC)
    assert {
        source: [(item.text, item.by, item.at.replace(microsecond=0)) for item in comments]
        for source, comments in said.items()
    } == {TERMS: [("As in the terms", "jroe", at)], DEAR: [("Formal, please", "jroe", at)]}


@pytest.mark.parametrize("content", [agency_samples.PROTECTED, xliff2_samples.PROTECTED])
def test_a_text_that_a_file_protects_stays_and_is_named(content):
    lines = {line.source: line for line in compared(content, "de.xlf", ours(welcome="Hallo"))}
    kept = lines[WELCOME]
    assert (kept.kind, kept.target, kept.state) == (LineKind.UNCHANGED, "Hallo", REVIEWED)
    assert [item.code for item in kept.findings] == ["exchange.protected"]
    assert "Legal notice" not in lines


def test_the_language_is_told_by_the_texts_where_the_file_does_not():
    old = xliff12_samples.document(
        '<trans-unit id="1"><source>Fees</source><target xml:lang="fr">Frais</target></trans-unit>',
        about='source-language="en"',
    )
    assert read(old, "x.xlf").locale == "fr"
    assert read(xliff2_samples.OKAPI, "x.xliff").locale == "de"
    rows = [("en", "fr"), ("Fees", "Frais")]
    sheet = read(xlsx_samples.book(rows), "x.xlsx")
    assert (sheet.source_locale, sheet.locale) == ("en", "fr")


def test_a_file_with_nothing_but_protected_texts_has_no_text():
    only = xliff12_samples.document(
        '<trans-unit id="1" translate="no"><source>Fees</source></trans-unit>'
    )
    assert refusal(only, "de.xlf") == ("exchange.no_units", None)


def test_what_a_tool_could_not_show_is_noted():
    assert [found.code for found in read(xliff12_samples.BINARY, "de.xlf").findings] == [
        "exchange.skipped_binary"
    ]
    hidden = xlsx_samples.book(xlsx_samples.TWO, change=xlsx_samples.hidden)
    assert [found.code for found in read(hidden, "a.xlsx").findings] == ["exchange.hidden_rows"]


def test_a_translation_without_its_source_is_named_by_its_cell():
    rows = [xlsx_samples.HEAD, *xlsx_samples.ONE[1:], (2, "", None, "Willkommen", "", "")]
    [found] = read(xlsx_samples.book(rows), "a.xlsx").findings
    assert found.code == "exchange.row_without_source"
    assert (found.place_of("row"), found.place_of("column")) == (3, "D")


def test_merged_cells_translate_only_the_first():
    found = read(xlsx_samples.MERGED, "a.xlsx")
    assert [item.code for item in found.findings] == ["exchange.merged"]
    assert {unit.source: unit.target for unit in found.units} == {FEES: "Gebühren", WELCOME: ""}


def test_files_in_several_languages_are_said_to_be():
    several = xliff12_samples.TWO_FILES.replace("de_DE", "fr")
    assert [item.code for item in read(several, "de.xlf").findings] == [
        "exchange.several_languages"
    ]


PIECES = (
    b"<", b">", b"&", b'"', b"\0", b"\xff", b"<source>", b"</target>", b"msgid ", b"{{", b"\n",
    b"<mrk mtype='seg'/>", b"<g id='1'>", b"<ph/>", b"<!--", b"]]>", b"<unit/>", b"#| msgid",
)  # fmt: skip


def damaged(content, chance):
    """Change a file in a few places: take out, put in, cut off, repeat."""
    for _change in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content = content[:at] + chance.choice(PIECES) + content[at:]
            case 1:
                content = content[:at] + content[at + chance.randint(1, 30) :]
            case 2:
                content = content[: max(at, 1)]
            case _:
                content = content[:at] + content[-chance.randint(1, 80) :] + content[at:]
    return content


def test_a_damaged_file_is_read_or_refused_and_nothing_else():
    chance = random.Random(7)
    samples = [sample for sample in READ if not sample.file.endswith(".xlsx")]
    told = []
    for _attempt in range(400):
        sample = chance.choice(samples)
        content = sample.content
        content = damaged(content.encode() if isinstance(content, str) else content, chance)
        try:
            compared(content, sample.file)
        except FileRefused as error:
            told.append(error.findings[0].text)
    assert 0 < len(told) < 400
    assert all(told)

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import FileRefused
from composer.model.message import Catalogue, CatalogueEntry
from composer.translation.catalogue import merge, read_po, translator, write_po
from composer.translation.po_file import MAX_PO_BYTES

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def read(text):
    return read_po(text.encode() if isinstance(text, str) else text, locale="de", file="de.po")


def refused(content):
    with pytest.raises(FileRefused) as caught:
        read(content)
    [found] = caught.value.findings
    assert found.text
    assert found.advice
    return found.code, found.place_of("file"), found.place_of("line")


def test_states_are_read_as_the_contract_says():
    catalogue = read(
        HEADER
        + 'msgid "A"\nmsgstr "a"\n\n#, fuzzy\nmsgid "B"\nmsgstr "b"\n\n#, fuzzy\nmsgid "C"\nmsgstr ""\n'
    )
    assert catalogue.entries == (
        CatalogueEntry(source="A", target="a"),
        CatalogueEntry(source="B", target="b", fuzzy=True),
        CatalogueEntry(source="C", target=""),
    )


def test_a_file_from_another_tool_is_read():
    content = (
        b"\xef\xbb\xbf# Translator\r\n#, fuzzy\r\n" + HEADER.replace("\n", "\r\n").encode()
        + b'#: message.md:3 "odd\r\n#. note\r\n#| msgid "old"\r\nmsgid ""\r\n"Hello "\r\n"{{ name }}\\n"\r\n'
        + b'msgstr "Hallo \\"{{ name }}\\""\r\n#~ msgid "gone"\r\n#~ msgstr "weg"\r\n'
    )  # fmt: skip
    assert read(content).entries == (
        CatalogueEntry(source="Hello {{ name }}\n", target='Hallo "{{ name }}"'),
    )


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b'msgid "a"\nmsgstr "\xff"\n', "translation.po_not_utf8", 2),
        ('msgid "a"\nmsgstr "b\n', "translation.bad_po", 2),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', "translation.bad_po", 1),
        ('"loose"\n', "translation.bad_po", 1),
        ('msgstr "a"\n', "translation.bad_po", 1),
        ("hello\n", "translation.bad_po", 1),
        ('msgid "a"\nmsgstr "\\x41"\n', "translation.bad_po", 2),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', "translation.po_plural", 2),
        ('msgctxt "x"\nmsgid "a"\nmsgstr "c"\n', "translation.po_plural", 1),
        ('\n\nmsgid "a"\nmsgstr "b\x07"\n', "translation.po_control", 3),
        ('msgid "a"\nmsgstr "\\r\\nBcc: x"\n', "translation.po_control", 1),
        (b" " * (MAX_PO_BYTES + 1), "translation.po_too_large", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content, code, line):
    assert refused(content) == (code, "de.po", line)


def test_a_plural_formula_is_never_evaluated():
    header = (
        'msgid ""\nmsgstr ""\n'
        '"Plural-Forms: nplurals=999999999; plural=__import__(os);\\n"\n'
        '"Content-Type: text/plain; charset=idna\\n"\n"Language: ../../etc\\n"\n'
    )
    with suppress(FileRefused):
        assert read(header + '\nmsgid "a"\nmsgstr "b"\n').entries[0].target == "b"


PO_LINES = st.sampled_from(
    ['msgid "a"', 'msgid ""', 'msgstr ""', 'msgstr "b"', '"Language: de\\n"', '"x"', "#, fuzzy", "#~ x",
     '"POT-Creation-Date: never\\n"', '"Plural-Forms: nplurals=x\\n"', '"Content-Type: ;charset\\n"', ""]
)  # fmt: skip


@given(st.lists(PO_LINES, max_size=12))
def test_any_order_of_lines_is_read_or_refused(lines):
    with suppress(FileRefused):
        read("\n".join(lines))


TEXTS = st.text(
    alphabet=st.characters(
        blacklist_categories=("Cc", "Cs", "Zl", "Zp"), whitelist_characters="\n\t"
    ),
    max_size=40,
)
ENTRIES = st.lists(
    st.tuples(TEXTS.filter(bool), TEXTS, st.booleans()), max_size=5, unique_by=lambda row: row[0]
)


@given(ENTRIES)
def test_writing_and_reading_gives_the_same_catalogue(rows):
    entries = tuple(
        CatalogueEntry(source=source, target=target, fuzzy=fuzzy and bool(target))
        for source, target, fuzzy in rows
    )
    catalogue = Catalogue(locale="de", entries=entries)
    assert read(write_po(catalogue)) == catalogue
    assert write_po(catalogue) == write_po(read(write_po(catalogue)))


def test_writing_has_no_dates_and_names_the_language():
    content = write_po(Catalogue(locale="zh-Hant", entries=())).decode()
    assert "Language: zh_Hant" in content
    assert "Date" not in content


def test_merging_keeps_translations_and_adds_new_units_empty():
    old = Catalogue(
        locale="de",
        entries=(
            CatalogueEntry(source="gone", target="weg"),
            CatalogueEntry(source="gone too", target=""),
            CatalogueEntry(source="b", target="B", fuzzy=True),
        ),
    )
    assert merge(["a", "b", "a"], old).entries == (
        CatalogueEntry(source="a", target=""),
        CatalogueEntry(source="b", target="B", fuzzy=True),
        CatalogueEntry(source="gone", target="weg"),
    )


def test_the_translator_falls_back_to_the_source():
    catalogue = Catalogue(
        locale="de",
        entries=(CatalogueEntry(source="a", target="A"), CatalogueEntry(source="b", target="")),
    )
    assert [translator(catalogue)(text) for text in ("a", "b", "c")] == ["A", "b", "c"]
    assert translator(None)("a") == "a"

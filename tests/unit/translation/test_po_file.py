import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.model.message import Catalogue, CatalogueEntry
from composer.model.translation import UnitState
from composer.translation.catalogue import entry_in_state, entry_state, merge, read_po, write_po
from composer.translation.po_file import edit_po, po_blocks

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
FOREIGN = (
    "# Translator\n#, fuzzy\n" + HEADER + '\n# a remark\n#. seen on the left\n#: message.md:3\n'
    '#, fuzzy, no-wrap\n#| msgid "ol"\n#| "d"\nmsgid "A"\nmsgstr "a"\n\n\nmsgid "B"\nmsgstr "b"\n'
    '\n#~ msgid "gone"\n#~ msgstr "weg"\n'
)  # fmt: skip
TEXTS = st.text(
    alphabet=st.characters(
        blacklist_categories=("Cc", "Cs", "Zl", "Zp"), whitelist_characters="\n\t"
    ),
    max_size=30,
)
NOTES = st.lists(TEXTS.map(lambda text: " ".join(text.split())), max_size=2).map(tuple)


@st.composite
def entries(draw):
    sources = draw(st.lists(TEXTS.filter(bool), max_size=5, unique=True))
    made = []
    for source in sources:
        entry = CatalogueEntry(
            source=source,
            target=draw(TEXTS.filter(lambda text: bool(text.strip()))),
            fuzzy=True,
            previous=draw(TEXTS),
            notes=draw(NOTES),
        )
        made.append(entry_in_state(entry, draw(st.sampled_from(UnitState))))
    return tuple(made)


def read(content):
    return read_po(content, locale="de", file="de.po")


@given(entries())
def test_states_previous_sources_and_remarks_come_back_as_they_were_written(rows):
    catalogue = Catalogue(locale="de", entries=rows)
    assert read(write_po(catalogue)) == catalogue


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@given(before=entries(), added=entries(), closed=st.booleans())
def test_what_is_put_in_and_taken_out_again_leaves_the_very_file(before, added, closed, ending):
    content = write_po(Catalogue(locale="de", entries=before)).replace(b"\n", ending.encode())
    content = content if closed else content.rstrip()
    known = {entry.source for entry in before}
    new = [entry for entry in added if entry.source not in known]
    after = {entry.source: before[0].source for entry in new if before}
    changed = edit_po(content, new, after=after)
    assert {*read(changed).entries} == {*before, *new}
    assert edit_po(changed, (), drop={entry.source for entry in new}) == content


def test_one_entry_changes_and_all_around_it_keeps_its_bytes():
    entry = read(FOREIGN.encode()).entries[0]
    assert (entry.previous, entry.notes, entry_state(entry)) == ("old", ("a remark",), UnitState.NEEDS_WORK)  # fmt: skip
    changed = edit_po(FOREIGN.encode(), [entry_in_state(entry, UnitState.REVIEWED)]).decode()
    assert changed == FOREIGN.replace("#, fuzzy, no-wrap\n", "#, no-wrap\n").replace(
        '#| msgid "ol"\n#| "d"\n', ""
    )
    assert edit_po(FOREIGN.encode(), [entry]) == FOREIGN.encode()


def test_a_new_entry_stands_after_the_one_it_belongs_to_else_behind_the_last():
    new = CatalogueEntry(source="C", target="c")
    changed = edit_po(FOREIGN.encode(), [new], after={"C": "A"})
    assert [entry.source for entry in read(changed).entries] == ["A", "C", "B"]
    changed = edit_po(FOREIGN.encode(), [new])
    assert [entry.source for entry in read(changed).entries] == ["A", "B", "C"]
    assert changed.decode().endswith('#~ msgid "gone"\n#~ msgstr "weg"\n')
    assert read(edit_po(HEADER.encode(), [new])).entries == (new,)


def test_the_pieces_of_a_file_are_the_file():
    text = FOREIGN.replace("\n", "\r\n")
    assert "".join(block.text for block in po_blocks(text.encode(), file="de.po")) == text


def test_of_a_source_written_twice_the_first_counts_and_open_work_of_either():
    content = HEADER + '\nmsgid "A"\nmsgstr "a"\n\n#, fuzzy\nmsgid "A"\nmsgstr "b"\n'
    assert read(content.encode()).entries == (CatalogueEntry(source="A", target="a", fuzzy=True),)


def test_remarks_and_former_sources_lose_what_cannot_be_seen():
    content = HEADER + '\n# a\x07b\n#, fuzzy\n#| msgid "\\a"\nmsgid "A"\nmsgstr "a"\n'
    [entry] = read(content.encode()).entries
    assert (entry.notes, entry.previous) == (("ab",), "")


def test_merging_forgets_copies_that_nobody_worked_on():
    copy = CatalogueEntry(source="A2", target="a", fuzzy=True, previous="A1")
    draft = entry_in_state(CatalogueEntry(source="A3", target="b", previous="A1"), UnitState.DRAFT)
    first = CatalogueEntry(source="A1", target="a")
    merged = merge(["A1"], Catalogue(locale="de", entries=(first, copy, draft)))
    assert merged.entries == (first, draft)
    merged = merge(["A1"], Catalogue(locale="de", entries=(copy, draft)))
    assert merged.entries == (CatalogueEntry(source="A1", target=""), copy, draft)


def test_what_stands_before_an_entry_out_of_use_is_not_about_the_next_one():
    text = (
        'msgid ""\nmsgstr ""\n\n# old\n#, fuzzy\n#| msgid "a"\n#~ msgid "gone"\n#~ msgstr "weg"\n\n'
        'msgid "Fees"\nmsgstr "Gebühren"\n'
    )
    (entry,) = read(text.encode()).entries
    assert (entry.fuzzy, entry.previous, entry.notes) == (False, "", ())

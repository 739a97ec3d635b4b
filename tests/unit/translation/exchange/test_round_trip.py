from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from composer.errors import Blocked
from composer.model.translation import UnitState
from composer.translation.exchange.compare import compare_units
from composer.translation.exchange.comparison import LineKind, UnitHere
from composer.translation.exchange.inline import codes_of, cut_inline, join_inline
from composer.translation.exchange.model import (
    CodeRole,
    ExchangeComment,
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    Stamp,
    digest_of,
)
from composer.translation.exchange.po import write_po_file
from composer.translation.exchange.xliff2_writing import write_xliff2
from composer.translation.exchange.xliff12_writing import write_xliff12
from composer.translation.exchange.xliff_text import CONTROL, require_writable
from composer.translation.exchange.xlsx_writing import LONGEST_CELL, write_xlsx
from tests.unit.translation.exchange.sample import read

WRITERS = {
    ExchangeFormat.PO: write_po_file,
    ExchangeFormat.XLSX: write_xlsx,
    ExchangeFormat.XLIFF_12: write_xliff12,
    ExchangeFormat.XLIFF_2: write_xliff2,
}
MARKS = (
    "**", "*", "_", "__", "~~", "`", "[", "](http://x/{{ a }})", "![", "<https://a.b>", "\\",
    "{{ name }}", "{% if a %}", "{% endif %}", "<b>", "</b>", "<br>", "]]>", "&amp;", "<", '"',
    "'", "_x0041_", "=1+1", "@", "#N/A", "-->", "x", " ", "  ", "\n", "\t", "ü", "\u202b", "日本",
)  # fmt: skip
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"])).filter(
    lambda text: not CONTROL.search(text)
)
TEXTS = st.lists(st.sampled_from(MARKS), max_size=20).map("".join) | ANY
KINDS = st.sampled_from(["paragraph", "html", "subject", "table_cell"])
SAID = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)


@st.composite
def units(draw):
    sources = draw(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3, unique=True))
    return tuple(unit(f"u{at}", source, draw(TEXTS), draw) for at, source in enumerate(sources))


def unit(own, source, target, draw):
    target = target if target.strip() else ""
    states = [state for state in UnitState if state is not UnitState.NEW]
    return ExchangeUnit(
        id=own,
        source=source,
        target=target,
        state=draw(st.sampled_from(states)) if target else UnitState.NEW,
        kind=draw(KINDS),
        context="Fees <b>&amp;",
        previous="Before" if target else "",
        notes=("a remark",),
        comments=(ExchangeComment(text="shorter\n  please", by="Ana, Acme", at=SAID),),
    )


def exchange_file(made, form):
    return ExchangeFile(
        format=form,
        source_locale="en",
        locale="pt-BR",
        units=made,
        stamp=Stamp(campaign="c", export="e1", digest=digest_of(item.source for item in made)),
        campaign_name='Fees & "more"\nfor all',
    )


def facts(item):
    return item.source, item.target, item.state, item.notes, item.comments


@given(TEXTS, KINDS)
def test_a_text_cut_into_codes_is_the_text_and_its_pairs_are_nested(text, kind):
    runs = cut_inline(text, kind)
    assert join_inline(runs) == text
    opened = []
    for code in codes_of(runs):
        if code.role is CodeRole.OPEN:
            opened.append(code.id)
        elif code.role is CodeRole.CLOSE:
            assert opened.pop() == code.id
    assert not opened


@settings(max_examples=40)
@pytest.mark.parametrize("form", WRITERS, ids=lambda form: form.name)
@given(made=units())
def test_any_text_comes_back_the_same(form, made):
    sent = exchange_file(made, form)
    back = read(WRITERS[form](sent), f"f.{form.value}")
    assert (back.format, back.locale.replace("_", "-"), back.source_locale) == (form, "pt-BR", "en")
    assert back.stamp == sent.stamp
    assert [facts(item) for item in back.units] == [facts(item) for item in made]
    here = [
        UnitHere(source=item.source, kind=item.kind, target="", state=UnitState.NEW)
        for item in made
    ]
    lines = compare_units(back, here, name="f", sent=None, check=lambda _unit, _target: ())
    assert [(line.source, line.target, line.state) for line in lines] == [
        (item.source, item.target, item.state) for item in made
    ]


@pytest.mark.parametrize("form", WRITERS, ids=lambda form: form.name)
def test_the_same_content_gives_the_same_bytes(form):
    made = (ExchangeUnit(id="u1", source="Fees", target="Gebühren", state=UnitState.DRAFT),)
    file = exchange_file(made, form)
    assert WRITERS[form](file) == WRITERS[form](file)


@pytest.mark.parametrize("bad", ["\0", "\x07", "\r", "\x85", "\u2028", "\ud800", "\ufffe"])
def test_what_no_file_can_hold_is_refused_before_it_is_written(bad):
    made = (ExchangeUnit(id="u1", source=f"Fees{bad}", target=""),)
    with pytest.raises(Blocked) as caught:
        require_writable(exchange_file(made, ExchangeFormat.PO))
    assert [item.code for item in caught.value.findings] == ["exchange.cannot_hold"]


def test_a_text_too_long_for_a_cell_is_refused():
    made = (ExchangeUnit(id="u1", source="x" * (LONGEST_CELL + 1), target=""),)
    with pytest.raises(Blocked) as caught:
        write_xlsx(exchange_file(made, ExchangeFormat.XLSX))
    assert [item.code for item in caught.value.findings] == ["exchange.too_long_cell"]


def test_fields_and_marks_are_codes_that_tools_protect():
    made = (
        ExchangeUnit(
            id="u1",
            source="Dear {{ name }}, read **[it](https://x/{{ t }})**.",
            target="**[Lies](https://x/{{ t }})** es, {{ name }}.",
            state=UnitState.DRAFT,
            kind="paragraph",
        ),
    )
    old = etree.fromstring(write_xliff12(exchange_file(made, ExchangeFormat.XLIFF_12)))
    source, target = (old.find(f".//{{*}}{name}") for name in ("source", "target"))
    names = ["ph", "bpt", "bpt", "ept", "ept"]
    assert [etree.QName(item).localname for item in source] == names
    assert {item.get("id"): item.text for item in target} == {
        "1": "{{ name }}", "2": "**", "3": "](https://x/{{ t }})",
    }  # fmt: skip
    new = etree.fromstring(write_xliff2(exchange_file(made, ExchangeFormat.XLIFF_2)))
    [outer] = new.findall(".//{*}source/{*}pc")
    assert [etree.QName(item).localname for item in outer] == ["pc"]
    assert "{{ name }}" not in "".join(new.find(".//{*}source").itertext())


def test_nothing_of_a_line_that_is_the_same_is_taken():
    made = (ExchangeUnit(id="u1", source="Fees", target="Gebühren", state=UnitState.REVIEWED),)
    back = read(write_po_file(exchange_file(made, ExchangeFormat.PO)), "f.po")
    here = [UnitHere(source="Fees", kind="", target="Gebühren", state=UnitState.REVIEWED)]
    [line] = compare_units(back, here, name="f", sent=None, check=lambda _unit, _target: ())
    assert line.kind is LineKind.UNCHANGED

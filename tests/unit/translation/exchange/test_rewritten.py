"""What went out in five languages comes back from each tool as it was, written in the tool's way."""

from pathlib import Path

import pytest

from composer.folder.load import load_folder
from composer.model.translation import UnitState
from composer.translation.catalogue import entry_state
from composer.translation.exchange.compare import LineKind, UnitHere, compare_units
from composer.translation.exchange.model import (
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    Stamp,
    digest_of,
)
from composer.translation.units import message_units
from tests.unit.translation.exchange import rewriting
from tests.unit.translation.exchange.sample import read
from tests.unit.translation.exchange.test_round_trip import WRITERS

EXAMPLE = load_folder(Path(__file__).parents[4] / "resources" / "example").message
CASES = [
    *((ExchangeFormat.XLIFF_12, name, rewrite) for name, rewrite in rewriting.XLIFF_12.items()),
    (ExchangeFormat.XLIFF_2, "flat", rewriting.flat_2),
    (ExchangeFormat.PO, "gettext", rewriting.gettext),
    (ExchangeFormat.XLSX, "resaved", rewriting.resaved),
]


def sent(catalogue, form):
    """Give the file that goes out; every third text waits for its review, one is new."""
    known = {entry.source: entry for entry in catalogue.entries}
    made = []
    for at, unit in enumerate(message_units(EXAMPLE)):
        entry = known[unit.source]
        target = "" if at == 1 else entry.target
        state = UnitState.NEW if at == 1 else entry_state(entry)
        state = UnitState.DRAFT if at % 3 == 2 else state
        made.append(
            ExchangeUnit(
                id=f"u{at}", source=unit.source, target=target, state=state, kind=unit.kind.value
            )
        )
    return ExchangeFile(
        format=form,
        source_locale="en",
        locale=catalogue.locale,
        units=tuple(made),
        stamp=Stamp(campaign="c", export="e1", digest=digest_of(item.source for item in made)),
    )


@pytest.mark.parametrize("catalogue", EXAMPLE.catalogues, ids=lambda item: item.locale)
@pytest.mark.parametrize(("form", "name", "rewrite"), CASES, ids=[case[1] for case in CASES])
def test_a_file_comes_back_from_a_tool_as_it_was(form, name, rewrite, catalogue):
    file = sent(catalogue, form)
    content = rewrite(WRITERS[form](file))
    back = read(content, f"x.{form.value}")
    assert back.stamp == file.stamp
    here = [
        UnitHere(source=item.source, kind=item.kind, target="", state=UnitState.NEW)
        for item in file.units
    ]
    lines = compare_units(back, here, name="x", sent=None, check=lambda _unit, _target: ())
    found = {
        line.source: (line.target, line.state) for line in lines if line.kind is LineKind.TAKEN
    }
    assert [(line.source, line.findings) for line in lines if line.findings] == []
    assert found == {item.source: (item.target, item.state) for item in file.units if item.target}

"""XLIFF that we write is what the standards describe, whatever the message holds."""

import pytest
from hypothesis import given, settings

from composer.model.translation import UnitState
from composer.translation.exchange.model import ExchangeFormat, ExchangeUnit
from tests.unit.translation.exchange.structure import find_faults
from tests.unit.translation.exchange.test_round_trip import WRITERS, exchange_file, units

FORMS = (ExchangeFormat.XLIFF_12, ExchangeFormat.XLIFF_2)
WRONG = (
    (ExchangeFormat.XLIFF_12, b"<target ", b"<target mood='good' "),
    (ExchangeFormat.XLIFF_12, b'state="final"', b'state="reviewed"'),
    (ExchangeFormat.XLIFF_12, b"<header>", b"<body/><header>"),
    (ExchangeFormat.XLIFF_12, b'ept id="2"', b'ept id="9"'),
    (ExchangeFormat.XLIFF_12, b'original="', b'from="'),
    (ExchangeFormat.XLIFF_2, b'state="final"', b'state="done"'),
    (ExchangeFormat.XLIFF_2, b'dataRef="d1"', b'dataRef="d9"'),
    (ExchangeFormat.XLIFF_2, b'type="composer:', b'type="'),
    (ExchangeFormat.XLIFF_2, b"<notes>", b"<notes/><notes>"),
    (ExchangeFormat.XLIFF_2, b'<unit id="u1"', b'<unit id="u 1"'),
)  # fmt: skip


@settings(max_examples=40)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@given(made=units())
def test_what_is_written_has_the_structure_of_the_standard(form, made):
    assert find_faults(WRITERS[form](exchange_file(made, form))) == []


def sample(form):
    source = "Dear {{ first_name }}, read **the terms**."
    made = ExchangeUnit(
        id="u1",
        source=source,
        target=source.replace("Dear", "Liebe"),
        state=UnitState.REVIEWED,
        kind="paragraph",
        context="Greeting",
    )
    return WRITERS[form](exchange_file((made,), form))


@pytest.mark.parametrize(("form", "right", "wrong"), WRONG)
def test_what_the_standard_does_not_have_is_found(form, right, wrong):
    content = sample(form)
    assert find_faults(content) == []
    assert right in content
    assert find_faults(content.replace(right, wrong))

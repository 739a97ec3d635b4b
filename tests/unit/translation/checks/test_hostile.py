"""Whatever a file of translations holds, the checks answer: nothing is run, nothing ends them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit, UnitKind

SOURCE = "Pay $5 by 1 June 2026 at 3 pm, {{ a }} or 5% [x](https://a.example) in 2 days"
PIECES = st.sampled_from(
    [*"aB9 ١万%$€.,:-/+()[]*_`<>&?!¿«»;\n\u00a0\u2067\u202e", "{{ a }}", "{% if a %}", "{% endif %}",
     "](https://a.example)", "<b>", "</b>", "1 June ", "2026", " 3 pm", "午後", "月", "日", "时", "Uhr ", "й"]
)  # fmt: skip
LOCALES = st.sampled_from(["de", "ja", "ar", "ru", "pl", "fr", "es", "zh-Hant", "en", "xx", "th"])


@given(st.lists(PIECES, max_size=14).map("".join), LOCALES, st.sampled_from(UnitKind))
@example("-١", "de", UnitKind.SUBJECT)  # a minus before what is a day on the other side
def test_any_text_is_answered(text, locale, kind):
    for source, target in ((SOURCE, text), (text, SOURCE)):
        unit = Unit(source=source, kind=kind, index=0)
        for item in find_unit_findings(unit, target, locale=locale):
            assert item.text
            assert item.advice


@pytest.mark.parametrize(
    "piece",
    ["1", "1,,", "1.", " ", "a", "ab ", "+1 ", "(", "*a ", "_a", "<a ", "a@a", "$1 ", "1万", "1 May ",
     "1-", "1:", "{{a}}", "{% if a %}", "%s", "www.", "a.", "\u2066", "&nbsp;", "1\u00a0", "9" * 50],
)  # fmt: skip
@pytest.mark.parametrize("locale", ["de", "ja"])
def test_a_long_text_of_one_thing_is_answered(piece, locale):
    unit = Unit(source=SOURCE, kind=UnitKind.PARAGRAPH, index=0)
    assert find_unit_findings(unit, piece * (6000 // len(piece)), locale=locale) is not None

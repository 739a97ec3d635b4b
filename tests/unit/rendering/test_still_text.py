"""A text comes out the same whether what never varies was kept out of the work or not."""

from __future__ import annotations

import pytest

from composer.errors import RenderError
from composer.model.message import Layout
from composer.rendering.compile import CompiledMessage, compile_message
from composer.rendering.message import render_message
from tests.unit.rendering.samples import make_context, make_recipient

LINES = "A line of words that holds no field and is long enough to be taken out.\n" * 4
FOOT = "<p>" + "</p><p>".join(LINES.splitlines()) + "</p>"
LAYOUTS = [
    Layout(name="bare", html="{{ body }}"),
    Layout(name="foot", html="{{ body }}" + FOOT + "<p>{{ account }}</p>" + FOOT),
]
BODIES = [
    LINES,
    f"{{{{ account }}}}\n\n{LINES}\n\n{{{{ account }}}}\n\n{LINES}\n\nend",
    f"a {{% if tier == 'gold' %}} b\n\n{LINES}\n\nc {{% endif %}} d\n\n{LINES}",
    f"{{% if tier == 'none' %}}\n{LINES}\n{{% else %}}\n> {LINES}\n{{% endif %}}\n\n{LINES}",
    f"{{% for n in range(3) %}}\n{LINES}\n{{% endfor %}}\n\n{{% for n in range(0) %}}\nx\n{{% endfor %}}\n{LINES}",
    f"```\n{LINES}\n\n\n\n{LINES}```\n\n> {LINES.replace(chr(10), chr(10) + '> ')}\n\n- {LINES}\n",
    f"| a | b |\n| - | - |\n| {{{{ account }}}} | {LINES.splitlines()[0]} |\n\n{LINES}",
    f"1. {{{{ account }}}}\n{{% for n in range(2) %}}\n2. x\n{{% endfor %}}\n\n{LINES}\n\nüber {LINES}",
]
BY_HAND = [
    LINES,
    f"\n\n{LINES}\n\n\n\n{{{{ account }}}}\n{LINES}",
    f"> {LINES}>\n>\n>\n{LINES}{{% if tier %}}\n\n\n{LINES}{{% endif %}}",
]


def text_of(compiled: CompiledMessage, *, is_kept_out: bool, **fields: str) -> str:
    still = compiled.for_locale("en").still
    assert still.runs
    assert all(len(run) > 100 for run in still.runs)
    still.is_usable = is_kept_out
    try:
        return render_message(compiled, make_recipient(**fields)).text
    except RenderError as refused:
        return refused.code


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("body", BODIES)
def test_a_derived_text_is_the_same(body: str, layout: Layout) -> None:
    context = make_context(body=f"{body}\n\n```\n{LINES}```\n", layout=layout, subject="Hello")
    compiled = compile_message(context)
    for fields in ({}, {"tier": "none"}, {"account": "a\nb \n\n\n\nc"}, {"account": "x " * 99}):
        kept_out = text_of(compiled, is_kept_out=True, **fields)
        assert kept_out == text_of(compiled, is_kept_out=False, **fields)
        assert len(kept_out) > 160


@pytest.mark.parametrize("text", BY_HAND)
@pytest.mark.parametrize("account", ["A-1", "a\n\n\n\nb", "\x130\x13", "\x13", "\x01", "a\rb"])
def test_a_text_by_hand_is_the_same_or_refused_alike(text: str, account: str) -> None:
    compiled = compile_message(make_context(body="Hello", text=text, subject="Hello"))
    kept_out = text_of(compiled, is_kept_out=True, account=account)
    assert kept_out == text_of(compiled, is_kept_out=False, account=account)


def test_a_mark_that_stands_in_a_template_or_a_cell_puts_nothing_in() -> None:
    for text, account in (
        (f"\x130\x13\n{LINES}", "A-1"),
        (f"{{{{ account }}}}\n{LINES}", "\x130\x13"),
        (f"{{{{ '\\x130\\x13' }}}}\n{LINES}", "A-1"),
    ):
        compiled = compile_message(make_context(body="Hello", text=text, subject="Hello"))
        with pytest.raises(RenderError) as refused:
            render_message(compiled, make_recipient(account=account))
        assert (refused.value.code, refused.value.part) == ("render.control_character", "text")

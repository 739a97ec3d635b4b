"""How templates are written as Python stands on Jinja's own generator, and on nothing else of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import compiler

from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.wire_pieces import made_bodies
from tests.unit.rendering.samples import Layout, make_context, make_recipient

GENERATOR = "f51a42425e57f3c0479652623ec1cf876f791e1d2e029bf0149350baeb542de3"
LINES = "<p>A line of the layout that holds no field and is long enough.</p>\n" * 3


def test_the_generator_is_the_one_that_the_writer_was_written_for() -> None:
    found = hashlib.sha256(Path(compiler.__file__).read_bytes()).hexdigest()
    assert found == GENERATOR, (
        "Jinja's code generator is another: read composer/rendering/code_writer.py beside its "
        "compiler.py (write_commons, visit_Output, visit_Call, pop_assign_tracking, and what it "
        "writes of the context), run tests/unit/rendering, then put the new digest here."
    )


def test_whole_lines_and_the_body_are_pieces_and_all_between_them_is_one() -> None:
    layout = Layout(
        name="o", html=f"<i>{{{{ account }}}}</i>{LINES}{{{{ body }}}}<b>a</b>\n{LINES}"
    )
    message = render_message(
        compile_message(make_context(body="Dear {{ first_name }}, **{{ tier }}**", layout=layout)),
        make_recipient(first_name="Ann"),
    )
    made = made_bodies(message)
    assert made is not None
    assert b"".join(made.html.pieces) == message.html_utf8
    assert len([piece for piece in made.html.pieces if b"Dear Ann" in piece]) == 1
    assert len(made.html.pieces) <= 5


def test_a_column_takes_the_place_of_nothing_that_templates_have() -> None:
    context = make_context(
        body="{% for n in range(2) %}{{ n }}{% endfor %} {{ first_name }}",
        columns=("email", "first_name", "range", "_outcomes"),
    )
    one = make_recipient(first_name="Ann", range="r", _outcomes="o")
    assert "01 Ann" in render_message(compile_message(context), one).text


def test_the_body_is_a_text_where_a_layout_does_more_than_print_it() -> None:
    plain, used = (
        render_message(
            compile_message(
                make_context(body="Ü & {{ tier }}", layout=Layout(name="o", html=html))
            ),
            make_recipient(),
        ).html
        for html in ("{{ body }}", "{{ body }}{% if body %}<p>{{ body|length }}</p>{% endif %}")
    )
    assert used.startswith(plain)
    assert "<p>" in used.removeprefix(plain)

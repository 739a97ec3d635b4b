"""Everything that can be said about templates before anybody's message is rendered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.finding_texts.table import FINDING_TEXTS
from composer.findings import Finding
from composer.model.campaign import AttachmentSettings, AudienceSettings, Mailbox
from composer.model.message import Layout
from composer.rendering.compile import find_template_findings
from tests.measured import within
from tests.unit.rendering.samples import COLUMNS, catalogue, make_context


def only(**context: object) -> Finding:
    (found,) = find_template_findings(make_context(**context))
    return found


def test_a_sound_message_has_no_findings() -> None:
    context = make_context(
        unsubscribe="https://example.com/{{ token }}",
        reply_to=Mailbox(name="", address="{{ manager }}"),
        headers=(("X-A", "{{ tier }}"),),
        text="Dear {{ first_name }}",
        catalogues=(catalogue("de"),),
    )
    assert find_template_findings(context) == []


def test_a_field_that_no_column_provides_names_its_place_and_the_nearest_column() -> None:
    found = only(body="Hello\n\nDear {{ frist_name }}")
    assert found.code == "template.unknown_field"
    assert dict(found.where) == {"file": "message.md", "part": "body", "line": 3}
    assert "frist_name" in found.text
    assert "first_name" in found.advice


@pytest.mark.parametrize(
    "body",
    [
        "{% if nobody %}x{% endif %}",
        "{{ nobody or 'x' }}",
        "{{ nobody|default('x') }}",
        "{% for x in nobody.split(',') %}{{ x }}{% endfor %}",
        "[a](https://example.com/{{ nobody }})",
        "![{{ nobody }}](https://example.com/a.png)",
        "```\n{{ nobody }}\n```",
        "| a |\n| - |\n| {{ nobody }} |",
    ],
)
def test_an_unknown_field_is_found_wherever_it_stands(body: str) -> None:
    assert only(body=body).code == "template.unknown_field"


@pytest.mark.parametrize(
    "body",
    [
        "{% set x = tier %}{{ x }}",
        "{% for x in range(3) %}{{ loop.index }}{{ x }}{% endfor %}",
        "{{ token }} {{ locale }} {{ unsubscribe_url }}",
        "{% raw %}{{ nobody }}{% endraw %}",
    ],
)
def test_names_that_a_template_sets_or_the_program_provides_are_known(body: str) -> None:
    assert find_template_findings(make_context(body=body)) == []


@pytest.mark.parametrize(
    ("context", "part"),
    [
        ({"subject": "{{ nobody }}"}, "subject"),
        ({"preheader": "{{ nobody }}"}, "preheader"),
        ({"text": "{{ nobody }}"}, "text"),
        ({"layout": Layout(name="l", html="{{ body }}{{ nobody }}")}, "layout"),
        ({"unsubscribe": "https://example.com/{{ nobody }}"}, "unsubscribe"),
        ({"unsubscribe": "https://example.com/{{ unsubscribe_url }}"}, "unsubscribe"),
        ({"headers": (("X-A", "{{ nobody }}"),)}, "X-A"),
        ({"body": "{{ body }}"}, "body"),
        ({"body": "{{ subject }}"}, "body"),
    ],
)
def test_every_part_is_looked_at(context: dict[str, object], part: str) -> None:
    found = only(**context)
    assert (found.code, found.place_of("part")) == ("template.unknown_field", part)


@pytest.mark.parametrize(
    ("body", "line"),
    [("{{ first_name", 1), ("a\n\n{% if tier %}\nb", 3), ("{% for x in %}", 1), ("{{ a b }}", 1)],
)
def test_a_syntax_error_names_its_line(body: str, line: int) -> None:
    found = only(body=body)
    assert (found.code, found.place_of("part")) == ("template.syntax", "body")
    assert found.place_of("line") in {line, body.count("\n") + 1}


def test_what_is_not_allowed_is_named() -> None:
    found = only(body="{% include 'other.html' %}")
    assert found.code == "template.forbidden"
    assert "include" in found.text


def test_from_and_reply_to_take_fields_from_contacts_only() -> None:
    found = only(reply_to=Mailbox(name="", address="{{ email }}"))
    assert (found.code, dict(found.values)["field"]) == ("template.contact_only", "email")
    found = only(sender=Mailbox(name="{{ first_name }}", address="notices@example.com"))
    assert found.code == "template.contact_only"


def test_a_missing_image_and_a_missing_attachment_are_found() -> None:
    assert only(body="![x](files/none.png)").code == "template.missing_file"
    assert only(attachments=(AttachmentSettings(path="files/none.pdf"),)).code == (
        "template.missing_file"
    )
    assert only(attachments=(AttachmentSettings(column="none"),)).code == "template.unknown_field"
    assert only(body="![x](files/logo.svg)").code == "template.unsupported_image"


def test_a_layout_without_the_body_is_found() -> None:
    assert only(layout=Layout(name="l", html="<p>Hello</p>")).code == "template.no_body"


def test_a_translation_that_breaks_a_tag_is_found_with_its_locale() -> None:
    found = only(
        body="Dear {{ first_name }}",
        catalogues=(catalogue("de", **{"Dear {{ first_name }}": "Liebe {{ vorname }}"}),),
    )
    assert (found.code, found.place_of("locale")) == ("template.unknown_field", "de")
    assert found.place_of("file") == "translations/de.po"
    found = only(
        body="{% if tier %}a{% endif %}",
        catalogues=(catalogue("de", **{"{% if tier %}a{% endif %}": "{% if tier %}a"}),),
    )
    assert (found.code, found.place_of("locale")) == ("template.syntax", "de")


def test_a_column_that_our_own_field_hides_is_found_when_it_is_used() -> None:
    columns = (*COLUMNS, "token")
    assert find_template_findings(make_context(columns=columns)) == []
    assert only(columns=columns, body="{{ token }}").code == "template.reserved_column"
    context = make_context(columns=COLUMNS, body="{{ locale }}")
    assert find_template_findings(context) == []
    moved = replace(
        context, campaign=replace(context.campaign, audience=AudienceSettings(file="a", locale="l"))
    )
    assert [item.code for item in find_template_findings(moved)] == ["template.reserved_column"]


def test_nothing_is_executed_while_looking() -> None:
    context = make_context(
        body="{{ 'a' * 10**9 }}{% for a in range(10**5) %}{% for b in range(10**5) %}x"
        "{% endfor %}{% endfor %}",
        layout=Layout(name="l", html="{{ body }}{{ 9**(9**9) }}"),
    )
    assert within(1, lambda: find_template_findings(context)) == []


def test_the_texts_of_this_folder_s_codes_can_be_filled() -> None:
    for code, row in FINDING_TEXTS.items():
        if code.startswith(("render.", "template.", "content.empty_field")):
            for text in (row.text, row.advice):
                text.format(
                    field="f", part="p", near="n", column="c", names="x (1)", place="style="
                )


DEEP = " and ".join(["first_name"] * 4000)
DEEP_STYLES = "@media x{" * 3000 + "}" * 3000


@pytest.mark.parametrize(
    "layout",
    [
        f"<body>{{{{ body }}}}{{{{ {DEEP} }}}}</body>",
        f"<style>{{{{ brand_name and {DEEP} }}}}</style>{{{{ body }}}}",
        f"<style>{DEEP_STYLES}</style>{{{{ body }}}}",
    ],
)
def test_what_is_nested_too_deeply_in_a_layout_is_told_and_ends_nothing(layout: str) -> None:
    context = make_context(layout=Layout(name="own.html", html=f"<html>{layout}</html>"))
    found = find_template_findings(context)
    assert {item.code for item in found} & {"template.syntax", "template.inlining"}


@pytest.mark.parametrize("column", ["token", "brand_name"])
def test_an_expression_nested_too_deeply_is_told_beside_a_reserved_column(column: str) -> None:
    found = find_template_findings(
        make_context(columns=(*COLUMNS, column), body=f"{{{{ {DEEP} }}}}")
    )
    assert [item.code for item in found] == ["template.syntax"]

"""Layouts on the Write page: the program's and a campaign's own."""

from __future__ import annotations

import pytest

from tests.flow.authoring.desk import FRAME, Desk


def add_layout(desk: Desk, name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    added = desk.authoring.add_layout(desk.campaign, name, content, by=desk.author)
    return added.name, tuple(item.code for item in added.findings)


def test_the_programs_layouts_are_listed_with_their_words(desk: Desk) -> None:
    lines = desk.authoring.layouts(desk.campaign)
    assert {"notice", "announcement", "incident"} <= {line.name for line in lines}
    assert not any(line.own for line in lines)
    assert all(line.title for line in lines)


def test_a_layout_of_ones_own_is_taken_listed_and_used(desk: Desk) -> None:
    assert add_layout(desk, "Our Frame.html", FRAME) == ("our-frame.html", ())
    assert [line.name for line in desk.authoring.layouts(desk.campaign) if line.own] == [
        "our-frame.html"
    ]
    desk.save(layout="our-frame.html")
    assert "<title>" in desk.workspace.preview(desk.campaign, None).rendered.html


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("frame.docx", FRAME, "layout.bad_kind"),
        ("frame.html", b" \n", "file.empty"),
        ("frame.html", b"<html><body>no place for it</body></html>", "template.no_body"),
        ("frame.html", b"{{ body }}{% if", "template.syntax"),
        ("frame.html", b"{{ body }}{{ nobody }}", "template.unknown_field"),
        ("frame.html", b"{{ body }}{{ ''.__class__.__mro__ }}", "template.forbidden"),
        ("frame.html", b"{{ body }}{% include '/etc/passwd' %}", "template.forbidden"),
        ("frame.html", b"{{ body }}\xff\xfe", "folder.not_utf8"),
        ("frame.html", b"x" * (2 * 1024 * 1024 + 1), "file.too_large"),
    ],
)
def test_a_broken_or_hostile_layout_is_told_and_not_taken(
    desk: Desk, name: str, content: bytes, code: str
) -> None:
    before = desk.revision
    taken, codes = add_layout(desk, name, content)
    assert (taken, code in codes) == ("", True), codes
    assert desk.revision == before


MJML = b"""<mjml><mj-body><mj-section><mj-column>
<mj-text>{{ body }}</mj-text><mj-text>{{ brand_address }}</mj-text>
</mj-column></mj-section></mj-body></mjml>"""


def test_a_layout_of_ones_own_in_mjml_is_taken_and_used(desk: Desk) -> None:
    taken, codes = add_layout(desk, "Frame.mjml", MJML)
    assert (taken, codes) == ("frame.mjml", ())
    desk.save(layout="frame.mjml")
    html = desk.workspace.preview(desk.campaign, None).rendered.html
    assert "<mj-" not in html
    assert "<table" in html


def test_what_reaches_out_or_runs_in_a_layout_never_gets_into_a_message(desk: Desk) -> None:
    hostile = FRAME.replace(
        b"{{ body }}",
        b"{{ body }}<script>alert(1)</script><img src='https://evil.example/a.png' onerror='x()'>"
        b"<iframe src='https://evil.example'></iframe><link rel=preconnect href='//evil.example'>",
    )
    taken, codes = add_layout(desk, "hostile.html", hostile)
    if not taken:
        assert codes
        return
    assert codes, "what was taken out is told"
    desk.save(layout=taken)
    html = desk.workspace.preview(desk.campaign, None).rendered.html
    for part in ("<script", "onerror", "<iframe", "preconnect"):
        assert part not in html


def test_a_layout_is_judged_without_the_faults_of_the_text(desk: Desk) -> None:
    desk.save(body="{{ nobody }} {% if")
    assert add_layout(desk, "frame.html", FRAME) == ("frame.html", ())


def test_a_layout_never_takes_the_place_of_a_body(desk: Desk) -> None:
    assert add_layout(desk, "message.html", FRAME)[0] == "layout-message.html"

"""Rich text from elsewhere becomes Markdown, and nothing in it runs, loads or freezes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData

from composer.gui.writing.paste import markdown_from_html, markdown_of
from tests.measured import within

WORD = """<html xmlns:o="urn:x"><head><style>p{color:red}</style></head><body>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span>
<![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'>
<span style='mso-list:Ignore'>o<span>&nbsp;</span></span>Deep</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>
<span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Second</p>
<p class=MsoNormal>After <b>bold</b></p></body></html>"""


def test_headings_lists_links_tables_and_bold_are_kept():
    html = """<h2>Title</h2><p>A <b>bold</b>, <i>soft</i> <a href="https://x.example">link</a></p>
    <ul><li>one<ul><li>deep</li></ul></li></ul><ol><li>a</li><li>b</li></ol>
    <table><tr><th>A</th><th>B</th></tr><tr><td>1|2</td><td>3</td></tr></table>"""
    assert markdown_from_html(html).split("\n") == [
        "## Title",
        "",
        "A **bold**, *soft* [link](https://x.example)",
        "",
        "- one",
        "  - deep",
        "",
        "1. a",
        "2. b",
        "",
        "| A | B |",
        "| --- | --- |",
        "| 1\\|2 | 3 |",
    ]


def test_a_word_processors_lists_and_styles_are_understood():
    assert markdown_from_html(WORD) == "- First\n  - Deep\n- Second\n\nAfter **bold**"
    docs = """<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">
    bold</span> plain <span style="font-style:italic">soft</span></p></b>"""
    assert markdown_from_html(docs) == "**bold** plain *soft*"


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">words</a>',
        '<a href=" jAvAscript:alert(1)">words</a>',
        '<a href="data:text/html,x">words</a>',
        '<a href="file:///etc/passwd">words</a>',
        '<a href="//evil.example">words</a>',
        "<b></b><p>words<script>alert(1)</script><style>x{}</style></p>",
        '<p>words<img src="https://evil.example/x.png"><img src="data:image/png;base64,AA"></p>',
        '<p>words<iframe src="https://evil.example"></iframe><object data="x"></object></p>',
    ],
)
def test_nothing_that_runs_or_loads_is_left(html):
    assert markdown_from_html(html).strip() == "words"


def test_what_no_person_wrote_is_refused_at_once():
    def paste() -> None:
        for html in ("<div>" * 100_000 + "<b>x", "<span style='font-weight:bold'>x" * 5000):
            assert markdown_from_html(html) == ""
        flat = "<p><b>x</b><span style='font-weight:bold'>y</span></p>" * 3000
        assert markdown_from_html(flat).count("**") == 6000

    within(5, paste)


def mime(text, html):
    made = QMimeData()
    made.setText(text)
    made.setHtml(html)
    return made


def test_text_with_tags_and_text_of_another_editor_stay_as_they_are():
    assert markdown_of(mime("{{ a }} *x*", "<b>{{ a }} *x*</b>")) == "{{ a }} *x*"
    coloured = "<div style='color:red'><span>def f():</span></div>"
    assert markdown_of(mime("def f():\n    pass", coloured)) == "def f():\n    pass"


def test_line_ends_and_control_letters_are_cleaned():
    made = QMimeData()
    made.setText("a\r\nb\x07\u2029c\x00")
    assert markdown_of(made) == "a\nb\nc"

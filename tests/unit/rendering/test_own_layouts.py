"""Layouts that a campaign brings: MJML and HTML, hostile until shown otherwise."""

from __future__ import annotations

import pytest

from composer.errors import RenderError
from composer.model.message import Layout, MessageFile
from composer.rendering.compile import compile_message, find_template_findings
from composer.rendering.layout_safety import find_layout_findings
from composer.rendering.message import render_message
from composer.rendering.mjml_layout import MjmlRefused, write_mjml
from tests.unit.rendering.samples import (
    PIXEL,
    catalogue,
    make_context,
    make_recipient,
    shipped_layout,
)

MJML = """{# title: Ours #}
<mjml>
<mj-head>{# of the head #}<mj-title>{{ subject }}</mj-title><mj-style>.q p{color:red}</mj-style></mj-head>
<mj-body background-color="{{ brand_colour }}">
{% if tier == "<gold>" or first_name %}<mj-section css-class="q"><mj-column>
{% for n in range(2) %}<mj-text>Row {{ n }} {{ first_name or '<i>' }}</mj-text>{% endfor %}
<mj-image src="files/a.png" alt="A" width="10px" /></mj-column></mj-section>{% endif %}
<mj-section><mj-column><mj-text css-class="q">{{ body }}</mj-text>
<mj-table>{% for n in range(2) %}<tr><td>{{ n }}</td></tr>{% endfor %}</mj-table></mj-column></mj-section>
</mj-body>
</mjml>
"""


def test_mjml_becomes_a_message_with_its_tags() -> None:
    context = make_context(
        layout=Layout(name="our.mjml", html=MJML.replace("<mj-table>", "<mj-table><tbody>").replace("</mj-table>", "</tbody></mj-table>"), is_mjml=True),
        body="Hello {{ account }}",
        files=(MessageFile(path="files/a.png", content=PIXEL),),
        catalogues=(catalogue("ar"),),
    )  # fmt: skip
    assert find_template_findings(context) == []
    compiled = compile_message(context)
    message = render_message(compiled, make_recipient())
    assert "Row 0 Ann" in message.html
    assert "Row 1 Ann" in message.html
    assert ">1</td></tr></tbody>" in message.html
    assert "Hello A-1</p>" in message.html
    assert "color:red" in message.html
    assert "background-color:#0b57d0" in message.html
    assert 'src="cid:' in message.html
    assert "mj-" not in message.html.replace(".mj-", "").replace('class="mj-', "").replace(
        " mj-column", ""
    )
    assert 'lang="en" dir="ltr"' in message.html
    assert 'lang="ar" dir="rtl"' in render_message(compiled, make_recipient(locale="ar")).html
    assert "googleapis" not in message.html


def test_a_row_before_the_first_of_an_mjml_table_is_told() -> None:
    context = make_context(
        layout=Layout(name="our.mjml", html=MJML, is_mjml=True),
        files=(MessageFile(path="files/a.png", content=PIXEL),),
    )
    assert [item.code for item in find_template_findings(context)] == ["template.no_tbody"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("<mjml>\n{{ 'a\nb' }}<mj-body>\n<mj-include path='/etc/passwd' /></mj-body></mjml>", 4),
        ("<mjml><mj-head>\n<mj-font name='x' href='https://x.example/f' /></mj-head></mjml>", 2),
        ("\n\n<mjml>\n<mj-body></mjml></mj-body>", 4),
        ("<html></html>", 0),
        ("", 0),
        ("{{ body }}", 0),
        ("<mjml><mj-body>" + "<mj-wrapper>" * 20_000, 0),
        ("<mjml><mj-body><mj-raw>" + "<p>" * 20_000, 0),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><mjml><mj-body>&x;</mj-body></mjml>", 0),
    ],
)  # fmt: skip
def test_mjml_that_cannot_be_used_is_an_error_with_its_line(source: str, line: int) -> None:
    with pytest.raises(MjmlRefused) as refused:
        write_mjml(source)
    assert refused.value.code == "template.mjml"
    assert refused.value.line in {line, 1}


def test_an_mjml_error_is_a_finding_of_the_layout() -> None:
    layout = Layout(
        name="our.mjml", html="<mjml>\n<mj-include path='x' />{{ body }}</mjml>", is_mjml=True
    )
    found = find_template_findings(make_context(layout=layout))
    assert [(item.code, item.place_of("file"), item.place_of("line")) for item in found] == [
        ("template.unsafe_layout", "our.mjml", 2)
    ]


@pytest.mark.parametrize(
    ("below", "words"),
    [
        ("<p>{<b>{</b> tier }}</p>", "{{ tier }}"),
        ("<p>{<b>%</b> raw %}</p>", "{% raw %}"),
        ("<p>&#123;<i>#</i> note #}</p>", "{# note #}"),
        ("<p>{ and <b>{</b></p>", "{ and {"),
        ("<p>{{ tier }}<b>{</b></p>", "gold{"),
        (
            "<a href='https://a.example/&#123;&#123; tier }}'>A</a>",
            "A (https://a.example/{{ tier }})",
        ),
    ],
)
def test_braces_that_come_together_in_the_words_below_stay_words(below: str, words: str) -> None:
    layout = Layout(name="own.html", html=f"<html><body>{{{{ body }}}}{below}</body></html>")
    context = make_context(body="Hello.", layout=layout)
    message = render_message(compile_message(context), make_recipient(tier="gold"))
    assert message.text.splitlines()[-1] == words


@pytest.mark.parametrize(
    ("above", "words"),
    [
        ("<table><tr><td>Notice {{ tier }}</td></tr></table>", ["Notice gold"]),
        (
            "<h1>{{ subject }}</h1><p>To all <b>members</b></p>",
            ["Weights for A-1", "To all members"],
        ),
        ("{# title: Ours #}\n{# two #} <p> {{ _('Hello') }}</p>", ["Hello"]),
        ("{% if tier == 'gold' %}<p>Gold</p>{% else %}<p>Other</p>{% endif %}", ["Gold"]),
        ("{% if tier == 'lead' %}<p>Lead</p>{% endif %}", []),
        (
            "<div style='display:none'>{{ preheader }} hidden<div>more</div></div><p>Seen</p>",
            ["Seen"],
        ),
        ("{% if preheader %}<div class='preheader'>{{ preheader }}</div>{% endif %}", []),
        ("<p>{{ preheader }} &#847;&zwnj;&nbsp;</p>", []),
        ("<img src='cid:x' alt='' style='display:none'><p hidden>No</p><p>Yes</p>", ["Yes"]),
        ("<p>a {<b>{</b> b</p>", ["a {{ b"]),
    ],
)
def test_the_words_above_the_body_stand_above_it_in_the_text_as_well(
    above: str, words: list[str]
) -> None:
    head = "<head><title>{{ subject }}</title><style>p{margin:0}</style></head>"
    layout = Layout(
        name="own.html", html=f"<html>{head}<body>{above}{{{{ body }}}}<p>End</p></body></html>"
    )
    context = make_context(body="Hello.", layout=layout)
    message = render_message(compile_message(context), make_recipient(tier="gold", account="A-1"))
    before, _hello, _after = message.text.partition("Hello.\n\n---")
    assert [line for line in before.splitlines() if line] == words


HARMS = [
    ("<script>alert(1)</script>", "<script>"),
    ("<SCRIPT/src=//x.example>", "<script>"),
    ("<p onclick='x()'>a</p>", "onclick="),
    ("<p/onclick=x()>a</p>", "onclick="),
    ("<p {% if tier %}onclick='x()'{% endif %}>a</p>", "onclick="),
    ("<a href='java&#x0A;script:x()'>a</a>", "href=java\nscript:x()"),
    ("<a href='  JavaScript:x'>a</a>", "href=JavaScript:x"),
    ("<img src='data:text/html,x'>", "src=data:text/html,x"),
    ("<form action='https://x.example'>", "<form>"),
    ("<iframe src='https://x.example'></iframe>", "<iframe>"),
    ("<link rel=stylesheet href='https://x.example'>", "<link>"),
    ("<base href='https://x.example'>", "<base>"),
    ("<meta http-equiv='refresh' content='0;url=x'>", 'http-equiv="refresh"'),
    ("<svg><a/></svg>", "<svg>"),
    ("<math></math>", "<math>"),
    ("<style>@import url(x);</style>", "@import"),
    ("<style>@font-face{src:url(x)}</style>", "@font-face"),
    ("<style>p{width:expression(x)}</style>", "expression("),
    ("<p style='width:expression(x)'>a</p>", "style="),
    ("<p style='beh&#97;vior: url(x)'>a</p>", "style="),
    ("<!--[if mso]><script>x</script><![endif]-->", "<script>"),
    ("<!--[if mso]><script>x</script>-->", "<script>"),
    ("<!--><script>x</script>", "<script>"),
    ("<!-- --!><script>x</script>", "<script>"),
    ("<scr{% if tier %}ipt>x</script>", "<script>"),
    ("<a href='java{% if tier %}{% endif %}script:x'>a</a>", "href=javascript:x"),
    ("<{{ tier }}>a</{{ tier }}>", "{{ tier }}"),
    ("<p {{ tier }}>a</p>", "{{ tier }}"),
    ("<p title={{ tier }}>a</p>", "{{ tier }}"),
    ("<p data-{{ tier }}='a'>a</p>", "{{ tier }}"),
    ("<style{# #}>p{}</style>", "<style>"),
    ("<st{% if tier %}yle>p{}</style>{% endif %}", "<style>"),
]


@pytest.mark.parametrize(("html", "what"), HARMS)
def test_what_a_layout_may_not_have_is_named_with_its_line(html: str, what: str) -> None:
    found = find_layout_findings(
        Layout(name="own.html", html=f"\n{{{{ 'a\n' }}}}{html}\n{{{{ body }}}}")
    )
    assert found
    assert {item.code for item in found} == {"template.unsafe_layout"}
    assert dict(found[0].values)["field"] == what
    assert found[0].place_of("line") == 3


@pytest.mark.parametrize(
    "html",
    [
        "<p title='{{ tier }}'>{{ tier }}</p>",
        "<meta http-equiv='Content-Type' content='text/html'>",
        "<!--[if mso]><v:rect fill='x'></v:rect><![endif]-->",
        "<!--[if mso]><noscript><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml></noscript><![endif]-->",
        "<p style='color:{{ tier }}' {% if tier %}title='{{ tier }}'{% endif %}>a</p>",
        "<a href='{{ unsubscribe_url }}'>a</a><img src='files/a.png'>",
        "<p>javascript: is a word; onclick= too</p>",
    ],
)
def test_ordinary_markup_is_let_through(html: str) -> None:
    assert find_layout_findings(Layout(name="own.html", html=html)) == []


@pytest.mark.parametrize(
    "name", ["notice", "announcement", "newsletter", "incident", "maintenance", "invitation"]
)
def test_the_program_s_layouts_pass_like_any_other(name: str) -> None:
    assert find_layout_findings(shipped_layout(name)) == []


def test_a_picture_of_a_layout_is_embedded_and_must_be_there() -> None:
    layout = Layout(name="own.html", html="\n<img src='files/a.png' alt=''>{{ body }}")
    context = make_context(layout=layout, files=(MessageFile(path="files/a.png", content=PIXEL),))
    message = render_message(compile_message(context), make_recipient())
    assert f'src="cid:{message.attachments[0].content_id}"' in message.html
    (found,) = find_template_findings(make_context(layout=layout))
    assert (found.code, found.place_of("file")) == ("template.missing_file", "own.html")
    assert found.place_of("line") == 2
    with pytest.raises(RenderError):
        compile_message(make_context(layout=layout)).for_locale("en")

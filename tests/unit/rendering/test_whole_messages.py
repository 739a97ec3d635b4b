"""Rules 1 and 2 for any message: what was rendered is what every reader finds in the bytes.

Settings, cells and files are drawn at random; whatever is not refused by name must read back the
same by the standard library and by the guard's own decoder, and as SendGrid's own library says it.
"""

from __future__ import annotations

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from composer.audience.fields import is_empty_cell
from composer.errors import RenderError
from composer.model.campaign import AttachmentSettings, Mailbox, TransportKind, TransportSettings
from composer.model.message import Layout, MessageFile, RenderContext
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.sendgrid_body import build_sendgrid_body
from composer.wire.guard import inspect
from tests.unit.rendering.readings import check_round_trip
from tests.unit.rendering.samples import PIXEL, catalogue, make_context, make_recipient
from tests.unit.rendering.sendgrid_oracle import library_body

CODES = {
    "content.empty_field", "render.bad_address", "render.bad_link", "render.control_character",
    "render.empty_part", "render.header_character", "render.too_large",
}  # fmt: skip
LOCALES = ("", "en", "de", "ar", "ja", "pt-BR", "zh-Hant")
BARE = Layout(
    name="bare", html="<html lang='{{ lang }}'><body dir='{{ dir }}'>{{ body }}</body></html>"
)
BOUNDED = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

ANY = st.text(st.characters(exclude_categories=()), max_size=120)
READABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=120)
WORDS = st.text(
    st.sampled_from("ab ,.;:<>()[]\"'\\=?@_ÄßŁ指数مرحبا👩‍👧é\u0301\u00a0"), max_size=160
)
FILLED = READABLE.map(lambda text: f"x{text.replace('@', '')}y")
CELLS = st.one_of(FILLED, FILLED, FILLED, FILLED, WORDS, ANY)
LITERAL = st.one_of(READABLE, WORDS).map(lambda text: text.replace("{", "("))
ADDRESSES = st.sampled_from(
    ["ann@example.org", "o'brien+x=1@example.org", "Ann@bücher.example", "jürgen@bücher.example", "用户@例子.example"]
)  # fmt: skip
FILE_NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"), exclude_characters="/"),
    min_size=1,
    max_size=90,
)


ONE = make_context(
    body="{{ first_name }} {{ account }}",
    subject="{{ account }}",
    catalogues=tuple(catalogue(locale) for locale in LOCALES[2:]),
)
TWICE = (compile_message(ONE), compile_message(ONE))
EXACT = compile_message(make_context(body="Hello", text="[{{ first_name }}]", layout=BARE))


@st.composite
def contexts(draw: st.DrawFn) -> RenderContext:
    names = draw(
        st.lists(FILE_NAMES.filter(lambda name: name.strip() == name), max_size=2, unique=True)
    )
    files = tuple(
        MessageFile(path=f"files/{name}", content=draw(st.binary(max_size=90))) for name in names
    )
    picture = MessageFile(path="files/logo.png", content=PIXEL)
    with_picture = draw(st.booleans())
    assume("logo.png" not in names)
    body = draw(
        st.sampled_from(
            [
                "{{ first_name }}",
                "# {{ first_name }}\n\n- {{ account }}\n- b\n\n> {{ first_name }}",
                "| a | b |\n| - | -: |\n| {{ first_name }} | {{ account }} |\n\n[x](https://example.com/{{ account }})",
                "{% if tier == 'gold' %}\n{{ first_name }}\n{% else %}\n{{ account }}\n{% endif %}\n\nEnd.",
            ]
        )
    )
    return make_context(
        subject=draw(st.sampled_from(["{{ first_name }}", "To {{ first_name }}: {{ account }}"])) + draw(LITERAL),
        preheader=draw(LITERAL),
        body=body + ("\n\n![Logo](files/logo.png)" if with_picture else ""),
        layout=BARE,
        catalogues=tuple(catalogue(locale) for locale in LOCALES[2:]),
        files=(*files, *((picture,) if with_picture else ())),
        attachments=tuple(AttachmentSettings(path=item.path) for item in files),
        sender=Mailbox(name=draw(st.sampled_from(["", "{{ manager }}", "Börse, Wien", 'The "Best" \\'])),
                       address=draw(st.sampled_from(["notices@example.com", "grüße@example.com"]))),
        reply_to=draw(st.sampled_from([None, Mailbox(name="{{ manager }}", address="help@example.com")])),
        unsubscribe=draw(st.sampled_from(["", "https://example.com/u/{{ token }}?n={{ account }}"])),
        headers=draw(st.sampled_from([(), (("X-Note", "{{ account }}"),), (("List-Id", ""),)])),
        transport=TransportSettings(kind=TransportKind.SENDGRID, base_url="https://api.sendgrid.com"),
    )  # fmt: skip


@st.composite
def recipients(draw: st.DrawFn) -> Recipient:
    return make_recipient(
        address=draw(ADDRESSES),
        locale=draw(st.sampled_from(LOCALES)),
        first_name=draw(CELLS),
        account=draw(CELLS),
        manager=draw(CELLS),
        tier=draw(st.sampled_from(["gold", "x"])),
    )


def rendered(context: RenderContext, recipient: Recipient) -> RenderedMessage | None:
    """Give the message, or nothing when it was refused by name."""
    try:
        return render_message(compile_message(context), recipient)
    except RenderError as refused:
        code = refused.code
    assert code in CODES
    return None


@BOUNDED
@given(contexts(), recipients())
def test_every_reader_finds_what_was_rendered(context: RenderContext, recipient: Recipient) -> None:
    message = rendered(context, recipient)
    if message is None:
        return
    check_round_trip(message)
    cells = dict(recipient.fields)
    begin = "To {name}: {account}" if context.message.subject.startswith("To ") else "{name}"
    said = begin.format(name=cells["first_name"], account=cells["account"])
    subject = message.header("Subject") or ""
    assert subject.startswith(said.strip() if begin == "{name}" else said.rstrip())
    assert len([name for name, _ in message.headers if name.lower() == "to"]) == 1


@BOUNDED
@given(contexts(), recipients())
def test_sendgrids_own_library_writes_the_same_body(
    context: RenderContext, recipient: Recipient
) -> None:
    message = rendered(context, recipient)
    if message is None:
        return
    try:
        content = build_sendgrid_body(message, context.campaign)
    except RenderError as refused:
        code = refused.code
        assert code
        return
    assert json.loads(content) == library_body(message)
    decoded = inspect(content, form="sendgrid")
    assert (decoded.headers, decoded.text, decoded.html, decoded.attachments) == (
        message.headers,
        message.text,
        message.html,
        message.attachments,
    )


@BOUNDED
@given(recipients())
def test_the_same_row_gives_the_same_message(recipient: Recipient) -> None:
    made: list[RenderedMessage | str] = []
    for compiled in TWICE:
        try:
            made.append(render_message(compiled, recipient))
        except RenderError as refused:
            made.append(refused.code)
    assert made[0] == made[1]


@BOUNDED
@given(CELLS)
def test_a_cell_is_printed_exactly_or_not_at_all(cell: str) -> None:
    try:
        message = render_message(EXACT, make_recipient(first_name=cell))
    except RenderError:
        message = None
    if message is None:
        assert is_empty_cell(cell) or any(
            ord(char) < 32 or char == "\x7f" or "\ud800" <= char <= "\udfff" for char in cell
        )
    else:
        assert (
            message.text
            == f"[{cell.replace(chr(13) + chr(10), chr(10)).replace(chr(13), chr(10))}]\n"
        )

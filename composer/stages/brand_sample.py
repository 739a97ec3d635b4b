"""A short message to nobody, to show what a brand looks like before any campaign has it.

It is rendered by the very code that renders messages, in a layout of the program, so that what is
seen is what campaigns will have. It is never stored or sent.
"""

from __future__ import annotations

from composer import paths
from composer.i18n import _, language
from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    TransportKind,
    TransportSettings,
)
from composer.model.identifiers import RecipientId
from composer.model.locale_tags import canonical
from composer.model.message import Brand, Layout, Message, MessageFile, RenderContext
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message

LAYOUT = "announcement"


def render_sample(brand: Brand, logo: MessageFile | None) -> RenderedMessage:
    """Render the sample with a brand.

    Raises:
        RenderError: the layout does not take it.
    """
    locale = canonical(language()) or "en"
    html = (paths.templates() / f"{LAYOUT}.html").read_text(encoding="utf-8")
    message = Message(
        locale=locale,
        subject=_("A message with your brand"),
        preheader="",
        body=_sample_body(),
        text_override=None,
        layout=Layout(name=LAYOUT, html=html),
        brand=brand,
        files=(logo,) if logo else (),
    )
    context = RenderContext(
        campaign=_campaign(locale), message=message, message_seed="0" * 32, columns=("email",)
    )
    return render_message(compile_message(context), _nobody(locale))


def _sample_body() -> str:
    title, words = _("A message with your brand"), _("This is how your messages begin and end.")
    button = _("A button")
    return f'# {title}\n\n{words}\n\n[{button}](https://example.com/ "button")\n'


def _campaign(locale: str) -> Campaign:
    return Campaign(
        name="sample",
        purpose=Purpose.SERVICE,
        sender=Mailbox(name="", address="sample@example.com"),
        locale=locale,
        layout=LAYOUT,
        audience=AudienceSettings(file="nobody.csv"),
        transport=TransportSettings(kind=TransportKind.PRACTICE),
    )


def _nobody(locale: str) -> Recipient:
    address = "nobody@example.com"
    return Recipient(
        id=RecipientId("0" * 32),
        row=2,
        address=address,
        locale=locale,
        fields=(("email", address),),
        token="0" * 32,
        salt="0" * 32,
    )

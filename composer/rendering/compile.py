"""Compiles a campaign's message once, so that rendering it for one recipient is only filling in.

`compile_message` is cheap; each locale is compiled when it is first needed, and the layout's own
strings are resolved then. Nothing of a template is executed while compiling, and
`find_template_findings` only parses.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from composer.findings import Finding
from composer.model.campaign import Campaign, Mailbox
from composer.model.message import RenderContext
from composer.model.rendered import Attachment
from composer.rendering.compiled_part import CompiledPart, compile_part
from composer.rendering.default_headers import campaign_headers
from composer.rendering.empty_lists import endings_of_empty_lists
from composer.rendering.environment import EmptyField, TemplateEnvironment, make_environment
from composer.rendering.failures import render_error
from composer.rendering.files import MessageFiles
from composer.rendering.filters import make_filters
from composer.rendering.links import link_source
from composer.rendering.sources import inline_parts, translation_of, write_parts
from composer.rendering.still_headers import StillHeaders
from composer.rendering.still_text import StillText
from composer.rendering.syntax import checked
from composer.rendering.template_findings import find_findings
from composer.rendering.text_layout import finishing
from composer.rendering.wire_pieces import PieceForms
from composer.translation.locales import direction, resolve_locale


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledMailbox:
    """A mailbox whose name or address may hold fields; without any, `fixed` is set."""

    fixed: Mailbox | None
    name: CompiledPart | None = None
    address: CompiledPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLocale:
    """One locale's compiled parts."""

    locale: str
    direction: str
    subject: CompiledPart
    preheader: CompiledPart
    html: CompiledPart
    may_end_empty: tuple[bytes, ...]
    text: CompiledPart
    finish_text: Callable[[str], str]
    layout: CompiledPart
    layout_above: CompiledPart | None
    layout_text: CompiledPart | None
    still: StillText
    forms: PieceForms
    still_headers: StillHeaders
    unsubscribe: CompiledPart | None
    headers: tuple[tuple[str, CompiledPart | str], ...]
    sender: CompiledMailbox
    reply_to: CompiledMailbox | None
    images: tuple[Attachment, ...]

    @property
    def body_is_only_printed(self) -> bool:
        """Whether the layout does nothing with the body but print it in the HTML part."""
        above, below = self.layout_above, self.layout_text
        return (
            self.layout.only_prints_whole
            and (above is None or above.only_prints_whole)
            and (below is None or below.only_prints_whole)
        )


class CompiledMessage:
    """A message ready to be rendered: locales compiled on demand, files and empty fields shared."""

    def __init__(self, context: RenderContext) -> None:
        self.context = context
        self.files = MessageFiles(context.message.files)
        self.empty_fields = {
            name: EmptyField(name) for name in (*context.columns, "unsubscribe_url")
        }
        self._attachments: dict[str, Attachment | None] = {}
        self._locales: dict[str, CompiledLocale] = {}
        self._wishes: dict[str, str | None] = {}
        seed = context.message_seed.encode("utf-8")
        self._keys = {
            purpose: hmac.new(seed, f"{purpose}:".encode(), "sha256")
            for purpose in ("boundary", "message-id")
        }

    def for_wish(self, wish: str) -> CompiledLocale:
        """Give the locale in which somebody with this wish is written to.

        Raises:
            RenderError: `render.no_locale`, or a template that cannot be compiled.
        """
        if wish not in self._wishes:
            self._wishes[wish] = resolved_locale(self.context, wish)
        locale = self._wishes[wish]
        if locale is None:
            raise render_error("render.no_locale", field=wish)
        return self.for_locale(locale)

    def for_locale(self, locale: str) -> CompiledLocale:
        """Give one locale's parts, compiled at the first call.

        Raises:
            RenderError: a template that cannot be compiled, with part and line.
        """
        if locale not in self._locales:
            self._locales[locale] = _compile_locale(self.context, locale, self.files)
        return self._locales[locale]

    def keyed(self, purpose: str, recipient_id: str) -> str:
        """Give 64 digits for one purpose and recipient, which the message's frozen seed decides."""
        key = self._keys[purpose].copy()
        key.update(recipient_id.encode())
        return key.hexdigest()

    def attachment(self, path: str) -> Attachment | None:
        """Give a file of the campaign as an attachment, or None where there is none."""
        if path not in self._attachments:
            self._attachments[path] = self.files.attachment(path)
        return self._attachments[path]


def message_id_name(message_seed: str, recipient_id: str) -> str:
    """Give what stands before the @ of a recipient's Message-ID."""
    key = message_seed.encode("utf-8")
    return hmac.new(key, f"message-id:{recipient_id}".encode(), "sha256").hexdigest()[:32]


def compile_message(context: RenderContext) -> CompiledMessage:
    """Prepare a message for rendering."""
    return CompiledMessage(context)


def find_template_findings(context: RenderContext) -> list[Finding]:
    """Check every template of a campaign without running any; empty means all can be compiled."""
    return find_findings(context)


def resolved_locale(context: RenderContext, wish: str) -> str | None:
    """Find the locale of a recipient's message, or None where nothing serves the wish."""
    return resolve_locale(
        wish,
        available=[item.locale for item in context.message.catalogues],
        fallback=context.campaign.stated_fallbacks,
        source=context.message.locale,
    )


def _compile_locale(context: RenderContext, locale: str, files: MessageFiles) -> CompiledLocale:
    written = write_parts(context, locale, files=files)
    translate = translation_of(context.message, locale)
    filters = make_filters(locale)
    html = make_environment(html=True, filters=filters)
    # What is wrong in the source is told before anything else reads it, with the author's line.
    checked(html, written.layout, part="layout", strings=True)
    body_part = "body" if context.message.body_html is None else "html"
    checked(html, written.html, part=body_part)
    sources = inline_parts(written)
    fixed = sources.constants
    text = make_environment(html=False, filters=filters)
    by_hand = make_environment(html=False, filters=filters, whole_lines=True)
    line = make_environment(html=False, filters=make_filters(locale, in_headers=True))
    still, forms = StillText(), PieceForms()
    campaign = context.campaign
    frame_part = partial(
        compile_part, part="layout", translate=translate, prefix="layout: ", constants=fixed
    )
    headers = campaign_headers(campaign, context.message_seed)
    compiled = CompiledLocale(
        locale=locale,
        direction=direction(locale),
        subject=compile_part(
            line, sources.subject, part="subject", prefix="subject: ", constants=fixed
        ),
        preheader=compile_part(
            text, sources.preheader, part="preheader", prefix="preheader: ", constants=fixed
        ),
        html=compile_part(html, sources.html, part=body_part, constants=fixed),
        may_end_empty=endings_of_empty_lists(sources.html),
        text=compile_part(
            by_hand if sources.text_is_written_by_hand else text,
            sources.text,
            part="text",
            constants=fixed,
            still=still,
        ),
        finish_text=finishing(sources.text, is_written_by_hand=sources.text_is_written_by_hand),
        layout=frame_part(html, sources.layout),
        layout_above=frame_part(text, sources.layout_above, still=still)
        if sources.layout_above
        else None,
        layout_text=frame_part(text, sources.layout_text, still=still)
        if sources.layout_text
        else None,
        still=still,
        forms=forms,
        still_headers=StillHeaders(_still_names(campaign, headers)),
        unsubscribe=_compile_link(text, campaign.unsubscribe),
        headers=tuple(
            (name, _compile_if_needed(line, value, part=name)) for name, value in headers
        ),
        sender=_compile_mailbox(text, campaign.sender, part="From"),
        reply_to=_compile_mailbox(text, campaign.reply_to, part="Reply-To")
        if campaign.reply_to
        else None,
        images=sources.images,
    )
    forms.learn(html.html_pieces)
    forms.learn(run.encode("utf-8") for run in still.runs)
    return compiled


def _compile_link(environment: TemplateEnvironment, source: str) -> CompiledPart | None:
    if not source:
        return None
    quoted = link_source(source, literal=lambda text: text)
    return compile_part(environment, quoted, part="List-Unsubscribe", prefix="unsubscribe: ")


def _compile_if_needed(
    environment: TemplateEnvironment, source: str, *, part: str
) -> CompiledPart | str:
    if "{" not in source:
        return source
    return compile_part(environment, source, part=part, prefix=f"{part}: ")


def _still_names(campaign: Campaign, headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Give the names of the fields in which nothing of a recipient stands."""
    yield from ("Content-Language", "List-Unsubscribe-Post")
    for name, mailbox in (("From", campaign.sender), ("Reply-To", campaign.reply_to)):
        if mailbox is not None and not _has_fields(mailbox):
            yield name
    yield from (name for name, value in headers if "{" not in value)


def _has_fields(mailbox: Mailbox) -> bool:
    return "{" in mailbox.name + mailbox.address


def _compile_mailbox(
    environment: TemplateEnvironment, mailbox: Mailbox, *, part: str
) -> CompiledMailbox:
    if not _has_fields(mailbox):
        return CompiledMailbox(fixed=mailbox)
    return CompiledMailbox(
        fixed=None,
        name=compile_part(environment, mailbox.name, part=part, prefix=f"{part}: "),
        address=compile_part(environment, mailbox.address, part=part, prefix=f"{part}: "),
    )

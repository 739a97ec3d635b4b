"""Finds what is wrong with a message's templates before anybody's message is rendered.

Guards rule 9 (a field that no column provides is an error at load) and rule 11: templates are
parsed, never compiled to code that runs, never executed. Every locale is looked at as it will be
compiled, so that a translation that breaks a tag is found too. What only a row can show (an empty
cell, a bad date) is found by rendering.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes
from jinja2.meta import TrackingCodeGenerator

from composer.errors import RenderError
from composer.findings import Finding, finding
from composer.model.campaign import Mailbox
from composer.model.message import RenderContext
from composer.rendering.brand_names import BRAND_NAMES
from composer.rendering.design_findings import (
    PART_FILES,
    body_part,
    find_dropped_markup,
    find_fields_in_markup,
    find_fields_in_style,
    find_style_findings,
    with_style_names,
)
from composer.rendering.environment import make_environment
from composer.rendering.field_places import find_misplaced_fields
from composer.rendering.files import MessageFiles
from composer.rendering.filters import make_filters
from composer.rendering.layout_safety import find_layout_findings
from composer.rendering.mjml_layout import MjmlRefused
from composer.rendering.sources import message_locales, write_parts
from composer.rendering.syntax import SyntaxRefused, checked, field_names

PROVIDED = frozenset({"locale", "token", "unsubscribe_url"})
LAYOUT_NAMES = frozenset({"body", "dir", "lang", "preheader", "subject"})
_FUNCTIONS = frozenset({"_", "range"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """One template, where its author finds it, and the names it may use."""

    part: str
    text: str
    names: frozenset[str]
    file: str = ""
    locale: str = ""
    strings: bool = False

    def place(self, line: int = 0) -> dict[str, str | int]:
        """Give the place for a finding; `line` counts within the part."""
        where: dict[str, str | int] = {}
        if self.file:
            where["file"] = self.file
        if self.locale:
            where["locale"] = self.locale
        where["part"] = self.part
        if line:
            where["line"] = line
        return where


def find_findings(context: RenderContext) -> list[Finding]:
    """Check every template of a campaign without running any; empty means all can be compiled."""
    environment = make_environment(html=False, filters=make_filters(context.message.locale))
    findings = find_written_findings(context)
    # What is broken as written is broken in every locale: say it once.
    if not findings:
        findings = _find_locale_findings(environment, context)
    findings += find_dropped_markup(context.message)
    return findings + _find_brand_columns(environment, context)


def find_written_findings(context: RenderContext) -> list[Finding]:
    """Check what its authors wrote, as it is written; no language is written out or styled."""
    environment = make_environment(html=False, filters=make_filters(context.message.locale))
    findings = [
        item
        for source in _written_sources(context)
        for item in _check_source(environment, source, context)
    ]
    findings += _find_contact_findings(environment, context)
    findings += _find_missing_files(context)
    findings += _find_reserved_columns(environment, context)
    findings += find_fields_in_style(context.message)
    findings += find_layout_findings(context.message.layout)
    return findings + find_fields_in_markup(context.message)


def _written_sources(context: RenderContext) -> Iterator[_Source]:
    message, campaign = context.message, context.campaign
    names = frozenset(context.columns) | PROVIDED | BRAND_NAMES
    written = {"subject": message.subject, "preheader": message.preheader}
    written[body_part(message)] = message.body if message.body_html is None else message.body_html
    for part, text in written.items():
        yield _Source(part=part, text=text, names=names, file=PART_FILES[part])
    if message.text_override is not None:
        yield _Source(part="text", text=message.text_override, names=names, file="message.txt")
    yield _Source(
        part="layout",
        text=with_style_names(message),
        names=names | LAYOUT_NAMES,
        file=message.layout.name,
        strings=True,
    )
    names -= BRAND_NAMES
    settings = [("unsubscribe", campaign.unsubscribe, names - {"unsubscribe_url"})]
    settings += [(name, value, names) for name, value in campaign.headers]
    for part, text, allowed in settings:
        yield _Source(part=part, text=text, names=allowed, file="campaign.toml")


def _check_source(
    environment: Environment, source: _Source, context: RenderContext
) -> list[Finding]:
    try:
        tree = checked(environment, source.text, part=source.part, strings=source.strings)
    except SyntaxRefused as error:
        where = source.place(error.line)
        return [finding(error.code, where=where, part=source.part, field=error.field)]
    try:
        unknown = _names_used(tree) - source.names
    except RecursionError:
        return [finding("template.syntax", where=source.place(), part=source.part)]
    return [
        finding(
            "template.unknown_field",
            where=source.place(_line_of(tree, name)),
            part=source.part,
            field=name,
            near=_nearest(name, context.columns),
        )
        for name in sorted(unknown)
    ]


def _names_used(tree: nodes.Template) -> set[str]:
    # As jinja2.meta does it, but that computes constant expressions: `9 ** (9 ** 9)` as well.
    assert tree.environment is not None
    generator = TrackingCodeGenerator(tree.environment)
    generator.optimizer = None
    generator.visit(tree)
    return set(generator.undeclared_identifiers) - _FUNCTIONS


def _line_of(tree: nodes.Template, name: str) -> int:
    return next((line for found, line in field_names(tree) if found == name), 1)


def _nearest(name: str, columns: tuple[str, ...]) -> str:
    """Give the column that somebody most likely meant."""
    close = difflib.get_close_matches(name, columns, n=1, cutoff=0.0)
    return close[0] if close else "email"


def _find_contact_findings(environment: Environment, context: RenderContext) -> list[Finding]:
    """From and Reply-To may hold fields only from columns that may hold somebody's address."""
    campaign = context.campaign
    contacts = frozenset(campaign.audience.contacts)
    boxes: tuple[tuple[str, Mailbox | None], ...] = (
        ("from", campaign.sender),
        ("reply_to", campaign.reply_to),
    )
    findings: list[Finding] = []
    for part, mailbox in boxes:
        if mailbox is None:
            continue
        for text in (mailbox.name, mailbox.address):
            source = _Source(
                part=part,
                text=text,
                names=frozenset(context.columns) | PROVIDED,
                file="campaign.toml",
            )
            wrong = _check_source(environment, source, context)
            findings += wrong or _outside(contacts, checked(environment, text, part=part), source)
    return findings


def _outside(contacts: frozenset[str], tree: nodes.Template, source: _Source) -> list[Finding]:
    return [
        finding("template.contact_only", where=source.place(), part=source.part, field=name)
        for name in sorted(_names_used(tree) - contacts)
    ]


def _find_missing_files(context: RenderContext) -> list[Finding]:
    files = MessageFiles(context.message.files)
    where: dict[str, str | int] = {"file": "campaign.toml", "part": "attachments"}
    findings: list[Finding] = []
    for item in context.campaign.attachments:
        if item.path and files.find(item.path) is None:
            findings.append(finding("template.missing_file", where=where, field=item.path))
        if item.column and item.column not in context.columns:
            near = _nearest(item.column, context.columns)
            values = {"part": "attachments", "field": item.column, "near": near}
            findings.append(finding("template.unknown_field", where=where, **values))
    return findings


def _find_reserved_columns(environment: Environment, context: RenderContext) -> list[Finding]:
    """Find columns that a template means, but that our own field of that name hides."""
    hidden = PROVIDED & set(context.columns) - {context.campaign.audience.locale}
    if not hidden:
        return []
    used = _names_in_templates(environment, context)
    return [
        finding("template.reserved_column", where={"column": name}, field=name)
        for name in sorted(hidden & used)
    ]


def _names_in_templates(environment: Environment, context: RenderContext) -> set[str]:
    used: set[str] = set()
    for source in _written_sources(context):
        try:
            tree = checked(environment, source.text, part=source.part, strings=source.strings)
            used |= _names_used(tree)
        except (SyntaxRefused, RecursionError):
            continue  # told where each template is checked
    return used


def _find_brand_columns(environment: Environment, context: RenderContext) -> list[Finding]:
    """Find columns that a template means, but that the brand's name hides."""
    hidden = BRAND_NAMES & set(context.columns)
    used = _names_in_templates(environment, context) if hidden else set()
    return [
        finding("template.brand_column", where={"column": name}, field=name)
        for name in sorted(hidden & used)
    ]


def _find_locale_findings(environment: Environment, context: RenderContext) -> list[Finding]:
    """Look at each locale's parts as they will be compiled."""
    files = MessageFiles(context.message.files)
    names = frozenset(context.columns) | PROVIDED | BRAND_NAMES
    findings: list[Finding] = []
    for locale in message_locales(context.message):
        file = f"translations/{locale}.po" if locale != context.message.locale else "message.md"
        try:
            sources = write_parts(context, locale, files=files)
            unfaithful = find_style_findings(sources, context)
        except RenderError as error:
            where = _failed_place(error, context, file=file, locale=locale)
            findings.append(finding(error.code, where=where, part=error.part, field=error.field))
            continue
        parts = [("subject", sources.subject), ("preheader", sources.preheader)]
        parts += [(body_part(context.message), sources.html), ("text", sources.text)]
        found: list[Finding] = []
        for part, text in parts:
            source = _Source(part=part, text=text, names=names, file=file, locale=locale)
            found += _without_line(_check_source(environment, source, context))
        findings += unfaithful
        if locale != context.message.locale:
            findings += find_misplaced_fields(
                sources.html, file=file, part=body_part(context.message), locale=locale
            )
        findings += _once(found, key=lambda item: (item.code, dict(item.values)["field"]))
    return findings


def _failed_place(
    error: RenderError, context: RenderContext, *, file: str, locale: str
) -> dict[str, str | int]:
    if error.part == "layout":
        file = context.message.layout.name
    elif error.part == "html":
        file = PART_FILES["html"]
    where: dict[str, str | int] = {"file": file, "locale": locale, "part": error.part}
    message = context.message
    sources = {"body": message.body, "html": message.body_html or "", "layout": message.layout.html}
    before, found, _after = sources.get(error.part, "").partition(error.field or "\0")
    if isinstance(error, MjmlRefused) and error.line:
        where["line"] = error.line
    elif found and error.code in {"template.missing_file", "template.unsupported_image"}:
        where["line"] = before.count("\n") + 1
    return where


def _without_line(findings: list[Finding]) -> list[Finding]:
    """Drop lines: they count in the written HTML, which nobody edits."""
    return [
        finding(
            item.code,
            where={key: value for key, value in item.where if key != "line"},
            **dict(item.values),
        )
        for item in findings
    ]


def _once(findings: list[Finding], *, key: Callable[[Finding], object]) -> list[Finding]:
    seen: dict[object, Finding] = {}
    for item in findings:
        seen.setdefault(key(item), item)
    return list(seen.values())

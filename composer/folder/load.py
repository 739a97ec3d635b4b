"""Parse a campaign's folder, from disk or from the files of a stored revision.

Nothing here raises for what a folder holds: every problem is a finding with the file and the place
in it. Links are not followed, nothing outside the folder is read, and nothing is executed or
fetched. Merge fields and conditions are checked where they are rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from composer import paths
from composer.errors import FileRefused
from composer.findings import Finding, finding
from composer.folder.audience_settings import is_inside_folder
from composer.folder.brand_file import BRAND_FILE, read_brand
from composer.folder.message_file import read_message_file, read_text
from composer.folder.reading import find_table, read_file, read_files
from composer.folder.settings import read_settings
from composer.model.campaign import Campaign
from composer.model.locale_tags import canonical
from composer.model.message import Brand, Catalogue, Layout, Message, MessageFile
from composer.translation.catalogue import read_po

SETTINGS_FILE = "campaign.toml"
MESSAGE_FILE = "message.md"
TEXT_FILE = "message.txt"
HTML_FILE = "message.html"
MJML = ".mjml"
TRANSLATIONS = "translations/"
FILES = "files/"
_LAYOUT_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceSource:
    """Where the audience's file is; it is read row by row in `audience/`."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedTree:
    """A campaign's files, understood; None where a finding keeps something from being used."""

    campaign: Campaign | None
    campaign_id: str | None
    message: Message | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFolder:
    """A folder, read and understood; `tree` is what a revision stores: all but the audience."""

    campaign: Campaign | None
    campaign_id: str | None
    message: Message | None
    settings_source: bytes
    audience: AudienceSource | None
    tree: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def load_folder(path: Path) -> LoadedFolder:
    """Read a campaign's folder from disk."""
    campaign, _id, _told_by_parse_tree = read_settings(read_file(path, SETTINGS_FILE))
    name = campaign.audience.file if campaign is not None else ""
    files, findings = read_files(path, without=name)
    if not files and any(item.blocks for item in findings):
        return _nothing(findings)
    audience = None
    if name:
        found, problems = find_table(path, name)
        findings += problems
        audience = AudienceSource(name=name, path=found) if found is not None else None
    layout = campaign.layout if campaign else ""
    tree = {name: files[name] for name in files if _belongs(name, layout)}
    if campaign is not None:
        findings += _find_strangers(name for name in files if name not in tree)
    parsed = parse_tree(tree)
    return LoadedFolder(
        campaign=parsed.campaign,
        campaign_id=parsed.campaign_id,
        message=parsed.message,
        settings_source=tree.get(SETTINGS_FILE, b""),
        audience=audience,
        tree=tree,
        findings=(*parsed.findings, *findings),
    )


def parse_tree(tree: Mapping[str, bytes]) -> ParsedTree:
    """Understand a campaign's files without its audience; names are paths with slashes."""
    findings: list[Finding] = []
    campaign, campaign_id = None, None
    if SETTINGS_FILE in tree:
        campaign, campaign_id, findings = read_settings(tree[SETTINGS_FILE], file=SETTINGS_FILE)
    else:
        findings.append(_missing(SETTINGS_FILE))
    message = _message(tree, campaign, findings)
    return ParsedTree(
        campaign=campaign, campaign_id=campaign_id, message=message, findings=tuple(findings)
    )


def layout_names() -> tuple[str, ...]:
    """Give the names of the layouts that come with the program."""
    try:
        return tuple(sorted(path.stem for path in paths.templates().glob("*.html")))
    except OSError:
        return ()


def _message(
    tree: Mapping[str, bytes], campaign: Campaign | None, findings: list[Finding]
) -> Message | None:
    """Read all parts, so that each tells its problems, and join them when settings allow it."""
    if MESSAGE_FILE not in tree:
        findings.append(_missing(MESSAGE_FILE))
    text, problems = read_message_file(tree.get(MESSAGE_FILE, b""), file=MESSAGE_FILE)
    body_html = None
    if HTML_FILE in tree:
        body_html, html_problems = read_text(tree[HTML_FILE], file=HTML_FILE)
        problems = _without_body_findings(problems, text.body) + html_problems
    findings += problems if MESSAGE_FILE in tree else []
    override = None
    if TEXT_FILE in tree:
        override, problems = read_text(tree[TEXT_FILE], file=TEXT_FILE)
        findings += problems
    catalogues = _catalogues(tree, campaign.locale if campaign else "", findings)
    if campaign is None:
        return None
    findings += _find_missing_attachments(tree, campaign) + _find_empty_files(tree)
    layout = _layout(tree, campaign.layout, findings)
    brand = Brand()
    if BRAND_FILE in tree:
        brand, problems = read_brand(tree[BRAND_FILE])
        findings += problems
        if brand.logo and brand.logo not in tree:
            findings.append(_missing(brand.logo))
    if layout is None or MESSAGE_FILE not in tree:
        return None
    return Message(
        locale=campaign.locale,
        subject=text.subject,
        preheader=text.preheader,
        body=text.body,
        text_override=override,
        layout=layout,
        body_html=body_html,
        brand=brand,
        catalogues=catalogues,
        files=tuple(
            MessageFile(path=name, content=tree[name])
            for name in sorted(tree)
            if name.startswith(FILES)
        ),
    )


def _without_body_findings(problems: list[Finding], body: str) -> list[Finding]:
    """Let the body in Markdown be empty, because one brought as HTML stands for it."""
    kept = [item for item in problems if item.code != "folder.empty_body"]
    if body.strip():
        where: dict[str, str | int] = {"file": MESSAGE_FILE}
        kept.append(finding("folder.two_bodies", where=where, file=MESSAGE_FILE, used=HTML_FILE))
    return kept


def _catalogues(
    tree: Mapping[str, bytes], source: str, findings: list[Finding]
) -> tuple[Catalogue, ...]:
    catalogues: dict[str, Catalogue] = {}
    for name in sorted(tree):
        if not name.startswith(TRANSLATIONS):
            continue
        locale = canonical(name.removeprefix(TRANSLATIONS).removesuffix(".po"))
        code = "folder.source_translation" if locale == source else ""
        if locale is None or not name.endswith(".po"):
            code = "folder.bad_po_name"
        elif locale in catalogues:
            code = "folder.twice_in_translations"
        if code or locale is None:
            findings.append(finding(code, where={"file": name}, file=name))
            continue
        try:
            catalogues[locale] = read_po(tree[name], locale=locale, file=name)
        except FileRefused as refused:
            findings.extend(refused.findings)
    return tuple(catalogues.values())


def _layout(tree: Mapping[str, bytes], name: str, findings: list[Finding]) -> Layout | None:
    """Find the layout: a file of the folder, or one that comes with the program."""
    content, file = tree.get(name), name
    if content is None and _LAYOUT_NAME.fullmatch(name) and name in layout_names():
        file = f"{name}.html"
        content = (paths.templates() / file).read_bytes()
    if content is None or not is_inside_folder(name):
        known = ", ".join(layout_names())
        where: dict[str, str | int] = {"file": SETTINGS_FILE, "key": "layout"}
        findings.append(finding("folder.bad_layout", where=where, layout=name, known=known))
        return None
    html, problems = read_text(content, file=file)
    findings += problems
    return Layout(name=name, html=html, is_mjml=name.lower().endswith(MJML))


def _find_missing_attachments(tree: Mapping[str, bytes], campaign: Campaign) -> list[Finding]:
    return [
        _missing(attachment.path)
        for attachment in campaign.attachments
        if attachment.path and attachment.path not in tree
    ]


def _find_empty_files(tree: Mapping[str, bytes]) -> list[Finding]:
    """Find files that nobody could open: any may be a picture, or an attachment by column."""
    return [
        finding("file.empty", where={"file": name}, file=name)
        for name in sorted(tree)
        if name.startswith(FILES) and not tree[name]
    ]


def _belongs(name: str, layout: str) -> bool:
    return name in {
        SETTINGS_FILE,
        MESSAGE_FILE,
        TEXT_FILE,
        HTML_FILE,
        BRAND_FILE,
        layout,
    } or name.startswith((TRANSLATIONS, FILES))


def _find_strangers(names: Iterable[str]) -> list[Finding]:
    return [
        finding("folder.unknown_file", where={"file": name}, file=name) for name in sorted(names)
    ]


def _missing(name: str) -> Finding:
    return finding("folder.missing_file", where={"file": name}, file=name)


def _nothing(findings: list[Finding]) -> LoadedFolder:
    return LoadedFolder(
        campaign=None,
        campaign_id=None,
        message=None,
        settings_source=b"",
        audience=None,
        tree={},
        findings=tuple(findings),
    )

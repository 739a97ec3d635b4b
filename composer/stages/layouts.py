"""Which layouts a campaign can have: those that come with the program, and its own files.

A layout that is brought is tried with a message of one word before it is taken: one that is broken
or reaches for what it may not have is told with its findings and changes nothing.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from composer import paths
from composer.findings import Finding, blocking, finding
from composer.folder.audience_settings import is_inside_folder
from composer.folder.brand_file import BRAND_FILE
from composer.folder.load import HTML_FILE, MESSAGE_FILE, SETTINGS_FILE, layout_names, parse_tree
from composer.folder.reading import MAX_TEXT_BYTES
from composer.folder.write import edit_settings, write_message_md
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.person import Person, Role
from composer.model.writing import AddedLayout, LayoutLine
from composer.rendering.compile import find_template_findings
from composer.rendering.files import FOLDER
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.message_files import NewFile
from composer.stages.people import require_role
from composer.stages.revising import save_files

FIRST = ("notice", "announcement", "newsletter", "incident", "maintenance", "invitation")
"""The order in which people are likely to want them."""
OWN_ENDINGS = (".html", ".mjml")
_LINE = re.compile(r"\{#\s*(title|description):\s*(.+?)\s*#\}")


def list_layouts(desk: Desk, campaign_id: CampaignId) -> tuple[LayoutLine, ...]:
    """List the layouts, the program's first; titles and descriptions are translated."""
    content = load_content(desk, campaign_id)
    own = [name for name in content.tree if "/" not in name and name.endswith(OWN_ENDINGS)]
    return (
        *program_layouts(),
        *(
            LayoutLine(
                name=name,
                title=name,
                description=_("A layout of this campaign's own."),
                own=True,
            )
            for name in sorted(own)
            if name != HTML_FILE
        ),
    )


def program_layouts() -> tuple[LayoutLine, ...]:
    """List the layouts that come with the program."""
    return tuple(_described(name) for name in sorted(layout_names(), key=_rank))


def add_layout(desk: Desk, campaign_id: CampaignId, file: NewFile, *, by: Person) -> AddedLayout:
    """Take a layout of the campaign's own in, if it can be used; one of the same name gives way."""
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    name = _own_name(file.name)
    findings = _kind_findings(name, file) or _layout_findings(content, name, file.content)
    if blocking(findings):
        return AddedLayout(name="", findings=tuple(findings))
    save_files(desk, campaign_id, {name: file.content}, by=by)
    return AddedLayout(name=name, findings=tuple(findings))


def _own_name(given: str) -> str:
    r"""Spell a layout's file name so that every system takes it.

    >>> _own_name("C:\Our Frame (2).MJML"), _own_name("message.html")
    ('our-frame-2.mjml', 'layout-message.html')
    """
    path = PurePosixPath(given.replace("\\", "/"))
    stem = re.sub(r"[^a-z0-9_]+", "-", path.stem.lower()).strip("-") or "layout"
    name = f"{stem[:60]}{path.suffix.lower()}"
    return f"layout-{name}" if name == HTML_FILE or not is_inside_folder(name) else name


def _kind_findings(name: str, file: NewFile) -> list[Finding]:
    where: dict[str, str | int] = {"file": file.name}
    if not name.endswith(OWN_ENDINGS):
        return [finding("layout.bad_kind", where=where, file=file.name)]
    if not file.content.strip():
        return [finding("file.empty", where=where, file=file.name)]
    if len(file.content) > MAX_TEXT_BYTES:
        most = f"{MAX_TEXT_BYTES // (1024 * 1024)} MB"
        return [finding("file.too_large", where=where, file=file.name, most=most)]
    return []


def _layout_findings(content: Content, name: str, layout: bytes) -> list[Finding]:
    """Say what is wrong with a layout, whatever the campaign's own text is."""
    tree = {
        file: kept
        for file, kept in content.tree.items()
        if file.startswith(FOLDER) or file in {SETTINGS_FILE, BRAND_FILE}
    }
    tree[SETTINGS_FILE] = edit_settings(tree[SETTINGS_FILE], {"layout": name})
    tree[MESSAGE_FILE] = write_message_md("x", "x", "x")
    tree[name] = layout
    parsed = parse_tree(tree)
    found = [item for item in parsed.findings if item.place_of("file") == name]
    if parsed.campaign is None or parsed.message is None:
        return found or list(blocking(parsed.findings))
    context = RenderContext(
        campaign=parsed.campaign,
        message=parsed.message,
        message_seed=content.record.message_seed,
        columns=content.columns,
    )
    return [*found, *(item for item in find_template_findings(context) if _is_about(item, name))]


def _is_about(item: Finding, name: str) -> bool:
    return item.place_of("part") == "layout" or item.place_of("file") == name


def _rank(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)


def _described(name: str) -> LayoutLine:
    head = (paths.templates() / f"{name}.html").read_text(encoding="utf-8")[:2000]
    told = dict(_LINE.findall(head))
    title, description = told.get("title", name), told.get("description", "")
    return LayoutLine(name=name, title=_(title), description=_(description) if description else "")

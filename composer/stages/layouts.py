"""Which layouts a campaign can have: those that come with the program, and its own files."""

from __future__ import annotations

import re

from composer import paths
from composer.folder.load import layout_names
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.overview import LayoutLine
from composer.stages.content import load_content
from composer.stages.desk import Desk

OWN_ENDINGS = (".html", ".mjml")
_LINE = re.compile(r"\{#\s*(title|description):\s*(.+?)\s*#\}")


def list_layouts(desk: Desk, campaign_id: CampaignId) -> tuple[LayoutLine, ...]:
    """List the layouts, the program's first; titles and descriptions are translated."""
    content = load_content(desk, campaign_id)
    own = [name for name in content.tree if "/" not in name and name.endswith(OWN_ENDINGS)]
    return (
        *(_described(name) for name in layout_names()),
        *(
            LayoutLine(
                name=name,
                title=name,
                description=_("A layout of this campaign's own."),
                own=True,
            )
            for name in sorted(own)
            if name != "message.html"
        ),
    )


def _described(name: str) -> LayoutLine:
    head = (paths.templates() / f"{name}.html").read_text(encoding="utf-8")[:2000]
    told = dict(_LINE.findall(head))
    title, description = told.get("title", name), told.get("description", "")
    return LayoutLine(name=name, title=_(title), description=_(description) if description else "")

"""The panels of the Write page, in the order of their buttons, and which one shows which part."""

from __future__ import annotations

from composer.gui.writing.panels.files_panel import FilesPanel
from composer.gui.writing.panels.headers_panel import HeadersPanel
from composer.gui.writing.panels.layout_panel import LayoutPanel
from composer.gui.writing.panels.panel import WritePanel
from composer.gui.writing.panels.text_panel import TextPanel

PANELS: tuple[type[WritePanel], ...] = (LayoutPanel, FilesPanel, HeadersPanel, TextPanel)
PANEL_OF_PART: dict[str, type[WritePanel]] = {
    "layout": LayoutPanel,
    "attachments": FilesPanel,
    "text": TextPanel,
    "from": HeadersPanel,
    "reply_to": HeadersPanel,
    "unsubscribe": HeadersPanel,
}

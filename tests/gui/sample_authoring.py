"""The author's side of the stand-in workspace: kept drafts, files, layouts, all in memory."""

from __future__ import annotations

from datetime import UTC, datetime

from composer.gui.writing.draft_keeper import filled
from composer.model.message import Brand
from composer.model.writing import FileLine, KeptDraft, LayoutLine
from composer.stages.drafting import draft_of


class SampleAuthoring:
    """What `workspace.authoring` gives."""

    def __init__(self, workspace) -> None:
        self._workspace = workspace
        self.kept: KeptDraft | None = None
        self.added: dict[str, bytes] = {}
        self.drops = 0

    def draft(self, campaign_id):
        content = self._workspace.content(campaign_id)
        return draft_of(content.campaign, content.message)

    def keep_draft(self, campaign_id, draft, *, revision):
        self.kept = KeptDraft(draft=draft, revision=revision, at=datetime.now(tz=UTC))

    def kept_draft(self, campaign_id):
        if self.kept is None:
            return None
        stored = self.draft(campaign_id)
        return None if filled(self.kept.draft, stored) == stored else self.kept

    def drop_draft(self, campaign_id):
        self.kept = None
        self.drops += 1

    def layouts(self, campaign_id):
        names = ("notice", "announcement", "newsletter")
        return tuple(LayoutLine(name=n, title=n.title(), description="") for n in names)

    def default_headers(self, campaign_id):
        return (("Auto-Submitted", "auto-generated"),)

    def settings_findings(self, campaign_id, draft):
        return ()

    def derived_text(self, campaign_id, draft=None):
        return (draft or self.draft(campaign_id)).body

    def older_text(self, campaign_id):
        return None

    def files(self, campaign_id):
        return tuple(
            FileLine(
                path=path,
                name=path.removeprefix("files/"),
                size_bytes=len(content),
                content_type="image/png",
                is_image=True,
                is_shown=False,
                is_attached=False,
                may_be_attached=False,
            )
            for path, content in self.added.items()
        )

    def add_file(self, campaign_id, name, content, *, by):
        path = f"files/{name}"
        self.added[path] = content
        return path

    def remove_file(self, campaign_id, path, *, by):
        del self.added[path]

    def brand(self):
        return Brand(), None

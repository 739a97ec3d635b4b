"""What the Write page does besides its text: drafts, files, layouts, brand, what a crash leaves."""

from __future__ import annotations

import os
import pickle
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from composer.errors import Blocked, Closed, FileRefused, UsageError
from composer.findings import Finding
from composer.model.campaign import AttachmentSettings
from composer.model.identifiers import CampaignId
from composer.model.message import Brand, MessageFile
from composer.model.overview import MessageDraft
from composer.model.person import Person
from composer.rendering.pool import WorkerPool
from composer.stages.content import load_content
from composer.stages.recovery import FOLDER
from composer.stages.text_findings import TextReader
from composer.store.workspace_folder import open_workspace
from composer.workspace import Workspace
from tests.flow.command_line import CommandLine
from tests.flow.conftest import FEW, Practice, make_practice

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
COLUMN = "contracts"
BRAND = Brand(
    name="Example Exchange",
    colour="#0b57d0",
    address="Example Exchange\nRing 1\n1010 Vienna",
    website="https://exchange.example",
)
FRAME = (
    b"<!DOCTYPE html><html><head><title>{{ subject }}</title></head><body>{{ body }}</body></html>"
)


class Desk:
    """One open campaign and its author."""

    def __init__(self, workspace: Workspace, campaign: CampaignId, author: Person) -> None:
        self.workspace = workspace
        self.authoring = workspace.authoring
        self.campaign = campaign
        self.author = author

    @property
    def draft(self) -> MessageDraft:
        return self.authoring.draft(self.campaign)

    def save(self, **changes: object) -> tuple[str, ...]:
        """Change the draft and save it; give the codes of what was found."""
        draft = replace(self.draft, **changes)  # type: ignore[arg-type]
        found = self.workspace.save_message(self.campaign, draft, by=self.author)
        return tuple(item.code for item in found)

    def add(self, name: str, content: bytes = PIXEL) -> str:
        return self.authoring.add_file(self.campaign, name, content, by=self.author)

    def remove(self, path: str) -> None:
        self.authoring.remove_file(self.campaign, path, by=self.author)

    def line(self, path: str):  # type: ignore[no-untyped-def]
        return next(item for item in self.authoring.files(self.campaign) if item.path == path)

    @property
    def revision(self) -> int:
        return self.workspace.content(self.campaign).revision


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The workspace that every test has a copy of: making it takes 20 times as long as copying."""
    return make_practice(tmp_path_factory.mktemp("pattern"), people=FEW)


@pytest.fixture
def small(pattern: Practice, tmp_path: Path) -> Practice:
    path = tmp_path / "workspace"
    shutil.copytree(pattern.run.workspace, path)
    folder = open_workspace(path)
    folder.adopt()
    folder.database.close()
    return replace(pattern, run=CommandLine(path), mailbox=path / "mailbox")


@pytest.fixture
def desk(small: Practice) -> Iterator[Desk]:
    with small.here() as workspace:
        yield Desk(workspace, CampaignId(small.campaign), workspace.resolve_person(small.author))


# --- the draft ----------------------------------------------------------------------------------


def test_a_draft_says_all_that_is_stored(desk: Desk) -> None:
    content = desk.workspace.content(desk.campaign)
    draft = desk.draft
    assert draft.body == content.message.body
    assert draft.layout == "notice"
    assert draft.sender == "Example Exchange <notices@seed.test>"
    assert (draft.html, draft.text_override, draft.unsubscribe) == ("", "", "")
    assert None not in (draft.headers, draft.attachments, draft.reply_to)


def test_saving_what_is_stored_makes_no_revision(desk: Desk) -> None:
    before = desk.revision
    desk.save()
    assert desk.revision == before


def test_settings_are_saved_with_the_text_and_the_rest_of_the_file_stays(desk: Desk) -> None:
    before = desk.workspace.content(desk.campaign).settings_source
    desk.save(
        layout="announcement",
        sender="Desk <desk@seed.test>",
        unsubscribe="https://seed.test/out?t={{ token }}",
        headers=(("X-Campaign", "index"), ("List-Id", "")),
    )
    campaign = desk.workspace.content(desk.campaign).campaign
    assert (campaign.layout, campaign.sender.name) == ("announcement", "Desk")
    assert campaign.unsubscribe == "https://seed.test/out?t={{ token }}"
    assert campaign.headers == (("X-Campaign", "index"), ("List-Id", ""))
    after = desk.workspace.content(desk.campaign).settings_source
    assert before.partition("[audience]")[2] == after.partition("[audience]")[2]


def test_settings_that_cannot_be_read_stay_and_the_text_is_saved(desk: Desk) -> None:
    codes = desk.save(subject="New words", sender="Nobody at all")
    assert "folder.bad_mailbox" in codes or any("address" in code for code in codes), codes
    assert desk.draft.subject == "New words"
    assert desk.draft.sender == "Example Exchange <notices@seed.test>"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"sender": "Nobody at all"}, "from"),
        ({"sender": "Desk <{{ company }}>"}, "from"),
        ({"reply_to": "two@seed.test, three@seed.test"}, "reply_to"),
        ({"unsubscribe": "http://seed.test/out"}, "unsubscribe"),
        ({"headers": (("Bcc", "x"),)}, "headers.Bcc"),
        ({"headers": (("X-SMTPAPI", "{}"),)}, "headers.X-SMTPAPI"),
        ({"headers": (("X-A", "{{ nobody }}"),)}, "X-A"),
        ({"attachments": (AttachmentSettings(column="nobody"),)}, "attachments"),
    ],
)
def test_what_is_wrong_with_a_setting_is_told_before_it_is_saved(
    desk: Desk, change: dict[str, object], place: str
) -> None:
    draft = replace(desk.draft, **change)  # type: ignore[arg-type]
    found = desk.authoring.settings_findings(desk.campaign, draft)
    places = {str(item.place_of("key") or item.place_of("part")) for item in found if item.blocks}
    assert place in places, places


def test_a_good_draft_has_no_findings_in_its_settings(desk: Desk) -> None:
    draft = replace(
        desk.draft,
        sender="Desk <{{ manager_email }}>",
        reply_to="",
        unsubscribe="https://seed.test/out?t={{ token }}",
        headers=(("X-Campaign", "index"), ("Auto-Submitted", "")),
    )
    found = desk.authoring.settings_findings(desk.campaign, draft)
    assert [item.code for item in found if item.blocks] == []


def test_marketing_without_a_way_to_leave_is_told_at_once(
    edited: Callable[..., Path], small: Practice
) -> None:
    small.bring_back(edited("campaign.toml", 'purpose = "service"', 'purpose = "marketing"'))
    with small.here() as workspace:
        campaign = CampaignId(small.campaign)
        draft = workspace.authoring.draft(campaign)
        found = workspace.authoring.settings_findings(campaign, draft)
        assert "content.no_unsubscribe" in [item.code for item in found]
        link = replace(draft, unsubscribe="https://seed.test/out?t={{ token }}")
        found = workspace.authoring.settings_findings(campaign, link)
        assert "content.no_unsubscribe" not in [item.code for item in found]


def test_default_headers_are_told_whatever_the_campaign_says(desk: Desk) -> None:
    desk.save(headers=(("List-Id", ""),))
    names = [name for name, _value in desk.authoring.default_headers(desk.campaign)]
    assert names == ["List-Id", "Feedback-ID", "Auto-Submitted"]


# --- files --------------------------------------------------------------------------------------


def test_the_same_file_is_kept_once_and_another_gets_a_number(desk: Desk) -> None:
    first = desk.add("chart.png")
    assert (first, desk.add("chart.png")) == ("files/chart.png", "files/chart.png")
    assert desk.add("chart.png", PIXEL + b"\0") == "files/chart-2.png"
    assert desk.add("CHART.PNG", PIXEL + b"\0\0") == "files/CHART-3.png"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "files/passwd"),
        ("C:\\Users\\ana\\Q3 chart.PNG", "files/Q3-chart.png"),
        ("con.pdf", "files/file-con.pdf"),
        ("a<b>|c?.pdf", "files/a-b-c.pdf"),
        ("....", "files/file"),
        ("report.pd\u200bf", "files/report.pdf"),
        ("report.pdf ", "files/report"),
        ("Jahresübersicht.pdf", "files/Jahresübersicht.pdf"),
        ("x" * 300 + ".pdf", "files/" + "x" * 100 + ".pdf"),
    ],
)
def test_a_file_gets_a_name_that_every_system_takes(desk: Desk, given: str, kept: str) -> None:
    assert desk.add(given) == kept


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "file.empty"), (b"x" * (32 * 1024 * 1024 + 1), "file.too_large")]
)
def test_an_empty_or_huge_file_is_not_taken(desk: Desk, content: bytes, code: str) -> None:
    before = desk.revision
    with pytest.raises(Blocked) as refused:
        desk.add("x.pdf", content)
    assert refused.value.findings[0].code == code
    assert desk.revision == before


def test_a_file_that_nothing_uses_can_be_taken_out(desk: Desk) -> None:
    path = desk.add("chart.png")
    assert not desk.line(path).used
    desk.remove(path)
    assert path not in {item.path for item in desk.authoring.files(desk.campaign)}
    with pytest.raises(UsageError):
        desk.remove(path)


@pytest.mark.parametrize(
    "written", ["![A chart](files/chart.png)", "![A chart](chart.png)", "![A](files/%63hart.png)"]
)
def test_a_picture_in_the_text_stays(desk: Desk, written: str) -> None:
    path = desk.add("chart.png")
    desk.save(body=f"{desk.draft.body}\n\n{written}\n")
    assert desk.line(path).is_shown
    with pytest.raises(Blocked) as refused:
        desk.remove(path)
    assert refused.value.findings[0].code == "file.in_use"


def test_a_name_inside_another_name_is_no_use(desk: Desk) -> None:
    path = desk.add("art.png")
    desk.add("chart.png", PIXEL + b"\0")
    desk.save(body="![A chart](files/chart.png)\n")
    assert not desk.line(path).is_shown


def test_a_picture_that_only_a_translation_shows_stays(desk: Desk) -> None:
    path = desk.add("chart-de.png")
    desk.add("chart.png", PIXEL + b"\0")
    desk.save(body="See ![A chart](files/chart.png) here.\n")
    units = desk.workspace.units(desk.campaign, "de")
    source = next(unit.source for unit in units if "chart.png" in unit.source)
    desk.workspace.save_translation(
        desk.campaign,
        locale="de",
        source=source,
        target=source.replace("chart.png", "chart-de.png"),
        reviewed=True,
        by=desk.author,
    )
    assert desk.line(path).is_shown


def test_an_attachment_reaches_everybody_until_it_is_taken_off(desk: Desk) -> None:
    path = desk.add("Terms.pdf", b"%PDF-1.4 terms")
    desk.save(attachments=(AttachmentSettings(path=path),))
    assert desk.line(path).is_attached
    preview = desk.workspace.preview(desk.campaign, None)
    assert [item.name for item in preview.rendered.attachments if not item.content_id] == [
        "Terms.pdf"
    ]
    desk.save(attachments=())
    desk.remove(path)


def test_a_column_names_files_and_says_which_are_missing(desk: Desk) -> None:
    rows = desk.workspace.audience_page(desk.campaign, offset=0, limit=100).rows
    value = dict(rows[0].fields)["account"]
    path = desk.add(value, b"for one")
    other = desk.add("unused.pdf", b"for nobody")
    files = desk.authoring.column_files(desk.campaign, "account")
    assert (files.rows, files.empty, files.rows_missing) == (len(rows), 0, len(rows) - 1)
    assert files.named == {path}
    desk.save(attachments=(AttachmentSettings(column="account"),))
    assert desk.line(path).may_be_attached
    assert not desk.line(other).used


# --- layouts ------------------------------------------------------------------------------------


def add_layout(desk: Desk, name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    added = desk.authoring.add_layout(desk.campaign, name, content, by=desk.author)
    return added.name, tuple(item.code for item in added.findings)


def test_the_programs_layouts_are_listed_with_their_words(desk: Desk) -> None:
    lines = desk.authoring.layouts(desk.campaign)
    assert {"notice", "announcement", "incident"} <= {line.name for line in lines}
    assert not any(line.own for line in lines)
    assert all(line.title for line in lines)


def test_a_layout_of_ones_own_is_taken_listed_and_used(desk: Desk) -> None:
    assert add_layout(desk, "Our Frame.html", FRAME) == ("our-frame.html", ())
    assert [line.name for line in desk.authoring.layouts(desk.campaign) if line.own] == [
        "our-frame.html"
    ]
    desk.save(layout="our-frame.html")
    assert "<title>" in desk.workspace.preview(desk.campaign, None).rendered.html


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("frame.docx", FRAME, "layout.bad_kind"),
        ("frame.html", b" \n", "file.empty"),
        ("frame.html", b"<html><body>no place for it</body></html>", "template.no_body"),
        ("frame.html", b"{{ body }}{% if", "template.syntax"),
        ("frame.html", b"{{ body }}{{ nobody }}", "template.unknown_field"),
        ("frame.html", b"{{ body }}{{ ''.__class__.__mro__ }}", "template.forbidden"),
        ("frame.html", b"{{ body }}{% include '/etc/passwd' %}", "template.forbidden"),
        ("frame.html", b"{{ body }}\xff\xfe", "folder.not_utf8"),
        ("frame.html", b"x" * (2 * 1024 * 1024 + 1), "file.too_large"),
    ],
)
def test_a_broken_or_hostile_layout_is_told_and_not_taken(
    desk: Desk, name: str, content: bytes, code: str
) -> None:
    before = desk.revision
    taken, codes = add_layout(desk, name, content)
    assert (taken, code in codes) == ("", True), codes
    assert desk.revision == before


MJML = b"""<mjml><mj-body><mj-section><mj-column>
<mj-text>{{ body }}</mj-text><mj-text>{{ brand_address }}</mj-text>
</mj-column></mj-section></mj-body></mjml>"""


def test_a_layout_of_ones_own_in_mjml_is_taken_and_used(desk: Desk) -> None:
    taken, codes = add_layout(desk, "Frame.mjml", MJML)
    assert (taken, codes) == ("frame.mjml", ())
    desk.save(layout="frame.mjml")
    html = desk.workspace.preview(desk.campaign, None).rendered.html
    assert "<mj-" not in html
    assert "<table" in html


def test_what_reaches_out_or_runs_in_a_layout_never_gets_into_a_message(desk: Desk) -> None:
    hostile = FRAME.replace(
        b"{{ body }}",
        b"{{ body }}<script>alert(1)</script><img src='https://evil.example/a.png' onerror='x()'>"
        b"<iframe src='https://evil.example'></iframe><link rel=preconnect href='//evil.example'>",
    )
    taken, codes = add_layout(desk, "hostile.html", hostile)
    if not taken:
        assert codes
        return
    assert codes, "what was taken out is told"
    desk.save(layout=taken)
    html = desk.workspace.preview(desk.campaign, None).rendered.html
    for part in ("<script", "onerror", "<iframe", "preconnect"):
        assert part not in html


def test_a_layout_is_judged_without_the_faults_of_the_text(desk: Desk) -> None:
    desk.save(body="{{ nobody }} {% if")
    assert add_layout(desk, "frame.html", FRAME) == ("frame.html", ())


def test_a_layout_never_takes_the_place_of_a_body(desk: Desk) -> None:
    assert add_layout(desk, "message.html", FRAME)[0] == "layout-message.html"


# --- the plain text -----------------------------------------------------------------------------


def test_the_derived_plain_text_can_be_gone_on_from_by_hand(desk: Desk) -> None:
    before = desk.workspace.preview(desk.campaign, None).rendered.text
    derived = desk.authoring.derived_text(desk.campaign)
    assert "{{" in derived
    desk.save(text_override=derived)
    after = desk.workspace.preview(desk.campaign, None).rendered.text
    assert words_of(after) == words_of(before)


def words_of(text: str) -> list[str]:
    """The words without the rules of tables, which are as long as what stands in the column."""
    return [word for word in text.split() if set(word) != {"-"}]


def test_plain_text_is_derived_from_what_is_typed_and_not_saved(desk: Desk) -> None:
    draft = replace(desk.draft, body="Only {{ first_name }} here.\n", text_override="by hand")
    assert "Only {{ first_name }} here." in desk.authoring.derived_text(desk.campaign, draft)


def is_older(desk: Desk) -> bool:
    return desk.workspace.content(desk.campaign).text_is_older


def test_plain_text_by_hand_is_older_once_the_text_changes_and_not_after_undoing(
    desk: Desk,
) -> None:
    body = desk.draft.body
    desk.save(text_override="By hand.\n")
    assert not is_older(desk)
    desk.save(subject="Another subject")
    assert not is_older(desk)
    desk.save(body=body + "\nOne more line.\n")
    assert is_older(desk)
    found = desk.authoring.older_text(desk.campaign)
    assert found is not None
    assert (found.then, found.now) == (body, body + "\nOne more line.\n")
    desk.save(body=body)
    assert not is_older(desk)
    assert desk.authoring.older_text(desk.campaign) is None


def test_plain_text_that_still_fits_is_asked_about_again_only_after_another_change(
    desk: Desk,
) -> None:
    body = desk.draft.body
    desk.save(text_override="By hand.\n")
    desk.save(body=body + "\nOne more line.\n")
    before = desk.revision
    desk.authoring.say_text_still_fits(desk.campaign, by=desk.author)
    assert not is_older(desk)
    assert desk.revision == before
    desk.save(body=body + "\nAnd another.\n")
    assert is_older(desk)
    desk.save(body=body + "\nOne more line.\n")
    assert not is_older(desk)


def test_derived_plain_text_needs_nobody_to_say_that_it_fits(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.authoring.say_text_still_fits(desk.campaign, by=desk.author)


# --- the brand ----------------------------------------------------------------------------------


def save_brand(
    desk: Desk, brand: Brand = BRAND, logo: tuple[str, bytes] | None = ("Logo.PNG", PIXEL)
) -> tuple[CampaignId, ...]:
    return desk.authoring.save_brand(brand, logo=logo, by=desk.author)


def test_a_brand_is_kept_and_put_into_a_campaign_that_may_change(desk: Desk) -> None:
    assert desk.authoring.brand() == (Brand(), None)
    assert desk.authoring.brand_reach().changing == 1
    assert save_brand(desk) == (desk.campaign,)
    brand, logo = desk.authoring.brand()
    assert (brand, logo) == (replace(BRAND, logo="files/brand-logo.png"), PIXEL)
    assert desk.workspace.content(desk.campaign).message.brand == brand
    assert save_brand(desk) == ()


def test_another_logo_takes_the_former_ones_place(desk: Desk) -> None:
    save_brand(desk)
    save_brand(desk, logo=("logo.jpg", PIXEL))
    paths = {item.path for item in desk.workspace.content(desk.campaign).message.files}
    assert "files/brand-logo.jpg" in paths
    assert "files/brand-logo.png" not in paths
    save_brand(desk, logo=None)
    assert desk.authoring.brand() == (BRAND, None)
    assert desk.workspace.content(desk.campaign).message.brand == BRAND


def test_the_logo_cannot_be_taken_out_while_the_brand_has_it(desk: Desk) -> None:
    save_brand(desk)
    with pytest.raises(Blocked):
        desk.remove("files/brand-logo.png")


def test_a_frozen_campaign_keeps_the_brand_that_was_signed(small: Practice, tmp_path: Path) -> None:
    small.seal()
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        reach = workspace.authoring.brand_reach()
        assert (reach.changing, reach.keeping) == (0, 1)
        proof = workspace.status(CampaignId(small.campaign)).proof
        signed = workspace.content(CampaignId(small.campaign)).message.brand
        assert workspace.authoring.save_brand(BRAND, logo=None, by=author) == ()
        assert workspace.content(CampaignId(small.campaign)).message.brand == signed != BRAND
        assert workspace.status(CampaignId(small.campaign)).proof == proof
        workspace.unseal(CampaignId(small.campaign), by=author)
        assert workspace.authoring.save_brand(BRAND, logo=None, by=author) == (small.campaign,)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"colour": "blue"}, "brand.bad_colour"),
        ({"colour": "#ffff00"}, "brand.pale_colour"),
        ({"website": "http://exchange.example"}, "folder.insecure_url"),
        ({"name": "x" * 121}, "folder.too_long"),
        ({"address": "Ring 1\u202e"}, "folder.control_character"),
    ],
)
def test_what_is_wrong_with_a_brand_is_told_and_only_a_pale_colour_is_saved(
    desk: Desk, change: dict[str, str], code: str
) -> None:
    brand = replace(BRAND, **change)
    assert [item.code for item in desk.authoring.brand_findings(brand)] == [code]
    if code == "brand.pale_colour":
        assert save_brand(desk, brand) == (desk.campaign,)
        return
    with pytest.raises(Blocked):
        save_brand(desk, brand)
    assert desk.authoring.brand() == (Brand(), None)


def test_when_one_campaign_cannot_take_a_brand_all_stay_as_they_were_and_so_does_the_brand(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "second"
    desk.workspace.export_folder(desk.campaign, folder)
    settings = folder / "campaign.toml"
    settings.write_bytes(settings.read_bytes().replace(b"id = ", b"# id = ", 1))
    other = desk.workspace.import_folder(folder, by=desk.author).id
    assert other
    save_brand(desk)
    before = [desk.workspace.content(CampaignId(name)) for name in (desk.campaign, other)]
    kept = desk.authoring.brand()
    with desk.workspace._desk.folder.database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON revision WHEN NEW.campaign_id = "
            f"'{other}' BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(IntegrityError):
        save_brand(desk, replace(BRAND, name="Another name"), ("logo.png", PIXEL + b"x"))
    assert [desk.workspace.content(CampaignId(name)) for name in (desk.campaign, other)] == before
    assert desk.authoring.brand() == kept


def test_the_first_brand_that_no_campaign_takes_is_not_kept(desk: Desk) -> None:
    with desk.workspace._desk.folder.database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON revision BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(IntegrityError):
        save_brand(desk)
    assert desk.authoring.brand() == (Brand(), None)


def test_a_brand_is_on_the_disk_before_it_takes_its_place(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append("folder" if is_folder else "content")
        sync(descriptor)

    def renamed(path: Path, target: Path) -> Path:
        steps.append(f"replace {Path(target).name}")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    save_brand(desk)
    at = steps.index("replace brand.toml")
    assert steps[at - 1 : at + 2] == ["content", "replace brand.toml", "folder"]
    assert steps[at - 4 : at - 1] == ["content", "replace brand-logo.png", "folder"]


def test_a_logo_that_mail_programs_do_not_show_is_refused(desk: Desk) -> None:
    with pytest.raises(Blocked) as refused:
        save_brand(desk, logo=("logo.svg", b"<svg/>"))
    assert refused.value.findings[0].code == "brand.bad_logo"


def test_a_brand_can_be_seen_before_it_is_saved(desk: Desk) -> None:
    rendered = desk.authoring.show_brand(BRAND, logo=("logo.png", PIXEL))
    assert "Ring 1" in rendered.html
    assert "#0b57d0" in rendered.html.lower()
    assert [item.content for item in rendered.attachments] == [PIXEL]
    assert desk.authoring.brand() == (Brand(), None)


# --- what a crash leaves ------------------------------------------------------------------------


def test_a_kept_draft_is_offered_until_it_is_saved(desk: Desk) -> None:
    draft = replace(
        desk.draft,
        subject="Typed before the crash",
        headers=(("X-A", "b"),),
        attachments=(AttachmentSettings(path="files/terms.pdf"),),
    )
    assert desk.authoring.kept_draft(desk.campaign) is None
    desk.authoring.keep_draft(desk.campaign, draft, revision=desk.revision)
    kept = desk.authoring.kept_draft(desk.campaign)
    assert kept is not None
    assert (kept.draft, kept.revision) == (draft, desk.revision)
    desk.save(subject="Typed before the crash")
    assert desk.authoring.kept_draft(desk.campaign) is None


def test_a_draft_that_says_what_is_stored_is_not_offered(desk: Desk) -> None:
    stored = desk.draft
    for draft in (
        stored,
        MessageDraft(subject=stored.subject, preheader=stored.preheader, body=stored.body),
    ):
        desk.authoring.keep_draft(desk.campaign, draft, revision=desk.revision)
        assert desk.authoring.kept_draft(desk.campaign) is None


def test_a_draft_that_nobody_wants_is_forgotten(desk: Desk) -> None:
    desk.authoring.keep_draft(desk.campaign, replace(desk.draft, body="x"), revision=1)
    desk.authoring.drop_draft(desk.campaign)
    desk.authoring.drop_draft(desk.campaign)
    assert desk.authoring.kept_draft(desk.campaign) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b'{"draft": {"subject": "x"}, "revision": 1, "at": "2026-01-01T00:00:00+00:00"}',
        b'{"draft": {"subject": 1, "preheader": "", "body": ""}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"other": "x"}, "revision": 1, "at": "2026-01-01T00:00:00+00:00"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "attachments": [{}]}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "headers": [["a"]]}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "headers": [1]}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "headers": "x"}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": null, "preheader": "", "body": ""}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "x"}, "revision": 1, "at": "yesterday"}',
    ],
)
def test_a_damaged_draft_is_not_offered_and_stays_on_the_disk(desk: Desk, content: bytes) -> None:
    desk.authoring.keep_draft(desk.campaign, replace(desk.draft, body="x"), revision=1)
    path = desk.workspace.path / FOLDER / f"{desk.campaign}.json"
    path.write_bytes(content)
    assert desk.authoring.kept_draft(desk.campaign) is None
    assert path.read_bytes() == content


def test_a_draft_of_a_message_with_letters_of_every_kind_comes_back(desk: Desk) -> None:
    draft = replace(desk.draft, body="مرحبا 👋 \u2028 {{ x }}", subject="🎉\ttab")
    desk.authoring.keep_draft(desk.campaign, draft, revision=3)
    kept = desk.authoring.kept_draft(desk.campaign)
    assert kept is not None
    assert kept.draft == draft


def test_one_setting_that_cannot_be_read_keeps_no_other_from_being_saved(desk: Desk) -> None:
    found = desk.workspace.save_message(
        desk.campaign,
        replace(
            desk.draft,
            sender="Other Name <notices@seed.test>",
            headers=(("TeamX-Campaign", "spring"),),
        ),
        by=desk.author,
    )
    assert [item.code for item in found if item.blocks] == ["folder.header_not_allowed"]
    assert desk.draft.sender == "Other Name <notices@seed.test>"
    assert dict(desk.draft.headers or ()) != {"TeamX-Campaign": "spring"}
    kept = desk.authoring.kept_draft(desk.campaign)
    assert kept is not None
    assert kept.draft.headers == (("TeamX-Campaign", "spring"),)


def test_whoever_asks_a_closed_workspace_is_told_that_and_starts_no_worker(
    small: Practice,
) -> None:
    with small.here() as workspace:
        campaign = CampaignId(small.campaign)
        draft = workspace.authoring.draft(campaign)
    with pytest.raises(Closed):
        workspace.preview(campaign, None)
    with pytest.raises(Closed):
        workspace.template_findings(campaign, replace(draft, body="Other words."))


def test_endless_templates_are_told_within_two_seconds_even_one_after_another(desk: Desk) -> None:
    preview = desk.workspace.preview
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    preview(desk.campaign, None)
    for number in range(2):
        draft = replace(desk.draft, body=f"Hello {number} {endless}")
        begun = time.monotonic()
        with pytest.raises(Blocked) as refused:
            preview(desk.campaign, None, draft=draft)
        assert time.monotonic() - begun < 2
        assert [item.code for item in refused.value.findings] == ["render.time"]
    assert preview(desk.campaign, None).rendered.text


# --- what is wrong with the text, while it is typed ---------------------------------------------


def long_text(size: int = 64 * 1024) -> str:
    paragraph = (
        'Dear {{ first_name or "customer" }}, what changes is [written here]'
        "(https://seed.test/news/{{ token }}) for everybody who reads **it** in time.\n\n"
    )
    return paragraph * (size // len(paragraph))


def test_mistakes_in_a_long_text_are_told_at_once_beside_what_is_known_of_its_languages(
    desk: Desk,
) -> None:
    body = long_text() + "TODO: the date.\n"
    assert "content.placeholder" in desk.save(body=body)
    find = desk.workspace.template_findings
    taken = []
    for number in range(3):
        draft = replace(desk.draft, body=f"{body}\n{number} {{{{ frist_name }}}}\n")
        begun = time.monotonic()
        found = find(desk.campaign, draft)
        taken.append(time.monotonic() - begun)
        line = next(item.place_of("line") for item in found if item.code.endswith("unknown_field"))
        assert line == draft.body.count("\n")
        assert "content.placeholder" in [item.code for item in found]
    whole = time.monotonic()
    desk.save(body=f"{body}\nAnother end.\n")
    assert min(taken) < (time.monotonic() - whole) / 2


def test_what_attached_files_hold_is_not_read_again_while_somebody_types(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tuple(
        MessageFile(path=f"files/{number}.pdf", content=bytes(5_000_000)) for number in range(2)
    )
    context = load_content(desk.workspace._desk, desk.campaign).context(desk.draft)
    sent: list[bytes] = []
    reader = TextReader(desk.workspace._desk)
    run = WorkerPool.run

    def watched(pool, job, item, **kwargs):  # type: ignore[no-untyped-def]
        sent.append(pickle.dumps(item))
        return run(pool, job, item, **kwargs)

    monkeypatch.setattr(WorkerPool, "run", watched)
    message = replace(context.message, body="{{ frist_name }}", files=files)
    found = reader.findings(replace(context, message=message))
    reader.close()
    assert [item.code for item in found] == ["template.unknown_field"]
    assert sent
    assert max(map(len, sent)) < 200_000


# --- half a character, which no file can hold ---------------------------------------------------

HALF = "\ud83d"  # the first half of an emoji


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"subject": f"New{HALF}"}, ("part", "subject", 1)),
        ({"preheader": f"New{HALF}"}, ("part", "preheader", 1)),
        ({"body": f"One\n\nTwo {HALF}"}, ("part", "body", 3)),
        ({"html": f"<p>One\n{HALF}</p>"}, ("part", "html", 2)),
        ({"text_override": HALF}, ("part", "text", 1)),
        ({"sender": f"Desk{HALF} <desk@seed.test>"}, ("key", "from", None)),
        ({"reply_to": f"{HALF}@seed.test"}, ("key", "reply_to", None)),
        ({"unsubscribe": f"https://seed.test/{HALF}"}, ("key", "unsubscribe", None)),
        ({"layout": f"notice{HALF}"}, ("key", "layout", None)),
        ({"headers": (("X-Campaign", HALF),)}, ("key", "headers", None)),
        ({"headers": ((f"X-{HALF}", "a"),)}, ("key", "headers", None)),
        (
            {"attachments": (AttachmentSettings(path=f"files/{HALF}.pdf"),)},
            ("key", "attachments", None),
        ),
    ],
)
def test_half_a_character_is_refused_with_its_place_wherever_it_stands(
    desk: Desk, change: dict[str, object], place: tuple[str, str, int | None]
) -> None:
    before, revision = desk.draft, desk.revision
    draft = replace(before, **change)  # type: ignore[arg-type]
    kind, name, line = place

    def told(found: tuple[Finding, ...]) -> None:
        (item,) = [one for one in found if one.code.startswith("folder.half_character")]
        assert (item.place_of(kind), item.place_of("line")) == (name, line)
        assert item.blocks
        assert name in item.text
        assert item.advice

    for ask in (
        lambda: desk.workspace.preview(desk.campaign, None, draft=draft),
        lambda: desk.workspace.template_findings(desk.campaign, draft),
        lambda: desk.authoring.keep_draft(desk.campaign, draft, revision=revision),
    ):
        with pytest.raises(Blocked) as refused:
            ask()
        told(refused.value.findings)
    if kind == "key":
        told(desk.authoring.settings_findings(desk.campaign, draft))
        told(desk.workspace.save_message(desk.campaign, draft, by=desk.author))
    else:
        with pytest.raises(Blocked) as refused:
            desk.workspace.save_message(desk.campaign, draft, by=desk.author)
        told(refused.value.findings)
    assert (desk.draft, desk.revision) == (before, revision)
    assert desk.authoring.kept_draft(desk.campaign) is None


def test_half_a_character_in_one_setting_keeps_no_other_from_being_saved(desk: Desk) -> None:
    codes = desk.save(sender="Desk <desk@seed.test>", headers=(("X-Campaign", HALF),))
    assert "folder.half_character" in codes
    assert desk.draft.sender == "Desk <desk@seed.test>"


def test_half_a_character_in_a_brand_a_name_or_a_translation_is_refused(desk: Desk) -> None:
    brand = replace(BRAND, address=f"Ring 1\n{HALF}")
    assert [item.place_of("key") for item in desk.authoring.brand_findings(brand)] == ["address"]
    with pytest.raises(Blocked):
        save_brand(desk, brand)
    with pytest.raises(FileRefused) as refused:
        desk.workspace.rename(desk.campaign, f"Name{HALF}", by=desk.author)
    assert refused.value.findings[0].place_of("key") == "name"
    unit = desk.workspace.units(desk.campaign, "de")[0]
    with pytest.raises(Blocked) as blocked:
        desk.workspace.save_translation(
            desk.campaign,
            locale="de",
            source=unit.source,
            target=HALF,
            reviewed=True,
            by=desk.author,
        )
    assert blocked.value.findings[0].place_of("locale") == "de"


def test_a_file_whose_name_is_not_unicode_is_taken_in_under_one_that_is(desk: Desk) -> None:
    assert desk.add("caf\udce9.png") == "files/caf.png"


def test_what_is_wrong_with_the_content_is_told_with_its_file_and_line(desk: Desk) -> None:
    picture = desk.add("chart.png")
    lines = [
        "Dear reader,",
        "TODO: the date",
        "[plain](http://plain.seed.test/a) and [odd](ftp://odd.seed.test/b)",
        f"![]({picture.removeprefix('files/')})",
        "Ask somebody@seed.test.",
    ]
    body = "\n\n".join(lines)
    desk.save(body=body, subject="A subject that goes on " + "and on " * 20)
    found = desk.workspace.template_findings(desk.campaign)
    in_english = [item for item in found if item.place_of("locale") in (None, "en")]
    places = {
        item.code: (item.place_of("file"), item.place_of("part"), item.place_of("line"))
        for item in in_english
    }
    assert places["content.placeholder"] == ("message.md", "body", 3)
    assert places["content.http_link"] == ("message.md", "body", 5)
    assert places["content.bad_link"] == ("message.md", "body", 5)
    assert places["content.no_alt"] == ("message.md", "body", 7)
    assert places["content.long_subject"] == ("message.md", "subject", None)
    named = [item for item in in_english if item.code == "content.literal_address"]
    assert [item.place_of("line") for item in named if "somebody" in item.text] == [9]
    pictures = [dict(item.values)["image"] for item in found if item.code == "content.no_alt"]
    assert set(pictures) == {picture}

"""Images and attachments on the Write page: taken in, used, taken out."""

from __future__ import annotations

import pytest

from composer.errors import Blocked, UsageError
from composer.model.campaign import AttachmentSettings
from composer.model.translation import Translated
from tests.flow.authoring.desk import PIXEL, Desk


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
    translating = desk.workspace.translating
    units = translating.units(desk.campaign, "de")
    source = next(unit.source for unit in units if "chart.png" in unit.source)
    target = source.replace("chart.png", "chart-de.png")
    wanted = Translated(locale="de", source=source, target=target)
    translating.save(desk.campaign, wanted, by=desk.author)
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


def test_a_file_whose_name_is_not_unicode_is_taken_in_under_one_that_is(desk: Desk) -> None:
    assert desk.add("caf\udce9.png") == "files/caf.png"

"""The team's brand: saved for all campaigns that may change, or for none."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from composer.errors import Blocked
from composer.model.identifiers import CampaignId
from composer.model.message import Brand
from tests.flow.authoring.desk import BRAND, PIXEL, Desk, save_brand
from tests.flow.conftest import Practice


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

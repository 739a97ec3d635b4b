"""Half a character, which no file can hold, is refused with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.errors import Blocked, FileRefused
from composer.findings import Finding
from composer.model.campaign import AttachmentSettings
from composer.model.translation import Translated
from tests.flow.authoring.desk import BRAND, Desk, save_brand

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
    unit = desk.workspace.translating.units(desk.campaign, "de")[0]
    wanted = Translated(locale="de", source=unit.source, target=HALF)
    with pytest.raises(Blocked) as blocked:
        desk.workspace.translating.save(desk.campaign, wanted, by=desk.author)
    assert blocked.value.findings[0].place_of("locale") == "de"

"""A draft of a campaign: read, saved as far as it can be, and told what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from composer.model.campaign import AttachmentSettings
from composer.model.identifiers import CampaignId
from tests.flow.authoring.desk import Desk
from tests.flow.conftest import Practice


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

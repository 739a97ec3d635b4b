"""Asking reviewers by the campaign's own account: real Postfix, the practice mailbox, the log."""

from __future__ import annotations

import base64
import email
import json
from contextlib import closing
from pathlib import Path

import pytest

from composer.errors import Blocked, NotFound
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.states import RecipientState
from composer.signoff.age_files import decrypt_with
from composer.signoff.identities import private_key_for
from composer.workspace import Workspace
from tests.flow.conftest import DOMAIN, Practice, change_settings
from tests.flow.test_real_mail import smtp_folder
from tests.flow.test_whole_flow import to_addresses
from tests.servers.mailhost import MailHost

ANA, BEN, CHEN = f"ana@{DOMAIN}", f"ben@{DOMAIN}", f"chen@{DOMAIN}"
GONE = f"reject-550-dora@{DOMAIN}"
REVIEWER = frozenset({Role.REVIEWER})


def attached(message: bytes) -> tuple[str, bytes]:
    """Give the name and content of a message's only attached file."""
    (part,) = [
        part for part in email.message_from_bytes(message).walk() if part.get_filename() is not None
    ]
    return str(part.get_filename()), base64.b64decode(str(part.get_payload()))


def opens(workspace: Workspace, address: str, file: bytes) -> bool:
    """Tell whether a person's key opens a file."""
    key = private_key_for(workspace.resolve_person(address), workspace._desk.keychain)
    try:
        return bool(decrypt_with([key], file))
    except Exception:  # noqa: BLE001 - whatever keeps it shut
        return False


def test_each_reviewer_gets_one_message_and_a_refusal_is_told_in_the_servers_words(
    mailhost: MailHost, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailhost.empty()
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "correct horse")
    monkeypatch.setenv("COMPOSER_SECRET_SMTP_MAIN", mailhost.password)
    monkeypatch.setattr("tests.flow.test_real_mail.PEOPLE", 6)
    folder = smtp_folder(tmp_path / "campaign", mailhost)
    with closing(Workspace.create(tmp_path / "workspace")) as workspace:
        author = frozenset({Role.AUTHOR, Role.SENDER})
        ana = workspace.add_person(name="Ana", email=ANA, roles=author, by=None)
        for name, address in (("Ben", BEN), ("Chen", CHEN), ("Dora", GONE)):
            workspace.add_person(name=name, email=address, roles=REVIEWER, by=ana)
        for name in ("seed1", "seed2", "seed3"):
            workspace.add_seed(f"{name}@{DOMAIN}", by=ana)
        campaign = CampaignId(workspace.import_folder(folder, by=ana).id)
        proof, _count = workspace.seal(campaign, by=ana)

        outcomes = workspace.ask_by_mail(campaign, people=[BEN, CHEN, GONE], by=ana)

        assert [one.email for one in outcomes if one.is_taken] == [BEN, CHEN]
        refused = outcomes[2]
        assert refused.state is RecipientState.REFUSED
        assert refused.why == "550 5.1.1 <…>: Recipient address rejected: fixture: no such user"
        assert refused.why in refused.failed.text
        asked = workspace.asked(proof)
        assert {workspace.resolve_person(one).public_key for one in (BEN, CHEN)} == set(asked)
        assert workspace.mailed(proof)[refused.person].why == refused.why
        mailhost.wait_until_delivered()
        for address, other in ((BEN, CHEN), (CHEN, BEN)):
            (message,) = mailhost.wait_for_mail(address)
            assert to_addresses(message) == [address]
            assert b"Reply-To: Ana <" + ANA.encode() in message
            name, file = attached(message)
            assert name.endswith(".proof")
            assert opens(workspace, address, file)
            assert not opens(workspace, other, file)
        assert mailhost.count_delivered() == 2, "nobody else got anything"
        assert workspace.status(campaign).counts.accepted == 0
        assert workspace.status(campaign).seeds == ()


def test_a_request_is_in_the_language_that_asks_and_goes_to_reviewers_alone(
    released: Practice, tmp_path: Path
) -> None:
    campaign = CampaignId(released.campaign)
    released.run.environment["COMPOSER_LANGUAGE"] = "ar"
    answer = released.run("ask", campaign, "--for", released.reviewer, by=released.author)
    assert answer.record["asked"] == [{"person": released.reviewer, "state": "accepted", "why": ""}]
    (message,) = released.messages()
    assert to_addresses(message) == [released.reviewer]
    assert b"Content-Language: ar" in message

    folder = released.export(tmp_path / "out")
    change_settings(folder, 'kind = "practice"', 'kind = "eml"\ndirectory = "out"')
    with released.here() as workspace:
        said = [json.loads(entry.details) for entry in workspace._desk.audit.entries()]
        (line,) = [item["mailed"] for item in said if "mailed" in item]
        assert [state for _key, state, _why in line] == ["accepted"]

        ana = workspace.resolve_person(released.author)
        assert codes(workspace, campaign, [released.author], by=ana) == ["proof_file.nobody_asked"]
        with pytest.raises(NotFound, match="Nobody can be asked now"):
            workspace.ask_by_mail(campaign, by=ana)
        ben = workspace.resolve_person(released.reviewer)
        assert codes(workspace, campaign, [], by=ben) == ["people.role_needed"]
        workspace.unseal(campaign, by=ana)
        workspace.import_folder(folder, by=ana, campaign_id=campaign)
        assert codes(workspace, campaign, [], by=ana) == ["signoff.no_account"]
    assert released.message_count() == 1


def codes(
    workspace: Workspace, campaign: CampaignId, people: list[str], *, by: Person
) -> list[str]:
    """Give what keeps somebody from asking these people."""
    with pytest.raises(Blocked) as kept:
        workspace.ask_by_mail(campaign, people=people, by=by)
    return [item.code for item in kept.value.findings]

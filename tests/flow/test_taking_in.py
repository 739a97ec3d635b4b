"""What comes back from another computer is taken over whole, or refused in a sentence."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from composer.errors import Blocked, ComposerError, FileRefused
from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.signoff.approval_file import write_approval_file
from composer.signoff.approvals import comment_digest, sign_decision
from composer.signoff.identities import create_identity, private_key_for
from composer.signoff.statements import DecisionStatement, StatementKind
from tests.flow.conftest import export_changed

COMMENT = "Looks right to me."


class Answer:
    """Ben's good answer, and others that differ from it in one thing."""

    def __init__(self, workspace, practice):
        self.workspace, self.practice = workspace, practice
        self.desk = workspace._desk
        self.ana = workspace.resolve_person(practice.author)
        self.ben = workspace.resolve_person(practice.reviewer)
        proof = self.desk.proofs.latest(practice.campaign)
        summary = workspace.last_check(CampaignId(practice.campaign))
        now = self.desk.highest_now()
        self.good = DecisionStatement(
            kind=StatementKind.APPROVAL,
            proof=proof.digest,
            campaign=practice.campaign,
            workspace=workspace.id,
            person=self.ben.public_key,
            roster_version=1,
            shown=tuple((kind.recipient_id, kind.digest) for kind in summary.variants),
            comment_sha256=comment_digest(COMMENT),
            issued_at=now,
            expires_at=now + timedelta(hours=1),
        )

    def written(self, *, by=None, **changes):
        person = by or self.ben
        statement = dataclasses.replace(self.good, person=person.public_key, **changes)
        key = private_key_for(person, self.desk.keychain)
        return write_approval_file(sign_decision(statement, private_key=key), COMMENT)

    def refused(self, content):
        """The code of the refusal; nothing was taken over."""
        before = len(self.desk.statements.envelopes("approval", self.good.proof))
        with pytest.raises(ComposerError) as error:
            self.workspace.passing.import_approval(content, by=self.ana)
        assert len(self.desk.statements.envelopes("approval", self.good.proof)) == before
        assert isinstance(error.value, Blocked | FileRefused), error.value
        return [item.code for item in error.value.findings]


def test_whatever_is_wrong_with_an_answer_is_said_and_nothing_is_taken_over(released):
    with released.here() as workspace:
        answer = Answer(workspace, released)
        good, now = answer.good, answer.good.issued_at
        stranger = create_identity(
            answer.desk.keychain, name="Zoe", email="zoe@seed.test", roles=(Role.REVIEWER,)
        )
        refusals = {
            "approval_file.other_workspace": {"workspace": "f" * 32},
            "approval_file.other_campaign": {"campaign": "f" * 16},
            "approval_file.other_proof": {"proof": "f" * 64},
            "approval_file.not_in_roster": {"by": stranger},
            "approval_file.not_all_shown": {"shown": good.shown[1:]},
            "approval_file.expired": {
                "issued_at": now - timedelta(hours=2),
                "expires_at": now - timedelta(hours=1),
            },
            "approval_file.before_the_freeze": {"issued_at": now - timedelta(hours=1)},
            "approval_file.lasts_too_long": {"expires_at": now + timedelta(days=400)},
            "approval_file.from_the_future": {
                "issued_at": now + timedelta(days=1),
                "expires_at": now + timedelta(days=2),
            },
            "signoff.author": {"by": answer.ana},
        }
        for code, changes in refusals.items():
            assert code in answer.refused(answer.written(**changes)), code
        invented = (*good.shown, ("0" * 32, "0" * 64))
        assert answer.refused(answer.written(shown=invented)) == ["approval_file.not_all_shown"]
        assert answer.refused(b"PK\x03\x04") == ["approval_file.unreadable"]
        rejection = dataclasses.replace(good, kind=StatementKind.REJECTION)
        key = private_key_for(answer.ben, answer.desk.keychain)
        dressed = sign_decision(rejection, private_key=key).replace(b"rejection.v1", b"approval.v1")
        assert answer.refused(write_approval_file(dressed, COMMENT)) == ["approval_file.unreadable"]
        other_comment = write_approval_file(sign_decision(good, private_key=key), "Wait.")
        assert answer.refused(other_comment) == ["approval_file.other_comment"]


def test_a_good_answer_is_counted_once_and_its_comment_kept(released):
    with released.here() as workspace:
        answer = Answer(workspace, released)
        content = answer.written()
        taken = workspace.passing.import_approval(content, by=answer.ana)
        assert (taken.name, taken.decision, taken.comment) == ("Ben", "approval", COMMENT)
        assert taken.still_needed == 0
        assert answer.refused(content) == ["approval_file.known"]
        campaign = CampaignId(released.campaign)
        assert workspace.status(campaign).stage.value == "send"
        rejection = answer.written(kind=StatementKind.REJECTION)
        assert workspace.passing.import_approval(rejection, by=answer.ana).decision == "rejection"
        assert workspace.status(campaign).stage.value == "sign_off"


def test_an_answer_signed_with_a_revoked_key_is_refused(released):
    with released.here() as workspace:
        answer = Answer(workspace, released)
        content = answer.written()
        workspace.revoke_keys(released.reviewer, key=None, reason="Lost.", by=answer.ana)
        assert answer.refused(content) == ["approval_file.revoked_key"]


def test_what_was_signed_here_goes_out_as_a_file_with_its_comment(released, tmp_path):
    from composer.signoff.approval_file import read_approval_file

    with released.here() as workspace:
        ben, campaign = workspace.resolve_person(released.reviewer), CampaignId(released.campaign)
        workspace.reject(campaign, by=ben, comment="Ask ben@seed.test about line 3.")
        file = tmp_path / "answer.approval"
        assert workspace.passing.export_approval(campaign, file, by=ben) == "rejection"
        assert read_approval_file(file.read_bytes()).comment == "Ask ben@seed.test about line 3."
        ana = workspace.resolve_person(released.author)
        with pytest.raises(Blocked):
            workspace.passing.export_approval(campaign, file, by=ana)


def test_what_somebody_approved_before_keeps_its_tick_where_the_message_is_the_same(
    released, tmp_path
):
    folder = export_changed(
        released,
        tmp_path / "edited",
        "translations/ja.po",
        "お客さまのお手続き",
        "お客様のお手続き",
    )
    released.bring_back(folder)
    released.seal()
    with released.here() as workspace:
        ben, campaign = workspace.resolve_person(released.reviewer), CampaignId(released.campaign)
        kinds = workspace.review_material(campaign, by=ben)
    assert {kind.variant.locale for kind in kinds if not kind.approved_before} == {"ja"}
    assert any(kind.approved_before for kind in kinds)

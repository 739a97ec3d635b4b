"""Evidence of a team of one says that nobody else reviewed it, and stays valid."""

import dataclasses

import pytest

from composer.model.acts import AUTHORING
from composer.model.campaign import CampaignPolicy
from composer.model.policy import Rules
from composer.records.verify import verify_evidence
from tests.unit.proofs.sealed_example import example_inputs
from tests.unit.records.finished import RULES, Finished

REASON = "Nobody else works here in August"
ALONE = Rules(expires_hours=RULES.expires_hours, alone=REASON)


class Alone(Finished):
    """Ann is the only person of her team; `maker` is the key of whoever made the campaign."""

    maker = ""

    def _sign_lists(self):
        for name in ("Ben", "Chen"):
            del self.team.people[name]
        super()._sign_lists()

    def note(self, name, action, **details):
        ann = self.team.people["Ann"].public_key
        person = self.maker if self.maker and action in AUTHORING else ann
        return self.log.append(person=person, action=action, details=details)


class OnWhatOthersMade(Alone):
    """Somebody who has left since made it."""

    maker = "e" * 64


@pytest.fixture(autouse=True)
def _one_reviewer(monkeypatch):
    """A campaign that asks for two cannot be approved by one person."""
    two = example_inputs()
    own = dataclasses.replace(two.campaign, policy=CampaignPolicy(reviewers=1))
    one = dataclasses.replace(two, campaign=own)
    monkeypatch.setattr("tests.unit.records.finished.example_inputs", lambda: one)


@pytest.fixture
def alone(tmp_path):
    made = Alone(tmp_path, rules=ALONE)
    yield made
    made.close()


def test_whoever_checks_it_reads_that_nobody_else_reviewed_it_and_why(alone):
    alone.test()
    alone.say("Ann")
    alone.send()
    verified = verify_evidence(alone.write(alone.evidence()), owner=alone.team.owner_key)
    assert verified.valid
    (found,) = verified.findings
    assert (found.code, dict(found.values)["reason"]) == ("evidence.not_independent", REASON)
    assert found.text == f"Not independently reviewed: {REASON}"


def test_whoever_works_alone_on_what_others_made_has_reviewed_it(tmp_path):
    made = OnWhatOthersMade(tmp_path, rules=ALONE)
    made.test()
    made.say("Ann")
    made.send()
    verified = verify_evidence(made.write(made.evidence()), owner=made.team.owner_key)
    assert "evidence.not_independent" not in [one.code for one in verified.findings]
    made.close()


def test_a_team_with_reviewers_is_not_called_alone(finished):
    verified = verify_evidence(finished.write(finished.evidence()), owner=finished.team.owner_key)
    assert verified.findings == ()

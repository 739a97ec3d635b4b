"""Each rule of a sign-off: with it a release is refused that would be given without it."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from composer.model.policy import Approver, AudienceRule, Policy, Rules, TransportRule
from composer.proofs.evidence import Receipt, TestEvidence, Verdict
from composer.proofs.manifest import build_manifest
from composer.signoff.approvals import comment_digest, sign_decision
from composer.signoff.counting import Makers, asked_of
from composer.signoff.eligibility import find_rule_findings
from composer.signoff.policies import is_in_hours
from composer.signoff.release import (
    ReleaseInputs,
    build_release,
    counted_for,
    find_release_findings,
)
from composer.signoff.statements import DecisionStatement, StatementKind
from tests.unit.proofs.sealed_example import example_inputs

REASON = "There is nobody else in this office."


class Gate:
    """One campaign of the example under some rules, and what people say about it."""

    def __init__(self, team, now, workspace, rules, **campaign):
        inputs = example_inputs()
        own = dataclasses.replace(
            inputs.campaign.policy, reviewers=None, expires_hours=None, checks=None
        )
        self.policy = Policy(
            version=1, previous="", digest="9" * 64, **{f: getattr(rules, f) for f in FIELDS}
        )
        self.sealed = build_manifest(
            dataclasses.replace(
                inputs,
                policy=self.policy,
                campaign=dataclasses.replace(inputs.campaign, policy=own, **campaign),
            )
        )
        self.team, self.now, self.workspace = team, now, workspace
        self.roster = team.roster()
        self.authors = frozenset({team.people["Ann"].public_key})
        self.translators = frozenset()
        self.said = ()
        self.seeds = ("seed0@seeds.example", "seed1@seeds.example")

    def say(self, name, *, hours=0, shown=None):
        """Let somebody approve, so many hours ago."""
        at = self.now - timedelta(hours=hours)
        statement = DecisionStatement(
            kind=StatementKind.APPROVAL,
            proof=self.sealed.digest,
            campaign=self.sealed.campaign_id,
            workspace=self.workspace,
            person=self.team.people[name].public_key,
            roster_version=1,
            shown=self.sealed.variants if shown is None else shown,
            comment_sha256=comment_digest(""),
            issued_at=at,
            expires_at=at + timedelta(hours=1000),
        )
        self.said = (*self.said, sign_decision(statement, private_key=self.team.key(name)))
        return self

    def inputs(self):
        receipts = tuple(
            Receipt(
                seed=self.seeds[slot],
                slot=slot,
                variant_id=self.sealed.variants[slot % 2][0],
                verdict=Verdict.EQUAL,
            )
            for slot in range(len(self.seeds))
        )
        return ReleaseInputs(
            workspace=self.workspace,
            campaign_id=self.sealed.campaign_id,
            proof=self.sealed.digest,
            manifest=self.sealed.bytes,
            current=self.sealed,
            evidence=TestEvidence(proof=self.sealed.digest, receipts=receipts),
            decisions=self.said,
            roster=self.roster,
            policy=self.policy,
            authors=self.authors,
            translators=self.translators,
            now=self.now,
        )

    def codes(self):
        findings = find_release_findings(self.inputs())
        assert all(item.text and item.advice and item.blocks for item in findings)
        return [item.code for item in findings]


FIELDS = [field.name for field in dataclasses.fields(Rules)]


@pytest.fixture
def gate(team, now, workspace):
    def made(rules=None, **campaign):
        return Gate(team, now, workspace, rules or Rules(), **campaign)

    return made


def test_without_further_rules_one_reviewer_is_enough(gate):
    assert gate().say("Ben").codes() == []


def test_a_larger_audience_needs_more_reviewers(gate):
    rules = Rules(by_audience=(AudienceRule(people=2000, reviewers=2),))  # the example has 2,000
    assert gate(rules).say("Ben").codes() == ["send.not_approved"]
    assert gate(rules).say("Ben").say("Chen").codes() == []
    rules = Rules(by_audience=(AudienceRule(people=2001, reviewers=2),))
    assert gate(rules).say("Ben").codes() == []


def test_a_way_of_sending_needs_more_reviewers(gate):
    rules = Rules(by_transport=(TransportRule(kind="smtp", reviewers=2),))
    assert gate(rules).say("Ben").codes() == ["send.not_approved"]
    rules = Rules(by_transport=(TransportRule(kind="sendgrid", reviewers=2),))
    assert gate(rules).say("Ben").codes() == []


def test_only_those_whom_the_owner_names_may_approve(gate):
    rules = Rules(approvers=(Approver(email="Ben@Example.com"),))
    assert gate(rules).say("Chen").codes() == ["send.not_in_pool", "send.not_approved"]
    assert gate(rules).say("Ben").codes() == []


def test_a_deputy_counts_only_while_the_person_is_away(gate):
    here = Approver(email="ben@example.com", deputies=("dora@example.com",))
    away = dataclasses.replace(here, is_away=True)
    assert gate(Rules(approvers=(here,))).say("Dora").codes() == [
        "send.not_in_pool",
        "send.not_approved",
    ]
    assert gate(Rules(approvers=(away,))).say("Dora").codes() == []


def test_a_person_and_their_deputy_fill_one_place(gate):
    away = Approver(email="ben@example.com", deputies=("dora@example.com",), is_away=True)
    rules = Rules(reviewers=2, approvers=(away, Approver(email="chen@example.com")))
    assert gate(rules).say("Ben").say("Dora").codes() == ["send.not_approved"]
    assert gate(rules).say("Dora").say("Chen").codes() == []


def test_one_deputy_of_two_people_fills_one_place(gate):
    both = tuple(
        Approver(email=f"{name}@example.com", deputies=("dora@example.com",), is_away=True)
        for name in ("ben", "chen")
    )
    assert gate(Rules(reviewers=2, approvers=both)).say("Dora").codes() == ["send.not_approved"]


def test_only_a_named_deputy_stands_in(gate):
    away = Approver(email="ben@example.com", deputies=("dora@example.com",), is_away=True)
    found = gate(Rules(approvers=(away,))).say("Chen").codes()
    assert found == ["send.not_in_pool", "send.not_approved"]


def test_two_deputies_fill_two_places_also_where_one_could_fill_either(gate):
    rules = Rules(
        reviewers=2,
        approvers=(
            Approver(email="x@example.com", deputies=("dora@example.com",), is_away=True),
            Approver(
                email="y@example.com",
                deputies=("dora@example.com", "ben@example.com"),
                is_away=True,
            ),
        ),
    )
    assert gate(rules).say("Dora").say("Ben").codes() == []


def test_whoever_is_named_fills_their_own_place_before_a_deputy_does(gate):
    deputy = ("dora@example.com",)
    rules = Rules(
        reviewers=2,
        approvers=(
            Approver(email="ben@example.com", deputies=deputy, is_away=True),
            Approver(email="x@example.com", deputies=deputy, is_away=True),
        ),
    )
    assert gate(rules).say("Dora").say("Ben").codes() == []


def test_who_is_away_and_where_they_can_be_reached_changes_no_proof(gate):
    one = Approver(email="ben@example.com", deputies=("dora@example.com",))
    other = dataclasses.replace(
        one, is_away=True, phone="1", zone="Asia/Tokyo", begins="09:00", ends="17:00"
    )
    former, later = gate(Rules(approvers=(one,))), gate(Rules(approvers=(other,)))
    assert former.sealed.digest == later.sealed.digest
    less = dataclasses.replace(one, deputies=())
    assert gate(Rules(approvers=(less,))).sealed.digest != former.sealed.digest


def test_an_approval_waits_for_a_night(gate):
    rules = Rules(wait_hours=12)
    assert gate(rules).say("Ben", hours=11).codes() == ["send.waiting"]
    assert gate(rules).say("Ben", hours=12).codes() == []


def test_the_wait_begins_when_enough_people_had_approved(gate):
    rules = Rules(reviewers=2, wait_hours=12)
    assert gate(rules).say("Ben", hours=30).say("Chen", hours=1).codes() == ["send.waiting"]


def test_approving_again_does_not_begin_the_wait_anew(gate):
    rules = Rules(wait_hours=12)
    assert gate(rules).say("Ben", hours=13).say("Ben", hours=1).codes() == []


def test_the_first_approval_of_a_person_begins_it_in_whatever_order_they_came(gate):
    rules = Rules(wait_hours=12)
    assert gate(rules).say("Ben", hours=1).say("Ben", hours=13).codes() == []


def test_without_a_waiting_time_or_enough_approvals_there_is_no_end_of_it(gate):
    assert counted_for(gate().say("Ben").inputs()).waits_until is None
    assert counted_for(gate(Rules(wait_hours=12)).inputs()).waits_until is None


def test_of_two_approvals_of_a_person_the_longer_one_counts(gate, now):
    release = build_release(gate().say("Ben").say("Ben", hours=30).inputs())
    assert release.expires_at == now + timedelta(hours=72)
    release = build_release(gate().say("Ben", hours=30).say("Ben").inputs())
    assert release.expires_at == now + timedelta(hours=72)


def test_only_one_more_reviewer_shortens_the_wait(gate):
    rules = Rules(wait_hours=12)
    one_more = gate(rules).say("Ben", hours=1).say("Chen")
    assert one_more.codes() == []
    author = gate(rules).say("Ben", hours=1).say("Emil")
    assert author.codes() == ["send.waiting"]


def test_a_translator_may_approve_but_not_for_their_language(gate, team):
    dora = team.people["Dora"].public_key
    alone = gate().say("Dora")
    alone.translators = frozenset({("de", dora)})
    assert alone.codes() == ["send.not_all_shown"]
    together = gate(Rules(reviewers=2)).say("Dora").say("Ben")
    together.translators = frozenset({("de", dora)})
    assert together.codes() == []


def test_a_translator_who_reads_only_that_language_counts_for_nothing(gate, team):
    dora = team.people["Dora"]
    asked = gate(Rules(reviewers=2))
    asked.roster = dataclasses.replace(
        asked.roster,
        people=tuple(
            dataclasses.replace(person, locales=("de",)) if person.name == "Dora" else person
            for person in asked.roster.people
        ),
    )
    asked.translators = frozenset({("de", dora.public_key)})
    german = asked.sealed.variants[1:]
    assert asked.say("Ben").say("Dora", shown=german).codes() == ["send.not_approved"]
    asked.translators = frozenset()
    assert asked.codes() == []


def test_more_mailboxes_can_be_asked_for(gate):
    asked = gate(Rules(receipts=3)).say("Ben")
    assert asked.codes() == ["send.too_few_receipts"]
    asked.seeds = (*asked.seeds, "seed2@seeds.example")
    assert asked.codes() == []
    asked.seeds = (*asked.seeds[:2], "seed1+again@seeds.example")  # the same mailbox
    assert asked.codes() == ["send.too_few_receipts"]


def only(asked, *names):
    people = tuple(person for person in asked.roster.people if person.name in names)
    asked.roster = dataclasses.replace(asked.roster, people=people)
    return asked


def test_a_team_of_one_approves_its_own_and_says_so(gate):
    asked = only(gate(Rules(alone=REASON)).say("Ann"), "Ann")
    assert asked.codes() == []
    assert build_release(asked.inputs()).not_independent == REASON
    assert asked.sealed.text("policy", "alone") == REASON


def test_a_team_of_one_translates_too(gate, team):
    asked = only(gate(Rules(alone=REASON)).say("Ann"), "Ann")
    ann = team.people["Ann"].public_key
    asked.translators = frozenset((tag, ann) for tag in ("en", "de"))
    assert asked.codes() == []


def test_the_stricter_of_the_sealed_and_the_present_rule_is_asked_for(gate, team):
    strict = gate(Rules(wait_hours=12, receipts=4))
    loose = dataclasses.replace(strict.policy, wait_hours=0, receipts=2)
    asked = asked_of(strict.sealed, loose, strict.roster)
    assert (asked.wait, asked.receipts) == (timedelta(hours=12), 4)
    asked = asked_of(gate().sealed, strict.policy, strict.roster)
    assert (asked.wait, asked.receipts) == (timedelta(hours=12), 4)
    alone = only(gate(Rules(alone=REASON)), "Ann")
    assert asked_of(gate().sealed, alone.policy, alone.roster).alone == ""
    assert asked_of(alone.sealed, gate().policy, alone.roster).alone == ""


def test_a_proof_of_a_former_program_asks_for_what_the_present_rules_ask(gate):
    asked = gate()
    section = asked.sealed.section("policy")
    former = {key: section[key] for key in ("reviewers", "expires_hours")}
    content = {**asked.sealed.content, "policy": former}
    old = dataclasses.replace(asked.sealed, content=content)
    found = asked_of(old, asked.policy, asked.roster)
    assert (found.reviewers, found.wait, found.receipts, found.alone) == (1, timedelta(), 2, "")


def test_without_that_rule_nobody_approves_their_own(gate):
    assert only(gate().say("Ann"), "Ann").codes() == ["send.author_approved", "send.not_approved"]


def test_the_rule_for_one_person_ends_with_the_second(gate):
    asked = only(gate(Rules(alone=REASON)).say("Ann"), "Ann", "Ben")
    assert asked.codes() == ["send.author_approved", "send.not_approved"]


def test_an_independent_release_says_nothing_of_the_kind(gate):
    assert build_release(gate().say("Ben").inputs()).not_independent == ""


def eligible(asked, name, *, makers=None, tested=True):
    found = find_rule_findings(
        asked.team.people[name],
        asked=asked_of(asked.sealed, asked.policy, asked.roster),
        makers=makers or Makers(),
        tested=tested,
    )
    return [item.code for item in found]


def test_whoever_may_not_approve_is_told_before_they_look(gate, team):
    rules = Rules(approvers=(Approver(email="ben@example.com"),))
    assert eligible(gate(rules), "Chen") == ["signoff.not_in_pool"]
    assert eligible(gate(rules), "Ben") == []
    all_of_it = frozenset((tag, team.people["Dora"].public_key) for tag in ("en", "de"))
    assert eligible(gate(), "Dora", makers=Makers(translators=all_of_it)) == ["signoff.translator"]


def test_whoever_reads_another_language_or_wrote_it_is_no_translator_of_it(gate, team):
    dora = team.people["Dora"]
    both = frozenset((tag, dora.public_key) for tag in ("en", "de"))
    author = Makers(authors=frozenset({dora.public_key}), translators=both)
    assert eligible(gate(), "Dora", makers=author) == []  # told as an author, by approvals
    reads_french = dataclasses.replace(dora, locales=("fr",))
    asked = gate()
    of_proof = asked_of(asked.sealed, asked.policy, asked.roster)
    makers = Makers(translators=both)
    assert find_rule_findings(reads_french, asked=of_proof, makers=makers, tested=True) == []


def test_whoever_works_alone_approves_after_the_test(gate):
    asked = only(gate(Rules(alone=REASON)), "Ann")
    assert eligible(asked, "Ann", tested=False) == ["signoff.receipts_first"]
    assert eligible(asked, "Ann") == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 23, 8, tzinfo=UTC), True),  # a Monday, 09:00 in Berlin
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 16, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 12, tzinfo=UTC), False),  # a Sunday
        (datetime(2026, 7, 6, 7, tzinfo=UTC), True),  # summer time
    ],
)
def test_hours_are_those_of_the_person_s_zone(moment, expected):
    ben = Approver(email="b@example.com", zone="Europe/Berlin", begins="09:00", ends="17:00")
    assert is_in_hours(ben, moment) is expected
    assert is_in_hours(Approver(email="b@example.com"), moment) is None

"""The stand-in's side of sign-off: who is asked, what changed, and freezing in one go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from composer.model.asked import AskOutcome
from composer.model.changes import Area, Change, KindBeside, WhatChanged
from composer.model.frozen_and_tested import FrozenAndTested, Step
from composer.model.identifiers import Digest
from composer.model.signers import Signers
from composer.model.states import RecipientState


class SamplePassing:
    """Keeps for whom a file was written."""

    def __init__(self) -> None:
        self.exported: list[tuple[str, ...]] = []

    def export_proof(self, campaign_id, out, *, readers, by):
        self.exported.append(tuple(readers))
        out.write_bytes(b"proof")


class SampleSignOff:
    """A part of the stand-in; `changed_now` is what its status says changed."""

    changed_now: WhatChanged | None = None
    signers_now = Signers(people=(), have=0, needed=1)
    stop_at: Step | None = None

    def __init__(self) -> None:
        self.asked_at: dict[str, datetime] = {}
        self.mail_outcomes: dict[str, AskOutcome] = {}
        self.refuses_mail_to = ""
        self.changed_since_mine: WhatChanged | None = None
        self.passing = SamplePassing()

    def signers(self, campaign_id):
        return self.signers_now

    def asked(self, proof):
        return dict(self.asked_at)

    def record_asked(self, campaign_id, people, *, by):
        self.asked_at |= {person.public_key: datetime.now(tz=UTC) for person in people}

    def what_changed(self, campaign_id, *, since=None):
        return self.changed_since_mine

    def mailed(self, proof):
        return dict(self.mail_outcomes)

    def ask_in_own_process(self, campaign_id, *, people, by):
        for line in self.people():
            person, now = line.person, datetime.now(tz=UTC)
            if person.email not in people:
                continue
            refused = person.email == self.refuses_mail_to
            outcome = AskOutcome(
                person=person.public_key,
                name=person.name,
                email=person.email,
                state=RecipientState.REFUSED if refused else RecipientState.ACCEPTED,
                why="550 5.1.1 <…>: no such user" if refused else "",
                at=now,
            )
            self.mail_outcomes[person.public_key] = outcome
            self.asked_at |= {} if refused else {person.public_key: now}
        return tuple(one.failed for one in self.mail_outcomes.values() if not one.is_taken)

    def kinds_beside(self, campaign_id, *, since=None):
        return tuple(
            KindBeside(
                address=recipient.address,
                locale=recipient.locale,
                before=self.preview(campaign_id, recipient.address).rendered,
                after=self.preview(campaign_id, recipient.address).rendered,
                is_exact=True,
            )
            for recipient in self._recipients[:3]
        )

    def freeze_and_test(self, campaign_id, *, by, following):
        following.tell(Step.CHECK)
        self.check(campaign_id)
        proof, _messages = self.seal(campaign_id, by=by)
        if self.stop_at is not None:
            following.tell(self.stop_at)
            return FrozenAndTested(step=self.stop_at, proof=proof)
        following.tell(Step.TEST)
        test = self.run_test(campaign_id, by=by)
        return FrozenAndTested(step=Step.DONE, proof=proof, test=test)

    def lose_the_approval(self) -> None:
        """Put the subject and the pace changed after Ben's approval."""
        changes = (
            Change(
                area=Area.SUBJECT,
                text="The subject was “Index weights change” and is now “New index weights”.",
            ),
            Change(area=Area.PACE, text="The pace was 50 messages a second and is now 500."),
            Change(
                area=Area.MESSAGES,
                text="The finished messages are others than before.",
                follows=True,
            ),
        )
        self.changed_now = WhatChanged(
            proof=Digest("7" * 64),
            frozen_at=datetime.now(tz=UTC) - timedelta(days=1),
            changes=changes,
            signed_by=("Ben Okafor",),
            emails=("ben@example.com",),
            was_tested=True,
            void="Ben Okafor's approval no longer counts: the subject changed after it was given.",
        )

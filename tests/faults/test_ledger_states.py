"""The real record on a real disk, driven at random: it says what happened, whatever is cut off.

Beside it stands a model: each one's state, and what the server has. A crash puts the files back as
they were before anything was closed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from composer.errors import LedgerError
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import ALLOWED_MOVES, Kind, Move, Mover, PlannedRecipient
from composer.model.states import RecipientState as S
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead

CAMPAIGN = CampaignId("c1")
PEOPLE = tuple(RecipientId(f"{number:032x}") for number in range(6))
EXAMPLES, STEPS = 15, 15
EXAMPLES_IN_LONG, STEPS_IN_LONG = 1500, 40
LATE_S = 1e9


class Record(RuleBasedStateMachine):
    """The record, the model of it, and the server."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "sends" / "ledger.db"
        self.states: dict[RecipientId, S] = {}
        self.delivered: Counter[RecipientId] = Counter()
        self.is_held = False
        self.ledger = self.opened()

    def opened(self) -> SqliteLedger:
        outside = OutsideHead(self.folder / "state", workspace_id="w", campaign_id=CAMPAIGN)
        return SqliteLedger.open(self.path, campaign_id=CAMPAIGN, outside=outside)

    @initialize(batches=st.sampled_from([(6,), (2, 4), (1, 2)]))
    def plan(self, batches):
        audience = [
            PlannedRecipient(recipient_id=one, key_digest=f"{nth:064x}")
            for nth, one in enumerate(PEOPLE)
        ]
        self.ledger.plan("p1", audience, batches=batches)
        self.states = dict.fromkeys(PEOPLE, S.PLANNED)

    @rule(limit=st.integers(1, 4))
    def claim(self, limit):
        batch = self.ledger.current_batch()
        found = self.ledger.claim(Kind.AUDIENCE, group=batch, limits={0: limit}, now_s=LATE_S)
        assert len(found) <= limit
        assert not (found and self.is_held)
        for item in found:
            assert self.states[item.recipient_id] in {S.PLANNED, S.DEFERRED}
            self.states[item.recipient_id] = S.CLAIMED

    @rule(person=st.sampled_from(PEOPLE), to=st.sampled_from(S), by=st.sampled_from(Mover))
    def step(self, person, to, by):
        """Try any step at all; only what the table holds is made."""
        is_allowed = (by, self.states[person], to) in ALLOWED_MOVES
        if is_allowed and to in {S.ACCEPTED, S.PLANNED} and self.states[person] is S.UNKNOWN:
            to = S.ACCEPTED if self.delivered[person] else S.PLANNED  # by evidence, and rightly
        if is_allowed and self.states[person] is S.BRINK:
            return  # that is the server's to say
        try:
            self.ledger.apply([Move(recipient_id=person, to=to, by=by, not_before=1.0)])
        except LedgerError:
            assert not is_allowed
        else:
            assert is_allowed
            self.states[person] = to

    @precondition(lambda self: S.CLAIMED in self.states.values())
    @rule()
    def cross(self):
        """Commit that the end of somebody's message may go out."""
        one = next(item for item, state in self.states.items() if state is S.CLAIMED)
        self.ledger.apply([Move(recipient_id=one, to=S.BRINK)])
        self.states[one] = S.BRINK

    @precondition(lambda self: S.BRINK in self.states.values())
    @rule(arrives=st.booleans(), answer=st.sampled_from([S.ACCEPTED, S.DEFERRED, S.UNKNOWN]))
    def answer(self, arrives, answer):
        """The end goes out; the server takes it or not, and says so or nothing."""
        one = next(item for item, state in self.states.items() if state is S.BRINK)
        is_taken = answer is S.ACCEPTED or (answer is S.UNKNOWN and arrives)
        self.delivered[one] += is_taken
        self.ledger.apply([Move(recipient_id=one, to=answer, not_before=1.0)])
        self.states[one] = answer

    @precondition(lambda self: not self.is_held and S.PLANNED in self.states.values())
    @rule(
        arrives=st.booleans(),
        clean=st.booleans(),
        answer=st.sampled_from([None, S.ACCEPTED, S.DEFERRED, S.UNKNOWN]),
    )
    def hand_over(self, arrives, clean, answer):
        """Go the whole way with somebody, as a send does; without an answer the process dies."""
        self.claim(limit=1)
        if S.BRINK not in self.states.values():
            self.cross()
        if answer is None:
            self.crash(arrives=arrives, clean=clean)
        else:
            self.answer(arrives=arrives, answer=answer)

    @rule(arrives=st.booleans(), clean=st.booleans())
    def crash(self, arrives, clean):
        """Die: with the end of one at the brink on its way, or not."""
        at_brink = [one for one, state in self.states.items() if state is S.BRINK]
        if at_brink and arrives:
            self.delivered[at_brink[0]] += 1
        files = (
            {} if clean else {path: path.read_bytes() for path in self.path.parent.glob("*.db*")}
        )
        self.ledger.close()
        for path in self.path.parent.glob("*.db-*"):
            path.unlink()
        for path, content in files.items():
            if not path.name.endswith("-shm"):
                path.write_bytes(content)
        self.ledger = self.opened()
        fallen = {S.CLAIMED: S.PLANNED, S.BRINK: S.UNKNOWN}
        self.states = {one: fallen.get(state, state) for one, state in self.states.items()}

    @rule()
    def hold(self):
        self.ledger.set_hold("send.stopped", by="Ana")
        self.is_held = True

    @precondition(lambda self: self.is_held)
    @rule()
    def lift(self):
        self.ledger.lift_hold(by="Ana", reason="go on")
        self.is_held = False
        self.states = {
            one: S.PLANNED if state is S.HELD else state for one, state in self.states.items()
        }

    @invariant()
    def the_record_says_what_happened(self):
        if not self.states:
            return
        assert {one: self.ledger.state_of(one) for one in PEOPLE} == self.states
        shown = Counter(state.value for state in self.states.values())
        if self.is_held:
            shown["held"] += shown.pop("planned", 0) + shown.pop("deferred", 0)
        counts = self.ledger.counts()
        assert {state.value: getattr(counts, state.value) for state in S} == {
            state.value: shown[state.value] for state in S
        }
        assert counts.total == len(PEOPLE)

    @invariant()
    def nobody_twice_and_nobody_lost(self):
        for one, state in self.states.items():
            assert self.delivered[one] <= 1
            if state is S.ACCEPTED:
                assert self.delivered[one] == 1
            elif state is not S.UNKNOWN:
                assert not self.delivered[one]

    def teardown(self):
        assert self.ledger.find_chain_findings() == []
        self.ledger.close()
        shutil.rmtree(self.folder)


@pytest.mark.parametrize(
    ("examples", "steps"),
    [
        (EXAMPLES, STEPS),
        pytest.param(
            EXAMPLES_IN_LONG,
            STEPS_IN_LONG,
            marks=[pytest.mark.long, pytest.mark.timeout(3600)],
        ),
    ],
)
def test_whatever_happens_to_the_record_it_says_what_the_server_has(examples, steps):
    run_state_machine_as_test(
        Record,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )

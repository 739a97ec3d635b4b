"""The six groups that always add up (ux.md §2), their shapes, and the exact words inside them."""

from __future__ import annotations

from dataclasses import dataclass

from composer.gui.numbers import number
from composer.i18n import N_, _, ngettext, place
from composer.model.states import Counts
from composer.model.states import RecipientState as State


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group: its word, shape, colour, and the states that are inside."""

    key: str
    name: str
    icon: str
    tint: str
    states: frozenset[State]

    @property
    def word(self) -> str:
        """The group's word in the language in use."""
        return _(self.name)

    def count(self, counts: Counts) -> int:
        """Tell how many people are in the group."""
        return sum(int(getattr(counts, state.value)) for state in self.states)


def _group(key: str, name: str, icon: str, tint: str, *states: State) -> Group:
    return Group(key=key, name=name, icon=icon, tint=tint, states=frozenset(states))


HANDED_OVER = _group("accepted", N_("Handed over"), "circle-check", "done", State.ACCEPTED)
REFUSED = _group("refused", N_("Refused"), "circle-x", "danger", State.REFUSED)
UNCLEAR = _group("unclear", N_("Unclear"), "circle-question-mark", "unclear", State.UNKNOWN)
WAITING = _group(
    "waiting", N_("Waiting"), "circle-dashed", "muted",
    State.PLANNED, State.CLAIMED, State.DEFERRED, State.BRINK,
)  # fmt: skip
ON_HOLD = _group("held", N_("On hold"), "circle-pause", "look", State.HELD)
LEFT_OUT = _group(
    "left_out", N_("Left out"), "circle-slash", "muted", State.SUPPRESSED, State.CANCELLED
)

GROUPS = (HANDED_OVER, REFUSED, UNCLEAR, WAITING, ON_HOLD, LEFT_OUT)

_STATE_WORDS = {
    State.PLANNED: N_("Waiting"),
    State.CLAIMED: N_("Waiting, next to go"),
    State.BRINK: N_("Being handed over"),
    State.ACCEPTED: N_("Handed over"),
    State.REFUSED: N_("Refused"),
    State.DEFERRED: N_("Waiting, will be tried again"),
    State.UNKNOWN: N_("Unclear"),
    State.SUPPRESSED: N_("Left out: on the do-not-write list"),
    State.HELD: N_("On hold"),
    State.CANCELLED: N_("Left out: no longer part of the send"),
}


def group_of(state: State) -> Group:
    """Give the group a state is in."""
    return next(group for group in GROUPS if state in group.states)


def state_words(state: State) -> str:
    """Say the exact inner state."""
    return _(_STATE_WORDS[state])


def sum_words(counts: Counts) -> str:
    """Say the sum of the six groups, so that anybody can add it up."""
    values = {group.key: number(group.count(counts)) for group in GROUPS}
    words = ngettext(
        "{accepted} + {refused} + {unclear} + {waiting} + {held} + {left_out} = {total} person",
        "{accepted} + {refused} + {unclear} + {waiting} + {held} + {left_out} = {total} people",
        counts.total,
    )
    return place(words, **values, total=number(counts.total))


def finished_count(counts: Counts) -> int:
    """Tell how many people a send is done with, for its bars."""
    return sum(group.count(counts) for group in (HANDED_OVER, REFUSED, UNCLEAR, LEFT_OUT))

"""Sessions cut at their bytes, both ways, plain and protected: nobody twice, nobody lost.

What a cut may lead to is the table of faults: before the end nothing was taken and the machine tries
again; after it only the whole answer counts, and everything else is unknown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from composer.model.campaign import Security
from composer.model.states import RecipientState as S
from tests.faults.cut_sessions import (
    Marks,
    Protection,
    Story,
    Try,
    campaign_of,
    measure,
    send_through,
    without_holds,
)
from tests.servers.fault_proxy import Fault, Harm, Way

EVERY = 25
LAST = 64
CUTS = (Harm.CLOSE, Harm.RESET, Harm.HALF_CLOSE)
NEEDLESS = 0.02
"""The part of cuts before the end that may become unknown: the machine stood still meanwhile."""

IN_PARTS = pytest.mark.parametrize(
    ("every", "last", "harms"),
    [
        pytest.param(EVERY, LAST, None, id="some"),
        *(
            pytest.param(
                1, 1, harm, id=harm.value, marks=[pytest.mark.long, pytest.mark.timeout(3600)]
            )
            for harm in (*CUTS, Harm.DELAY)
        ),
    ],
)


@pytest.fixture(params=[Security.NONE, Security.STARTTLS, Security.TLS], ids=lambda x: x.value)
def protection(request: pytest.FixtureRequest, tmp_path) -> Protection:
    return Protection.of(request.param, tmp_path)


def may_follow(found: Try, marks: Marks) -> set[str]:
    """Say what the table allows after a fault of an unprotected session."""
    if found.fault is None:
        return {"Unreachable"}
    way, at, harm = found.fault.way, found.fault.at, found.fault.harm
    if harm is Harm.DELAY or at > marks.answered[way]:
        return {"accepted"}
    if at <= marks.at_brink[way]:
        return {"Unreachable"}
    is_whole = at == marks.answered[way]
    if way is Way.OUT:
        return {"accepted"} if is_whole and harm is Harm.HALF_CLOSE else {"unknown"}
    return {"accepted"} if is_whole else {"unknown"}


def require_sound(story: Story, faults: Sequence[Fault]) -> None:
    """Nobody twice, nobody lost, and the record says what the server has."""
    assert story.faults_left == 0
    assert story.ended.finished
    assert max(story.delivered.values()) == 1
    for recipient, state in story.states.items():
        assert state in {S.ACCEPTED, S.UNKNOWN}
        assert state is S.UNKNOWN or story.delivered[recipient] == 1
    unclear = [item for item in story.tries if item.outcome == "unknown"]
    assert {item.recipient_id for item in unclear} == {
        one for one, state in story.states.items() if state is S.UNKNOWN
    }
    assert len(story.tries) >= len(faults)


def needless(story: Story, marks: Marks, *, unsure: int) -> list[Try]:
    """Find those that became unknown although the cut was before the end.

    `unsure` is by how many bytes one session may be longer than another (signatures of TLS).
    """
    return [
        item
        for item in story.tries
        if item.outcome == "unknown"
        and item.fault is not None
        and item.fault.at <= marks.at_brink[item.fault.way] - unsure
    ]


@IN_PARTS
def test_a_session_cut_at_a_byte_leads_to_what_the_table_says(
    every, last, harms, protection, tmp_path, monkeypatch
):
    without_holds(monkeypatch)

    async def story() -> tuple[Marks, list[Fault], Story]:
        marks = await measure(protection)
        places = marks.places(every=every, last=last)
        faults = [
            Fault(way=way, at=at, harm=harms or CUTS[nth % len(CUTS)])
            for nth, (way, at) in enumerate(places)
        ]
        count = len(faults) if harms is Harm.DELAY else marks.ends_after(places)
        box = campaign_of(tmp_path / "send", count + 60)
        return marks, faults, await send_through(box, protection, faults)

    marks, faults, found = asyncio.run(story())
    require_sound(found, faults)
    is_plain = protection.security is Security.NONE
    early = needless(found, marks, unsure=0 if is_plain else 16)
    assert len(early) <= NEEDLESS * len(faults)
    assert not any(found.delivered[item.recipient_id] for item in early)
    if is_plain:
        wrong = [x for x in found.tries if x.outcome not in may_follow(x, marks)]
        assert len(wrong) <= len(early), wrong
    else:
        assert {item.outcome for item in found.tries} <= {"accepted", "unknown", "Unreachable"}

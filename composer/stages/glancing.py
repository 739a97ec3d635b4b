"""All sends of a workspace at a glance, cheap enough to be asked each second by every window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from composer.delivery.progress import PROGRESS_FILE
from composer.delivery.stopping import STOP_FILE, stop_request
from composer.findings import finding
from composer.model.ending import SendGlance
from composer.model.identifiers import CampaignId
from composer.model.moves import Hold
from composer.stages.desk import Desk
from composer.stages.ended import person_name, record_of
from composer.stages.progress import read_progress

_PLANNED_STOP, _STOPPED = "send.batch_hold", "send.stopped"
_LOOKED_AT = ("ledger.db", "ledger.db-wal", PROGRESS_FILE, STOP_FILE)


def glances(desk: Desk) -> tuple[SendGlance, ...]:
    """Give every send that has begun, the one that began last first.

    A record that did not change since is not read again.
    """
    found = []
    for record in desk.campaigns.all():
        folder = desk.send_folder(record.id)
        if not (folder / "ledger.db").exists():
            continue
        running = read_progress(folder).running
        key = ("glance", record.id, record.name, running, _marks(folder))
        one = desk.kept(key, partial(_glance, desk, record.id, record.name, running=running))
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=_began, reverse=True))


def _began(one: SendGlance) -> float:
    return one.began_at.timestamp() if one.began_at else 0.0


def _marks(folder: Path) -> tuple[int, ...]:
    """Give numbers that change with whatever a glance is read from."""
    marks = []
    for name in _LOOKED_AT:
        try:
            found = (folder / name).stat()
        except OSError:
            marks += [0, 0]
        else:
            marks += [found.st_mtime_ns, found.st_size]
    return tuple(marks)


def _glance(desk: Desk, campaign_id: CampaignId, name: str, *, running: bool) -> SendGlance | None:
    folder = desk.send_folder(campaign_id)
    request = stop_request(folder)
    with record_of(desk, campaign_id) as view:
        if view is None:
            return None
        counts, hold = view.counts(stopped=request is not None), view.hold
    if not counts.total:  # nothing but a test
        return None
    waiting = counts.planned + counts.claimed + counts.brink + counts.deferred + counts.held
    stopper = request.by if request else hold.by if hold and hold.code == _STOPPED else ""
    return SendGlance(
        campaign_id=campaign_id,
        name=name,
        running=running,
        counts=counts,
        is_over=not waiting and not running,
        stopped_by=person_name(desk, stopper) if stopper else "",
        is_stopped=request is not None or (hold is not None and hold.code == _STOPPED),
        cause=_cause(hold),
        planned_stop=hold is not None and hold.code == _PLANNED_STOP,
        began_at=read_progress(folder).started_at,
    )


def _cause(hold: Hold | None) -> str:
    if hold is None or hold.is_end or hold.code == _STOPPED:
        return ""
    return finding(hold.code, where={}, **dict(hold.values)).text

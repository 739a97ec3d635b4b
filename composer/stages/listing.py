"""The list of campaigns: quick with hundreds of them, and never a word that can go stale.

What the database counts and what a send's record says is there at once (`lines`). Where a campaign
stands that was not sent follows from its own files (`with_stages`), read without judging the text:
a text that is there counts as written until the campaign is opened, where everything is judged.
What was found then holds for the list as long as nothing was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from composer.errors import FileRefused
from composer.model.ending import SendGlance
from composer.model.identifiers import CampaignId
from composer.model.overview import CampaignSummary
from composer.model.person import Roster
from composer.model.stages import Stage
from composer.proofs.fingerprint import program_fingerprint
from composer.proofs.manifest import read_manifest
from composer.stages.authorship import authors
from composer.stages.checking import binding_for, recorded_root, stored_check
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.editing import open_elsewhere
from composer.stages.glancing import glances
from composer.stages.looking import one_look
from composer.stages.people import load_roster
from composer.stages.put_away import put_away
from composer.stages.sealing import proof_state
from composer.stages.signing import approval_states, release_findings
from composer.stages.testing import summary_of
from composer.stages.waiting import Turns, turns_in_send, turns_to_translate, turns_when_frozen
from composer.store.campaign_facts import CampaignFacts, campaign_facts
from composer.translation.progress import unready_locales


class Listing:
    """The campaigns of one open workspace, as their list shows them; every call blocks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, tuple[object, CampaignSummary]] = {}

    @one_look
    def lines(self) -> tuple[CampaignSummary, ...]:
        """List all campaigns, the newest change first; the stage of those never sent is open."""
        roster, sends = load_roster(self._desk), self._sends()
        facts = campaign_facts(self._desk.folder.database)
        away = put_away(self._desk)
        return tuple(
            replace(self._line(one, sends.get(one.id), roster), is_archived=one.id in away)
            for one in facts
        )

    @one_look
    def with_stages(
        self, wanted: Iterable[CampaignId], *, cancelled: Callable[[], bool] = bool
    ) -> tuple[CampaignSummary, ...]:
        """Give these campaigns with their stages and whose turn it is."""
        ids = frozenset(wanted)
        roster, sends = load_roster(self._desk), self._sends()
        found, away = [], put_away(self._desk)
        for facts in campaign_facts(self._desk.folder.database):
            if facts.id not in ids or cancelled():
                continue
            line = self._line(facts, sends.get(facts.id), roster)
            if not line.is_over and not line.running:
                line = self._standing(line, facts, roster)
            found.append(replace(line, is_archived=facts.id in away))
        return tuple(found)

    def _sends(self) -> dict[str, SendGlance]:
        return {seen.campaign_id: seen for seen in glances(self._desk)}

    def _line(
        self, facts: CampaignFacts, seen: SendGlance | None, roster: Roster | None
    ) -> CampaignSummary:
        """Give what is known without reading the campaign."""
        line = CampaignSummary(
            id=facts.id,
            name=facts.name,
            stage=None,
            people=facts.people,
            changed_at=facts.changed_at,
            open_with=open_elsewhere(self._desk, facts.id),
        )
        if seen is None:
            return line
        begun = max(facts.changed_at, seen.began_at or facts.changed_at)
        stage = Stage.REPORT if seen.is_over else Stage.SEND if seen.running else None
        return replace(
            line,
            stage=stage,
            people=seen.counts.total,
            changed_at=begun,
            running=seen.running,
            is_over=seen.is_over,
            turns=turns_in_send(roster, seen) if roster is not None else (),
        )

    def _standing(
        self, line: CampaignSummary, facts: CampaignFacts, roster: Roster | None
    ) -> CampaignSummary:
        """Read where a campaign stands, unless it is as it was; what is frozen is always read."""
        mark = (line, facts, roster, self._desk.stood.get(facts.id))
        known = self._known.get(facts.id)
        if known is not None and known[0] == mark:
            return known[1]
        try:
            stage, turns = _stage_and_turns(self._desk, facts, roster)
        except FileRefused:  # its own page says so
            stage, turns = Stage.WRITE, ()
        read = replace(line, stage=stage, turns=line.turns or turns)
        if not facts.binding:
            self._known[facts.id] = (mark, read)
        return read


def remember_stage(desk: Desk, content: Content, stage: Stage) -> None:
    """Keep where a campaign stood when everything was asked; the list need not guess then."""
    desk.stood[content.record.id] = (_mark_of(desk, content), stage)


def _mark_of(desk: Desk, content: Content) -> tuple[object, ...]:
    return (content.revision.digest, recorded_root(desk, content.record.id))


def _stage_and_turns(
    desk: Desk, facts: CampaignFacts, roster: Roster | None
) -> tuple[Stage, Turns]:
    content = load_content(desk, facts.id)
    frozen = _frozen_stage(desk, facts, content, roster) if facts.binding else None
    if frozen is not None:
        return frozen
    stage, locales = _unfrozen_stage(desk, content, facts)
    mark, stood = desk.stood.get(facts.id, ((), stage))
    if mark == _mark_of(desk, content) and stood in _BEFORE_FREEZING:
        stage = stood
    if roster is None or stage is not Stage.TRANSLATE:
        return stage, ()
    return stage, turns_to_translate(roster, locales)


def _frozen_stage(
    desk: Desk, facts: CampaignFacts, content: Content, roster: Roster | None
) -> tuple[Stage, Turns] | None:
    """Tell where a frozen campaign stands; None where its proof describes another state."""
    program = program_fingerprint()
    binding = binding_for(
        facts.id, facts.digest, facts.root, program=(program.source, program.installation)
    )
    proof = proof_state(desk, content) if facts.binding == binding else None
    if proof is None or proof.stored is None or not proof.is_current:
        return None
    if not summary_of(desk, read_manifest(proof.stored.manifest), sent=0).passed:
        return Stage.TEST, ()
    closed = any(item.blocks for item in release_findings(desk, content, proof))
    stage = Stage.SIGN_OFF if closed else Stage.SEND
    if roster is None:
        return stage, ()
    approvals = approval_states(desk, content, proof)
    return stage, turns_when_frozen(roster, stage, approvals, authors(desk, facts.id))


def _unfrozen_stage(
    desk: Desk, content: Content, facts: CampaignFacts
) -> tuple[Stage, tuple[str, ...]]:
    """Tell how far the work has come, and the languages that are not ready."""
    if stored_check(desk, content) is not None:
        return Stage.PREVIEW, ()
    message = content.message
    if not message.subject.strip() or not (message.body.strip() or message.body_html):
        return Stage.WRITE, ()
    wishes = desk.recipients.locale_counts(facts.id)
    unready = unready_locales(message, wishes, content.campaign.stated_fallbacks)
    if unready:
        return Stage.TRANSLATE, unready
    return (Stage.PREVIEW if facts.people else Stage.AUDIENCE), ()


_BEFORE_FREEZING = frozenset({Stage.WRITE, Stage.TRANSLATE, Stage.AUDIENCE, Stage.PREVIEW})

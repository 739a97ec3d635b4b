"""The translator's side of the stand-in: everything in memory, as `Translating` has it."""

from __future__ import annotations

from composer.model.later import LaterPlan
from composer.model.translation import LocaleProgress, UnitLine, UnitState
from composer.stages.remembering import Suggestions


class SampleTranslating:
    """Keeps (translation, state) by source for each language of a stand-in workspace."""

    def __init__(self, workspace):
        self._workspace = workspace

    def units(self, campaign_id, locale):
        done = self._workspace.targets.get(locale, {})
        lines = []
        for source, kind in self._workspace.sources().items():
            target, state = done.get(source, ("", UnitState.NEW))
            lines.append(
                UnitLine(source=source, target=target, kind=kind, state=state.value, findings=())
            )
        return tuple(lines)

    def progress(self, campaign_id):
        return tuple(
            self._progress(campaign_id, locale) for locale in tuple(self._workspace.targets)
        )

    def reviewed_by(self, campaign_id):
        return ()

    def save(self, campaign_id, wanted, *, by):
        self.save_many(campaign_id, [wanted], by=by)
        return ()

    def save_typed(self, campaign_id, wanted, *, by):
        self.save_many(campaign_id, wanted, by=by)
        return ()

    def save_many(self, campaign_id, wanted, *, by, from_file=False):
        for item in wanted:
            known = self._workspace.targets.setdefault(item.locale, {})
            target, state = known.get(item.source, ("", UnitState.NEW))
            if item.state is not None or target != item.target:
                state = item.state or UnitState.DRAFT
            self._keep(item.locale, item.source, item.target, state)
        return len(wanted)

    def review(self, campaign_id, locale, sources, *, by):
        for source in sources:
            target, _state = self._workspace.targets[locale][source]
            self._keep(locale, source, target, UnitState.REVIEWED)
        return len(sources)

    def add_locale(self, campaign_id, locale, *, by):
        self._workspace.targets.setdefault(locale, {})

    def remove_locale(self, campaign_id, locale, *, by):
        del self._workspace.targets[locale]

    def _keep(self, locale, source, target, state):
        state = state if target.strip() else UnitState.NEW
        self._workspace.keep_target(locale, source, target, state)

    def _progress(self, campaign_id, locale):
        states = [line.state for line in self.units(campaign_id, locale)]
        return LocaleProgress(
            locale=locale,
            total=len(states),
            **{state.value: states.count(state.value) for state in UnitState},
        )


class SampleMemory:
    """A memory that nothing is in yet, and a team without words of its own."""

    def __init__(self):
        self.ready_for = []

    def make_ready(self, campaign_id, locale):
        self.ready_for.append(locale)

    def suggest(self, campaign_id, locale, source):
        return Suggestions()

    def terms_for(self, campaign_id, locale):
        return ()


class SampleLater:
    """Nobody is written to later."""

    def plan(self, campaign_id, languages):
        return LaterPlan(wishes=(), people=0, left=2000)

    def links(self, campaign_id):
        return ()

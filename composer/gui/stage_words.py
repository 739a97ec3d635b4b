"""The window's words and shapes for stages, marks and severities (ux.md §2 and §8)."""

from __future__ import annotations

from composer.findings import Severity
from composer.i18n import N_, _
from composer.model.overview import StageMark
from composer.model.stages import Stage

STAGES = tuple(Stage)

_NAMES = {
    Stage.WRITE: N_("Write"),
    Stage.TRANSLATE: N_("Translate"),
    Stage.AUDIENCE: N_("Audience"),
    Stage.PREVIEW: N_("Preview"),
    Stage.TEST: N_("Test"),
    Stage.SIGN_OFF: N_("Sign off"),
    Stage.SEND: N_("Send"),
    Stage.REPORT: N_("Report"),
}

STAGE_ICONS = {
    Stage.WRITE: "pencil-line",
    Stage.TRANSLATE: "languages",
    Stage.AUDIENCE: "users",
    Stage.PREVIEW: "eye",
    Stage.TEST: "flask-conical",
    Stage.SIGN_OFF: "signature",
    Stage.SEND: "send",
    Stage.REPORT: "clipboard-list",
}

MARK_ICONS = {
    StageMark.DONE: ("check", "done"),
    StageMark.OPEN: ("circle-dot", "accent"),
    StageMark.LOOK: ("triangle-alert", "look"),
    StageMark.BLOCKED: ("octagon-x", "danger"),
    StageMark.WAITING: ("hourglass", "muted"),
    StageMark.LOCKED: ("lock", "muted"),
    StageMark.RUNNING: ("loader-circle", "accent"),
}

_MARK_WORDS = {
    StageMark.DONE: N_("done"),
    StageMark.OPEN: N_("open"),
    StageMark.LOOK: N_("please look"),
    StageMark.BLOCKED: N_("must be fixed"),
    StageMark.WAITING: N_("waits for others"),
    StageMark.LOCKED: N_("locked"),
    StageMark.RUNNING: N_("running"),
}

SEVERITY_ICONS = {
    Severity.BLOCK: ("octagon-x", "danger"),
    Severity.WARN: ("triangle-alert", "look"),
    Severity.NOTE: ("info", "muted"),
}

_SEVERITY_WORDS = {
    Severity.BLOCK: N_("Must fix"),
    Severity.WARN: N_("Please look"),
    Severity.NOTE: N_("For your information"),
}


def stage_name(stage: Stage) -> str:
    """Give a stage's name."""
    return _(_NAMES[stage])


def mark_word(mark: StageMark) -> str:
    """Say a mark in words."""
    return _(_MARK_WORDS[mark])


def severity_word(severity: Severity) -> str:
    """Say a severity in words."""
    return _(_SEVERITY_WORDS[severity])

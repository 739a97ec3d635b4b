"""The do-not-write list in words: reasons, where an entry came from, how old the list is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from composer.gui.times import ago
from composer.i18n import N_, _, isolate, place
from composer.model.suppression import BY_PERSON, SuppressionReason, SuppressionSync

TOO_OLD = timedelta(hours=48)

REASONS = {
    SuppressionReason.UNSUBSCRIBE: N_("unsubscribed"),
    SuppressionReason.COMPLAINT: N_("complained"),
    SuppressionReason.BOUNCE: N_("mail came back"),
    SuppressionReason.LEGAL: N_("forbidden by law"),
    SuppressionReason.ERASURE: N_("asked to be erased"),
}
MEANINGS = {
    SuppressionReason.UNSUBSCRIBE: N_("Gets no marketing; service messages still reach them."),
    SuppressionReason.COMPLAINT: N_("Called a message spam. Gets nothing."),
    SuppressionReason.BOUNCE: N_("Nothing arrives at this address. Gets nothing."),
    SuppressionReason.LEGAL: N_("Gets nothing. Only the owner takes the entry out."),
    SuppressionReason.ERASURE: N_(
        "Gets nothing, and the address itself is not kept. Only the owner takes the entry out."
    ),
}


def reason_words(reason: str) -> str:
    """Say why somebody is on the list."""
    known = {one.value: one for one in SuppressionReason}
    return _(REASONS[known[reason]]) if reason in known else reason


def source_words(source: str) -> str:
    """Say where an entry came from."""
    if source == BY_PERSON:
        return _("written here")
    kind, _colon, name = source.partition(":")
    if kind == "bounces":
        return _("came back from a send")
    if kind == "file":
        return place(_("from {file}"), file=isolate(name))
    return place(_("mail service, {list}"), list=isolate(name or kind))


def sync_is_old(sync: SuppressionSync | None) -> bool:
    """Whether the mail service may know of people who are not on the list."""
    return sync is None or datetime.now(tz=UTC) - sync.at > TOO_OLD


def sync_words(sync: SuppressionSync | None) -> str:
    """Say when the mail service's lists were taken over."""
    if sync is None:
        return _("The lists of a mail service were never taken over here.")
    if sync_is_old(sync):
        words = _("The mail service's lists were taken over {when}. Marketing needs 48 h or less.")
    else:
        words = _("The mail service's lists were taken over {when}.")
    return place(words, when=ago(sync.at))

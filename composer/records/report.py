"""The report of a campaign: who got what, as CSV for a table program and as HTML for people.

*Handed over* is what is known; nothing here says "delivered". CSV cells that a table program would
run as a formula are prefixed (facts: sending).
"""

from __future__ import annotations

import csv
import html
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from composer.i18n import _, is_right_to_left, isolate_ltr, language, listed, place
from composer.model.bounce import BounceCounts, BounceKind
from composer.model.states import Counts, RecipientState
from composer.records.bounce_sentences import bounce_sentences, kind_words
from composer.records.dossier import Dossier, dossier_sections, moment_words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "row", "recipient", "address", "locale", "state", "at", "batch", "answer", "digest",
    "came_back", "proof",
)  # fmt: skip
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One recipient of the audience and what happened.

    `came_back` are the kinds of what came back afterwards, the gravest first: no state of theirs.
    `proof` is the frozen version that their message was made from.
    """

    row: int
    recipient_id: str
    address: str
    locale: str
    state: RecipientState
    at: datetime | None
    batch: int
    answer: str
    digest: str
    came_back: tuple[str, ...] = ()
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """What the report is about; `linked` says whom other campaigns write to, in sentences.

    `decided` says who was left out of the list before it was frozen, and why.
    `together` counts this campaign's people over it and the campaign that corrects it.
    """

    name: str
    campaign_id: str
    purpose: str
    sender: str
    transport: str
    proof: str
    approvals: tuple[str, ...]
    started_at: datetime | None
    ended_at: datetime | None
    counts: Counts
    seeds: tuple[tuple[str, int], ...]
    linked: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    together: Counts | None = None
    dossier: Dossier | None = None
    bounces: BounceCounts = field(default_factory=BounceCounts)


def safe_cell(value: str) -> str:
    """Keep a table program from running a cell as a formula.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    return "'" + value if value.startswith(FORMULA_STARTS) else value


def csv_report(lines: Iterable[ReportLine]) -> bytes:
    """Write one row per recipient; UTF-8 with a byte-order mark, so that table programs see it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(report_cells(line) for line in lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def report_cells(line: ReportLine) -> list[str | int]:
    """Give the cells of one recipient, as in `COLUMNS`; none of them is run as a formula."""
    return [
        line.row,
        line.recipient_id,
        safe_cell(line.address),
        safe_cell(line.locale),
        line.state.value,
        line.at.isoformat() if line.at else "",
        line.batch or "",
        safe_cell(line.answer),
        line.digest,
        " ".join(line.came_back),
        line.proof,
    ]


def groups(counts: Counts) -> tuple[tuple[str, int], ...]:
    """Give the six groups that always add up, in their fixed order (ux.md §2)."""
    return (
        (_("Handed over"), counts.accepted),
        (_("Refused"), counts.refused),
        (_("Unclear"), counts.unknown),
        (_("Waiting"), counts.planned + counts.claimed + counts.deferred + counts.brink),
        (_("On hold"), counts.held),
        (_("Left out"), counts.suppressed + counts.cancelled),
    )


def state_words(state: RecipientState) -> str:
    """Say a state in the words of the six groups."""
    named = {
        RecipientState.ACCEPTED: _("Handed over"),
        RecipientState.REFUSED: _("Refused"),
        RecipientState.UNKNOWN: _("Unclear"),
        RecipientState.HELD: _("On hold"),
        RecipientState.SUPPRESSED: _("Left out"),
        RecipientState.CANCELLED: _("Left out"),
    }
    return named.get(state) or _("Waiting")


def sentence(head: ReportHead) -> str:
    """Say the whole outcome in one sentence."""
    return place(
        _("“{name}” was handed over to {accepted} of {total} people."),
        name=head.name,
        accepted=head.counts.accepted,
        total=head.counts.total,
    )


def batch_totals(lines: Sequence[ReportLine]) -> list[tuple[str | int, int, int]]:
    """Count each batch in the order of sending: its name, who has the message, who is in it.

    Each frozen version has a first batch: where there are several, its fingerprint is in the name.
    """
    people: Counter[tuple[str, int]] = Counter()
    accepted: Counter[tuple[str, int]] = Counter()
    began: dict[str, datetime] = {}
    for line in lines:
        if line.batch:
            people[line.proof, line.batch] += 1
            accepted[line.proof, line.batch] += line.state is RecipientState.ACCEPTED
            if line.at is not None and line.state is RecipientState.ACCEPTED:
                began[line.proof] = min(line.at, began.get(line.proof, line.at))
    ordered = sorted(people, key=lambda key: (began.get(key[0], _NEVER), key))
    several = len({proof for proof, _number in people}) > 1
    return [
        (f"{number} · {proof[:8]}" if several else number, accepted[proof, number], count)
        for proof, number in ordered
        for count in [people[proof, number]]
    ]


def html_report(head: ReportHead, lines: Sequence[ReportLine]) -> bytes:
    """Write the report as one self-contained page; nothing is fetched."""
    direction = "rtl" if is_right_to_left() else "ltr"
    parts = [
        f'<!DOCTYPE html><html lang="{language()}" dir="{direction}"><head><meta charset="utf-8">',
        f"<title>{_e(head.name)}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{_e(head.name)}</h1><p class=lead>{_e(sentence(head))}</p>",
        *(f"<p>{_e(link)}</p>" for link in head.linked),
        _group_table(head.counts),
        *(_together(head.together) if head.together else ()),
        _came_back(head.bounces, lines),
        _facts(head),
        *(dossier_sections(head.dossier) if head.dossier else ()),
        _breakdown(_("By language"), Counter(_key(line.locale) for line in lines), lines, "locale"),
        _breakdown(_("By domain"), Counter(_domain(line) for line in lines), lines, "domain"),
        _by_batch(lines),
        _without(lines, head.decided),
        "</main></body></html>",
    ]
    return "\n".join(parts).encode("utf-8")


_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#F6F7F9;color:#1B1F24}
main{max-width:880px;margin:32px auto;padding:32px;background:#FFF;border:1px solid #D5D9E0;
border-radius:8px}
h1{font-size:1.7em;margin:0 0 8px}h2{font-size:1.15em;margin:32px 0 8px}.lead{font-size:1.15em}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:start;vertical-align:top;padding-block:8px;padding-inline:0 16px;
border-bottom:1px solid #D5D9E0}table.facts th{width:30%}table.events th{white-space:nowrap}
bdi{overflow-wrap:anywhere}
td.n,th.n{text-align:end}code{font-size:.85em;overflow-wrap:anywhere}
h3{font-size:1em;margin:16px 0 4px}ul{margin:8px 0;padding-inline-start:20px}th{font-weight:600}
@media print{:root{color-scheme:light}body{background:#FFF;color:#000}
main{margin:0;padding:0;border:0;max-width:none}h2,h3{break-after:avoid}tr,li{break-inside:avoid}}
@media screen and (prefers-color-scheme:dark){body{background:#16191D;color:#E6E9ED}
main{background:#1E2227;border-color:#363C45}th,td{border-color:#363C45}}
"""


def _e(value: object) -> str:
    return html.escape(str(value))


def _key(value: str) -> str:
    return value or "–"


def _domain(line: ReportLine) -> str:
    return _key(line.address.rpartition("@")[2].lower())


def _group_table(counts: Counts) -> str:
    rows = groups(counts)
    cells = "".join(f"<tr><th>{_e(name)}</th><td class=n>{count}</td></tr>" for name, count in rows)
    total = isolate_ltr(" + ".join(str(count) for _name, count in rows))
    people = place(_("{sum} = {total} people"), sum=total, total=counts.total)
    return f"<table>{cells}</table><p>{_e(people)}</p>"


def _together(counts: Counts) -> tuple[str, str]:
    """Show everybody of the audience once, whichever of the two campaigns wrote to them."""
    title = _e(_("Together with the campaign that corrects this one"))
    return f"<h2>{title}</h2>", _group_table(counts)


def _came_back(counts: BounceCounts, lines: Sequence[ReportLine]) -> str:
    """Say what came back afterwards; whoever it came back from stays in their group above."""
    title = _e(_("What came back"))
    sentences = list(bounce_sentences(counts)) or [_("Nothing came back that we know of.")]
    items = "".join(f"<li>{_e(one)}</li>" for one in sentences)
    rows = "".join(
        f"<tr><td class=n>{line.row}</td><td><bdi>{_e(line.address)}</bdi></td>"
        f"<td>{_e(', '.join(kind_words(BounceKind(kind)) for kind in line.came_back))}</td></tr>"
        for line in lines
        if line.came_back
    )
    table = f"<table>{rows}</table>" if rows else ""
    return f"<h2>{title}</h2><ul>{items}</ul>{table}"


def _by_batch(lines: Sequence[ReportLine]) -> str:
    """Show what became of each batch; whoever never came into one is not in it."""
    totals = batch_totals(lines)
    if not totals:
        return ""
    rows = "".join(
        f"<tr><th><bdi>{name}</bdi></th><td class=n>{accepted}</td><td class=n>{count}</td></tr>"
        for name, accepted, count in totals
    )
    title, handed, people = _e(_("By batch")), _e(_("Handed over")), _e(_("People"))
    head = f"<tr><th></th><th class=n>{handed}</th><th class=n>{people}</th></tr>"
    return f"<h2>{title}</h2><table>{head}{rows}</table>"


def _facts(head: ReportHead) -> str:
    facts = (
        (_("Campaign"), head.campaign_id),
        (_("Subject"), head.dossier.subject if head.dossier else "–"),
        (_("Purpose"), _purpose_words(head.purpose)),
        (_("From"), head.sender),
        (_("Sent by"), _transport_words(head.transport)),
        (_("Fingerprint of the proof"), head.proof),
        (_("Approved by"), listed(_approvers(head)) or "–"),
        (_("Begun"), moment_words(head.started_at)),
        (_("Ended"), moment_words(head.ended_at)),
        (_("Messages to test mailboxes"), _seed_words(head.seeds)),
    )
    rows = "".join(
        f"<tr><th>{_e(name)}</th><td><bdi>{_e(value)}</bdi></td></tr>" for name, value in facts
    )
    title = _e(_("What was sent"))
    return f"<h2>{title}</h2><table class=facts>{rows}</table>"


def _approvers(head: ReportHead) -> tuple[str, ...]:
    """Name who approved what was sent, whatever became of the campaign since."""
    if head.dossier is None:
        return head.approvals
    said = head.dossier.decisions
    return tuple(dict.fromkeys(one.name for one in said if one.kind == "approval"))


def _seed_words(seeds: Iterable[tuple[str, int]]) -> str:
    counted: Counter[str] = Counter()
    for state, count in seeds:
        counted[state_words(RecipientState(state))] += count
    return listed(f"{name}: {count}" for name, count in counted.items() if count) or "–"


def _purpose_words(purpose: str) -> str:
    return _("Marketing") if purpose == "marketing" else _("Service message")


def _transport_words(transport: str) -> str:
    named = {"practice": _("Practice"), "eml": _("Files (.eml)"), "smtp": "SMTP"}
    return named.get(transport, "SendGrid")


def _breakdown(title: str, totals: Counter[str], lines: Sequence[ReportLine], by: str) -> str:
    def name_of(line: ReportLine) -> str:
        return _key(line.locale) if by == "locale" else _domain(line)

    accepted = Counter(name_of(x) for x in lines if x.state is RecipientState.ACCEPTED)
    rows = "".join(
        f"<tr><th><bdi>{_e(name)}</bdi></th>"
        f"<td class=n>{accepted[name]}</td><td class=n>{count}</td></tr>"
        for name, count in totals.most_common()
    )
    handed, people = _e(_("Handed over")), _e(_("People"))
    head = f"<tr><th></th><th class=n>{handed}</th><th class=n>{people}</th></tr>"
    return f"<h2>{_e(title)}</h2><table>{head}{rows}</table>"


def _without(lines: Sequence[ReportLine], decided: Sequence[str]) -> str:
    """List who has none, with the answer; whoever was left out before is no line of the send."""
    missing = [line for line in lines if line.state is not RecipientState.ACCEPTED]
    title = _e(_("Who has none"))
    before = f"<ul>{''.join(f'<li>{_e(one)}</li>' for one in decided)}</ul>" if decided else ""
    if not missing:
        everybody = _e(_("Everybody has theirs."))
        return f"<h2>{title}</h2><p>{everybody}</p>{before}"
    rows = "".join(
        f"<tr><td class=n>{line.row}</td><td><bdi>{_e(line.address)}</bdi></td>"
        f"<td>{_e(state_words(line.state))}</td><td>{_e(line.answer)}</td></tr>"
        for line in missing
    )
    return f"<h2>{title}</h2><table>{rows}</table>{before}"

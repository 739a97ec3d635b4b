"""A folder for a reviewer: every kind of message as a file, and one page that shows them all."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from composer.checks.variants_words import word_locale
from composer.errors import UsageError
from composer.i18n import _, is_right_to_left, language, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.overview import ReviewedKind, WrittenKind
from composer.model.person import Person
from composer.stages.audience_words import decision_sentences
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.previewing import Previewer
from composer.stages.reviewing import (
    checked_sentences,
    material,
    planned_sentences,
    record_kinds,
)
from composer.stages.translation_reviews import review_sentences
from composer.stages.what_changed import changed_sentences
from composer.store.files import write_atomically
from composer.translation.locales import direction


def write_review(
    desk: Desk, previewer: Previewer, campaign_id: CampaignId, out: Path, *, by: Person
) -> tuple[WrittenKind, ...]:
    """Write one .eml for each kind and an index; record that they were shown.

    Raises:
        UsageError: the folder exists and holds something else.
    """
    reviewed = material(desk, previewer, campaign_id, by=by)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            place(_("{folder} is not empty."), folder=out), advice=_("Name a new folder.")
        )
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for number, kind in enumerate(reviewed, start=1):
        name = f"{number:02d}-{kind.variant.locale}.eml"
        write_atomically(out / name, kind.preview.eml)
        written.append(
            WrittenKind(
                recipient=kind.variant.address, file=name, digest=kind.preview.rendered.digest
            )
        )
    content = load_content(desk, campaign_id)
    told = (
        *planned_sentences(content),
        *decision_sentences(desk, content),
        *review_sentences(desk, content),
        *checked_sentences(desk, content),
    )
    page = _index(content, told, reviewed, written, changed=changed_sentences(desk, content, by=by))
    write_atomically(out / "index.html", page.encode("utf-8"))
    displayed = [kind.variant.recipient_id for kind in reviewed]
    record_kinds(desk, content, displayed, by=by)
    return tuple(written)


_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:32px auto;
max-width:880px;padding:0 24px}article{border:1px solid #8884;border-radius:8px;margin:24px 0}
header{padding:12px 16px;border-bottom:1px solid #8884}h2{font-size:1.15em;margin:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:8px 0 0}dd{margin:0}
iframe{width:100%;height:640px;border:0;background:#fff}code{font-size:.8em;overflow-wrap:anywhere}
"""


def _index(
    content: Content,
    decisions: Sequence[str],
    reviewed: Sequence[ReviewedKind],
    written: Sequence[WrittenKind],
    *,
    changed: Sequence[str] = (),
) -> str:
    """Show every kind on one page; messages stand in sandboxed frames that may fetch nothing."""
    ui = "rtl" if is_right_to_left() else "ltr"
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'"
    articles = "".join(_article(kind, line) for kind, line in zip(reviewed, written, strict=True))
    title = html.escape(content.campaign.name)
    count = ngettext("{n} kind of message", "{n} kinds of message", len(reviewed))
    decided = "".join(f"<li>{html.escape(text)}</li>" for text in decisions)
    differs = "".join(f"<li>{html.escape(text)}</li>" for text in changed)
    heading = html.escape(_("What changed"))
    return (
        f'<!DOCTYPE html><html lang="{language()}" dir="{ui}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"{f'<h2>{heading}</h2><ul>{differs}</ul>' if differs else ''}"
        f"{f'<ul>{decided}</ul>' if decided else ''}"
        f"<p>{html.escape(count.format(n=len(reviewed)))}</p>{articles}</body></html>"
    )


def _article(kind: ReviewedKind, line: WrittenKind) -> str:
    rendered = kind.preview.rendered
    people = ngettext("{n} person like this", "{n} people like this", kind.variant.people)
    told = (word_locale(kind.variant.locale), *kind.variant.facts)
    facts = " · ".join((*told, people.format(n=kind.variant.people)))
    rows = (
        (_("To"), rendered.envelope_recipient),
        (_("From"), rendered.header("From") or ""),
        (_("Subject"), rendered.header("Subject") or ""),
        (_("Fingerprint"), rendered.digest),
        (_("File"), line.file),
    )
    listed = "".join(
        f"<dt>{html.escape(name)}</dt><dd><bdi>{html.escape(value)}</bdi></dd>"
        for name, value in rows
    )
    inner = html.escape(rendered.html, quote=True)
    way = direction(rendered.locale)
    return (
        f"<article><header><h2>{html.escape(facts)}</h2><dl>{listed}</dl></header>"
        f'<iframe sandbox dir="{way}" title="{html.escape(line.file)}" srcdoc="{inner}"></iframe>'
        "</article>"
    )

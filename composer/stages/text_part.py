"""The plain-text part: derived from the text, or written by hand beside a text that may move on.

Whether a part written by hand is older than the text is derived from the revisions: it is, while
the text is another than the one it was made beside. A person may say that it still fits; the log
keeps that for exactly these two texts, so that any further change asks anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

import orjson

from composer.errors import UsageError
from composer.folder.load import HTML_FILE, MESSAGE_FILE, TEXT_FILE
from composer.folder.message_file import read_message_file
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.writing import MessageDraft, OlderText
from composer.rendering.files import MessageFiles
from composer.rendering.sources import write_parts
from composer.rendering.text_layout import finish_text
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.people import require_role
from composer.translation.jinja_source import protect, split_tags

STILL_FITS = "text.still_fits"
_FILTERED = re.compile(r"\{\{\s*\((\w+)\)\s*\|\s*(\w+)\s*\}\}")
_STRING = re.compile(
    r"""\{\{-?\s*_\(\s*(?P<quote>["'])(?P<words>(?:\\.|[^\\])*?)(?P=quote)\s*\)\s*-?\}\}"""
)


def is_text_older(desk: Desk, content: Content) -> bool:
    """Tell whether the text is another than the one that the plain text was written beside."""
    if content.message.text_override is None:
        return False

    def compare() -> bool:
        then = _made_beside(desk, content)
        same = _body(then) == _body(content.tree) and then.get(HTML_FILE) == content.tree.get(
            HTML_FILE
        )
        return not same and not _was_said_to_fit(desk, content)

    key = ("text is older", content.record.id, content.revision, desk.audit.head())
    return desk.kept(key, compare)


def older_text(desk: Desk, campaign_id: CampaignId) -> OlderText | None:
    """Give the text that the plain text was written beside, and when it changed after that."""
    content = load_content(desk, campaign_id)
    if not is_text_older(desk, content):
        return None
    then = _made_beside(desk, content)
    first = desk.campaigns.unchanged_since(content.record.id, TEXT_FILE)
    changed_at = content.revision.at
    for revision in desk.campaigns.revisions(content.record.id):
        if revision.number > first and _differs(desk, content, then, revision.number):
            changed_at = revision.at
            break
    return OlderText(changed_at=changed_at, then=_words(then), now=_words(content.tree))


def say_text_still_fits(desk: Desk, campaign_id: CampaignId, *, by: Person) -> None:
    """Record that a person compared the plain text with the text and found that it fits.

    Raises:
        UsageError: no plain text was written by hand.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    if content.message.text_override is None:
        raise UsageError(_("The plain text is derived from the text; it always fits."))
    desk.audit.append(
        person=by.public_key,
        action=STILL_FITS,
        details={"campaign": campaign_id, "fits": _pair(content.tree)},
    )


def derived_text(desk: Desk, campaign_id: CampaignId, draft: MessageDraft | None) -> str:
    """Write the plain text of the source language as a template, to be changed by hand.

    It has the fields, conditions and repeats of the text, and the words of the layout above
    and below it.

    Raises:
        RenderError: the text cannot be worked out as it stands.
    """
    content = load_content(desk, campaign_id)
    context = content.context(replace(draft, text_override="") if draft else None)
    message = replace(context.message, text_override=None)
    files = MessageFiles(message.files)
    sources = write_parts(replace(context, message=message), message.locale, files=files)
    above, below = map(_in_words, (sources.layout_above, sources.layout_text))
    protected = protect("\n".join(part for part in (above, sources.text, below) if part))
    laid_out = finish_text(protected.text)  # tags are words there, so none is cut
    return _readable(protected.restore(laid_out))


def _readable(text: str) -> str:
    r"""Give conditions and repeats lines of their own, which a text by hand does not print.

    >>> _readable("{% if a %}Dear {{ (a)|url }}\n{% endif %}Hello")
    '{% if a %}\nDear {{ a | url }}\n{% endif %}\nHello'
    """
    written = ""
    for piece in split_tags(text):
        at_start = not written or written.endswith("\n")
        tag = _FILTERED.sub(r"{{ \1 | \2 }}", piece.text) if piece.is_tag else piece.text
        written += f"{tag}\n" if piece.is_block_tag and at_start else tag
    return written


def _in_words(source: str) -> str:
    return "".join(_spelt_out(piece.text) for piece in split_tags(source))


def _spelt_out(piece: str) -> str:
    """Put the words of a layout's own string in its place."""
    match = _STRING.fullmatch(piece)
    return re.sub(r"\\(.)", r"\1", match["words"]) if match else piece


def _made_beside(desk: Desk, content: Content) -> Mapping[str, bytes]:
    number = desk.campaigns.unchanged_since(content.record.id, TEXT_FILE)
    return desk.campaigns.tree(content.record.id, number=number)


def _differs(desk: Desk, content: Content, then: Mapping[str, bytes], number: int) -> bool:
    tree = desk.campaigns.tree(content.record.id, number=number)
    return _body(tree) != _body(then) or tree.get(HTML_FILE) != then.get(HTML_FILE)


def _body(tree: Mapping[str, bytes]) -> str:
    text, _findings = read_message_file(tree.get(MESSAGE_FILE, b""))
    return text.body


def _words(tree: Mapping[str, bytes]) -> str:
    """Give the text as somebody wrote it: Markdown, or the HTML that was brought."""
    return _body(tree) or tree.get(HTML_FILE, b"").decode("utf-8", "replace")


def _was_said_to_fit(desk: Desk, content: Content) -> bool:
    wanted = {"campaign": content.record.id, "fits": _pair(content.tree)}
    return any(
        orjson.loads(entry.details) == wanted
        for entry in desk.audit.entries()
        if entry.action == STILL_FITS
    )


def _pair(tree: Mapping[str, bytes]) -> str:
    """Name a plain text and the text beside it by one digest."""
    parts = (tree.get(TEXT_FILE, b""), _body(tree).encode("utf-8"), tree.get(HTML_FILE, b""))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

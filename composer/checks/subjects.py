"""Finds what is wrong with subject and preheader as written: what the list of messages shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from composer.checks.written import Written, plain_words
from composer.findings import Finding, finding

LONGEST_SUBJECT = 90
"""Characters without fields; longer subjects are cut in every list of messages."""
LONGEST_PREHEADER = 200
_LEAST_LETTERS = 8

_ANSWER = re.compile(
    r"\s*(?:(?:re|fw|fwd|aw|wg|sv|vs|vb|tr|rv|res|enc|rif|antw|doorst|odp|ynt|ilt)(?:\s*\[\d+\])?"
    r"|回复|答复|转发|回信|返信|転送|رد|إعادة توجيه)\s*[:：]",
    re.IGNORECASE,
)
_CALL = re.compile(r"[!！]")
_MOST_CALLS = 1


def find_subject_findings(written: Written) -> Iterator[Finding]:
    """Find what is wrong with the subject and the preheader of one language."""
    where, words = written.where("subject"), plain_words(written.subject)
    if len(words) > LONGEST_SUBJECT:
        yield finding("content.long_subject", where=where, length=len(words))
    if code := _manner_code(words, has_fields=words != written.subject):
        yield finding(code, where=where, subject=written.subject)
    yield from _find_preheader_findings(written)


def _manner_code(words: str, *, has_fields: bool) -> str:
    if _ANSWER.match(words):
        return "content.fake_reply"
    if not has_fields and words and not any(char.isalnum() for char in words):
        return "content.symbols_subject"
    if _is_shouting(words):
        return "content.shouting_subject"
    return "content.exclaiming_subject" if len(_CALL.findall(words)) > _MOST_CALLS else ""


def _is_shouting(words: str) -> bool:
    """Tell whether a subject has capitals only: several words of letters that have both forms."""
    letters = [char for char in words if unicodedata.category(char) in {"Lu", "Ll"}]
    many = len(letters) >= _LEAST_LETTERS and len(words.split()) > 1
    return many and all(char.isupper() for char in letters)


def _find_preheader_findings(written: Written) -> Iterator[Finding]:
    where, words = written.where("preheader"), plain_words(written.preheader).strip()
    if not written.preheader:
        yield finding("content.no_preheader", where=where)
    elif len(words) > LONGEST_PREHEADER:
        yield finding("content.long_preheader", where=where, length=len(words))
    elif written.preheader.strip().casefold() == written.subject.strip().casefold():
        yield finding("content.same_preheader", where=where)

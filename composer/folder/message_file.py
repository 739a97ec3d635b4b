"""Read `message.md`: a head of plain lines between two lines of three hyphens, then the body.

The head knows `subject` and `preheader`, each on one line. A value in quotation marks is taken
without them, as in YAML; nothing else of YAML is read. The body is everything below, untouched but
for its line ends. Merge fields are not checked here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from composer.findings import Finding, finding
from composer.folder.keys import ENCODED_WORD, LONGEST_TEXT, UNSEEN

FENCE = "---"
HEAD_KEYS = ("subject", "preheader")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE = re.compile(r"([A-Za-z_-]+)\s*:(?:\s+(.*)|)")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageText:
    """What `message.md` says; empty where a finding says why."""

    subject: str
    preheader: str
    body: str


def read_message_file(
    content: bytes, *, file: str = "message.md"
) -> tuple[MessageText, list[Finding]]:
    """Read the message's source text; every problem is a finding with its line."""
    text, findings = read_text(content, file=file)
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == FENCE), 0)
    if lines[0].rstrip() != FENCE or not end:
        if not findings:
            where: dict[str, str | int] = {"file": file, "line": 1}
            findings.append(finding("folder.missing_front_matter", where=where, file=file))
        return MessageText(subject="", preheader="", body=text), findings
    head = _read_head(lines[1:end], file, findings)
    body = "\n".join(lines[end + 1 :])
    if not head.get("subject", "").strip():
        where = {"file": file, "key": "subject"}
        findings.append(finding("folder.no_subject", where=where, file=file))
    if not body.strip():
        findings.append(finding("folder.empty_body", where={"file": file}, file=file))
    return (
        MessageText(
            subject=head.get("subject", ""), preheader=head.get("preheader", ""), body=body
        ),
        findings,
    )


def read_text(content: bytes, *, file: str) -> tuple[str, list[Finding]]:
    """Decode a text file: UTF-8, line ends as LF, no control characters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where: dict[str, str | int] = {"file": file, "line": line}
        return "", [finding("folder.not_utf8", where=where, file=file, line=line)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = CONTROL.search(text)
    if match is None:
        return text, []
    line = text.count("\n", 0, match.start()) + 1
    where = {"file": file, "line": line}
    return text, [finding("folder.bad_character", where=where, file=file, line=line)]


def _read_head(lines: list[str], file: str, findings: list[Finding]) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where: dict[str, str | int] = {"file": file, "line": number}
        match = _LINE.fullmatch(line.rstrip())
        key = match[1].lower() if match else ""
        if match is None or (match[2] or "").strip() in {"|", ">", "|-", ">-"}:
            code = "folder.bad_front_matter"
        elif key not in HEAD_KEYS:
            code = "folder.unknown_front_matter"
        elif key in head:
            code = "folder.twice_in_front_matter"
        else:
            head[key] = _unquoted((match[2] or "").strip())
            code = _value_problem(head[key])
        if code:
            findings.append(
                finding(code, where=where | {"key": key} if key else where, file=file,
                        line=number, key=key, maximum=LONGEST_TEXT)
            )  # fmt: skip
    return head


def _value_problem(value: str) -> str:
    if UNSEEN.search(value):
        return "folder.control_character"
    if ENCODED_WORD in value:
        return "folder.encoded_word"
    return "folder.too_long" if len(value) > LONGEST_TEXT else ""


def _unquoted(value: str) -> str:
    double = _DOUBLE.fullmatch(value)
    if double is not None:
        return re.sub(r"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), double[1])
    single = _SINGLE.fullmatch(value)
    return single[1].replace("''", "'") if single is not None else value

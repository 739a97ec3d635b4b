"""Says a tag in the words of somebody who writes, not of somebody who programs.

Each sentence is whole, with places; a field's name is shown with spaces. What has no words is shown
as it is written, and `in_words` says which of both it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer.gui.writing.tags import (
    Comparison,
    Condition,
    Else,
    End,
    Field,
    Other,
    Repeat,
    Tag,
    parse_tag,
)
from composer.i18n import N_, _, place

_FORMATS = {
    "": (N_("{field}"), N_("{field}, or “{fallback}”")),
    "capitalize": (
        N_("{field}, with a capital first letter"),
        N_("{field}, with a capital first letter, or “{fallback}”"),
    ),
    "currency": (
        N_("{field}, as an amount in {detail}"),
        N_("{field}, as an amount in {detail}, or “{fallback}”"),
    ),
    "currency of": (
        N_("{field}, as an amount, currency from {detail}"),
        N_("{field}, as an amount, currency from {detail}, or “{fallback}”"),
    ),
    "date": (N_("{field}, as a date"), N_("{field}, as a date, or “{fallback}”")),
    "date full": (
        N_("{field}, as a date with weekday"),
        N_("{field}, as a date with weekday, or “{fallback}”"),
    ),
    "date short": (
        N_("{field}, as a short date"),
        N_("{field}, as a short date, or “{fallback}”"),
    ),
    "datetime": (
        N_("{field}, as date and time"),
        N_("{field}, as date and time, or “{fallback}”"),
    ),
    "lower": (
        N_("{field}, in small letters"),
        N_("{field}, in small letters, or “{fallback}”"),
    ),
    "mailto": (
        N_("{field}, as a mail link"),
        N_("{field}, as a mail link, or “{fallback}”"),
    ),
    "number": (N_("{field}, as a number"), N_("{field}, as a number, or “{fallback}”")),
    "number to": (
        N_("{field}, as a number with {detail} decimals"),
        N_("{field}, as a number with {detail} decimals, or “{fallback}”"),
    ),
    "percent": (
        N_("{field}, as a percentage"),
        N_("{field}, as a percentage, or “{fallback}”"),
    ),
    "time": (N_("{field}, as a time"), N_("{field}, as a time, or “{fallback}”")),
    "title": (
        N_("{field}, each word with a capital"),
        N_("{field}, each word with a capital, or “{fallback}”"),
    ),
    "trim": (
        N_("{field}, without spaces around it"),
        N_("{field}, without spaces around it, or “{fallback}”"),
    ),
    "upper": (
        N_("{field}, in capital letters"),
        N_("{field}, in capital letters, or “{fallback}”"),
    ),
    "url": (
        N_("{field}, as part of a link"),
        N_("{field}, as part of a link, or “{fallback}”"),
    ),
}
# For each question: alone, after a condition, and joined to others.
_QUESTIONS = {
    "filled": (
        N_("If there is a {field}"),
        N_("Otherwise, if there is a {field}"),
        N_("there is a {field}"),
    ),
    # "an" before a vowel: languages without that difference translate both alike.
    "filled vowel": (
        N_("If there is an {field}"),
        N_("Otherwise, if there is an {field}"),
        N_("there is an {field}"),
    ),
    "empty": (
        N_("If there is no {field}"),
        N_("Otherwise, if there is no {field}"),
        N_("there is no {field}"),
    ),
    "==": (
        N_("If {field} is {value}"),
        N_("Otherwise, if {field} is {value}"),
        N_("{field} is {value}"),
    ),
    "!=": (
        N_("If {field} is not {value}"),
        N_("Otherwise, if {field} is not {value}"),
        N_("{field} is not {value}"),
    ),
    "in": (
        N_("If {field} is one of {value}"),
        N_("Otherwise, if {field} is one of {value}"),
        N_("{field} is one of {value}"),
    ),
    ">": (
        N_("If {field} is more than {value}"),
        N_("Otherwise, if {field} is more than {value}"),
        N_("{field} is more than {value}"),
    ),
    ">=": (
        N_("If {field} is at least {value}"),
        N_("Otherwise, if {field} is at least {value}"),
        N_("{field} is at least {value}"),
    ),
    "<": (
        N_("If {field} is less than {value}"),
        N_("Otherwise, if {field} is less than {value}"),
        N_("{field} is less than {value}"),
    ),
    "<=": (
        N_("If {field} is at most {value}"),
        N_("Otherwise, if {field} is at most {value}"),
        N_("{field} is at most {value}"),
    ),
}
_SEVERAL = (N_("If {condition}"), N_("Otherwise, if {condition}"))
_JOINED = {"and": N_("{first} and {second}"), "or": N_("{first} or {second}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagWords:
    """How a tag is shown: its text, and what it is (`field`, `structure` or `code`)."""

    text: str
    kind: str

    @property
    def in_words(self) -> bool:
        """Whether the text says the tag in words, rather than showing its source."""
        return self.kind != "code"


def words_of(source: str) -> TagWords:
    """Say one tag.

    >>> words_of('{{ first_name or "customer" }}').text
    'first name, or “customer”'
    """
    if len(source) == 1:  # a separator of lines that an editor cannot show otherwise
        return TagWords(text=f"U+{ord(source):04X}", kind="code")
    tag = parse_tag(source)
    match tag:
        case Other():
            return TagWords(text=" ".join(source.split()), kind="code")
        case Field():
            return TagWords(text=field_words(tag), kind="field")
        case _:
            return TagWords(text=_structure_words(tag), kind="structure")


def spoken_name(name: str) -> str:
    """Show a column's name as people say it.

    >>> spoken_name("first_name")
    'first name'
    """
    return " ".join(name.replace("_", " ").split()) or name


def field_words(tag: Field) -> str:
    """Say a field with its format and what stands in for an empty one."""
    plain, with_fallback = _FORMATS[_format_key(tag)]
    detail = spoken_name(tag.detail) if tag.detail_is_field else tag.detail
    name = place(_("“{text}”"), text=tag.name) if tag.is_literal else spoken_name(tag.name)
    return place(
        _(with_fallback if tag.fallback else plain),
        field=name,
        detail=detail,
        fallback=tag.fallback,
    )


def condition_words(tag: Condition) -> str:
    """Say a condition as a sentence without its full stop."""
    which = 1 if tag.is_elif else 0
    if len(tag.questions) == 1:
        return _question_words(tag.questions[0], which)
    said = _question_words(tag.questions[0], 2)
    for asked in tag.questions[1:]:
        said = place(_(_JOINED[tag.joined]), first=said, second=_question_words(asked, 2))
    return place(_(_SEVERAL[which]), condition=said)


def _structure_words(tag: Tag) -> str:
    match tag:
        case Condition():
            return condition_words(tag)
        case Repeat():
            words = _("Repeat for each {item} of {field}")
            return place(words, item=spoken_name(tag.item), field=spoken_name(tag.field))
        case Else():
            return _("Otherwise")
        case End(of="for"):
            return _("End of the repeat")
        case _:
            return _("End of the condition")


def _format_key(tag: Field) -> str:
    if tag.format == "currency" and tag.detail_is_field:
        return "currency of"
    if tag.format == "number" and tag.detail:
        return "number to"
    styled = f"{tag.format} {tag.detail}"
    return styled if styled in _FORMATS else tag.format


def _question_words(asked: Comparison, which: int) -> str:
    name = spoken_name(asked.field)
    key = asked.operator
    if key == "filled" and name[:1].lower() in "aeiou":
        key = "filled vowel"
    values = [value or _("empty") for value in asked.values]
    return place(_(_QUESTIONS[key][which]), field=name, value=_(", ").join(values))

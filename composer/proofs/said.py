"""What can be said about one field of the manifest that differs.

Every sentence is whole. Where a field may be empty, it has a sentence of its own for what came and
one for what went. `{before}` and `{after}` are the values in words; `{name}` is the key of what
stands under a key (a language, a path, a domain).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from composer.i18n import N_
from composer.model.changes import Area
from composer.proofs.canonical import JsonValue
from composer.proofs.change_values import text_words

Show = Callable[[JsonValue], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The sentences about one field.

    `same` stands for `changed` where both values are the same in words. `causes` are fields: where
    one of them differs, too, this one follows from it. Of a list, what came and
    what went is said, in one sentence or in one for `each`; `changed` is for another order.
    """

    area: Area
    changed: str
    added: str = ""
    removed: str = ""
    same: str = ""
    show: Show = text_words
    name: Show = text_words
    is_list: bool = False
    each: bool = False
    causes: tuple[str, ...] = ()


ORDER = N_("Things of a list stand in another order than before.")

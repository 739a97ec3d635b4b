"""The one Jinja environment of the program: sandboxed, strict about blanks, fed plain text only.

Guards rule 9 (no blanks: an empty cell is an `EmptyField`, which refuses to be printed, joined,
filtered, compared by size or looped over) and rule 11 (nothing from a file runs: only the syntax
that `syntax.py` allows is compiled, no attribute of any object can be reached but a few of text,
and only text, whole numbers and decimals are printed). Values reach templates as plain `str`;
escaping is on in HTML and off in text, subject and headers. Limits of time and memory are the
worker pool's, not this module's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, NoReturn

from jinja2 import pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.runtime import Context, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.tests import TESTS as JINJA_TESTS

from composer.errors import EmptyFieldPrinted, RenderError
from composer.rendering.code_writer import CodeWriter
from composer.rendering.failures import empty_field, render_error
from composer.rendering.instruments import BRANCH_FILTER, MANY, OUTCOMES, REPEAT_FILTER

PLAIN_FILTERS = (
    "abs", "capitalize", "count", "d", "default", "e", "escape", "first", "int", "join", "last",
    "length", "list", "lower", "max", "min", "replace", "reverse", "round", "sort", "string",
    "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
PLAIN_TESTS = (
    "==", "!=", "<", "<=", ">", ">=", "boolean", "defined", "divisibleby", "eq", "equalto", "even",
    "false", "ge", "gt", "in", "integer", "le", "lower", "lt", "ne", "none", "number", "odd",
    "string", "true", "undefined", "upper",
)  # fmt: skip


class UnknownField(StrictUndefined):
    """A name that nothing provides: every use but `is defined` and `default` fails."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = None,
        name: str | None = None,
        exc: Callable[[str], Exception] | None = None,
    ) -> None:
        failure = SecurityError if exc is SecurityError else partial(_unknown, name)
        super().__init__(hint, obj, name, failure)  # type: ignore[arg-type]


class EmptyField(StrictUndefined):  # noqa: PLW1641 - hashing it fails, below
    """An empty cell: falsy, fine in `if`, `or`, `default` and `==`; every other use fails.

    >>> bool(EmptyField("first_name")), EmptyField("first_name") == ""
    (False, True)
    """

    __slots__ = ()

    def __init__(self, column: str) -> None:
        failure = partial(_empty, column)
        super().__init__(name=column, exc=failure)  # type: ignore[arg-type]

    @property
    def column(self) -> str:
        """The column whose cell is empty."""
        return str(self._undefined_name)

    def __bool__(self) -> bool:  # type: ignore[override]
        return False

    def __eq__(self, other: object) -> bool:  # type: ignore[override]
        return isinstance(other, EmptyField) or other == ""

    def __ne__(self, other: object) -> bool:  # type: ignore[override]
        return not self == other

    def _fail(self, *_args: object) -> NoReturn:
        self._fail_with_undefined_error()

    __hash__ = __repr__ = __format__ = __index__ = __abs__ = __round__ = _fail
    __reversed__ = __html__ = _fail


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox whose objects have no attributes but those that the syntax check lets through."""

    code_generator_class = CodeWriter
    html_pieces: AbstractSet[bytes] = frozenset()
    plain_range = staticmethod(safe_range)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Look up a list's, text's or table's element; never an attribute."""
        if isinstance(obj, Undefined) or isinstance(argument, Undefined):
            return obj[argument] if isinstance(obj, Undefined) else str(argument)
        try:
            return obj[argument]
        except (LookupError, TypeError):
            return self.undefined(obj=obj, name=str(argument))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 - as inherited
        """Call what the syntax check let through; an empty cell is no argument."""
        for argument in (*args, *kwargs.values()):
            for item in argument if isinstance(argument, (list, tuple)) else (argument,):
                if isinstance(item, EmptyField):
                    raise empty_field(item.column)
        return super().call(__context, __obj, *args, **kwargs)


def make_environment(
    *, html: bool, filters: Mapping[str, Callable[..., Any]], whole_lines: bool = False
) -> TemplateEnvironment:
    """Make an environment for one locale; `filters` are that locale's formats.

    With `whole_lines`, a line of nothing but `{% … %}` leaves no empty line behind.
    """
    environment = TemplateEnvironment(
        autoescape=html,
        undefined=UnknownField,
        finalize=_as_it_is,
        optimized=False,  # nothing is computed while compiling
        cache_size=0,
        keep_trailing_newline=True,
        trim_blocks=whole_lines,
        lstrip_blocks=whole_lines,
    )
    environment.globals = {}
    environment.filters = {name: JINJA_FILTERS[name] for name in PLAIN_FILTERS}
    environment.filters |= {**filters, BRANCH_FILTER: _record, REPEAT_FILTER: _record_items}
    environment.tests = {name: JINJA_TESTS[name] for name in PLAIN_TESTS}
    return environment


# Never called: `printing` prints values. Its need for the context keeps Jinja's own generator, with
# which names are looked up, from computing constants, so that nothing runs before its time.
@pass_context
def _as_it_is(_context: Context, value: Any) -> Any:
    return value


@pass_context
def _record(context: Context, value: Any, name: str) -> bool:
    taken = bool(value)
    context.parent[OUTCOMES][name, taken] = None
    return taken


@pass_context
def _record_items(context: Context, value: Any, name: str) -> Any:
    items = value if hasattr(value, "__len__") else list(value)
    context.parent[OUTCOMES][name, min(len(items), MANY)] = None
    return items


def _unknown(name: str | None, _message: str) -> RenderError:
    return render_error("render.unknown_field", field=str(name or ""))


def _empty(column: str, _message: str) -> EmptyFieldPrinted:
    return empty_field(column)

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
from types import CodeType
from typing import Any, NoReturn

from jinja2 import pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.tests import TESTS as JINJA_TESTS

from composer.errors import EmptyFieldPrinted, RenderError
from composer.rendering.code_writer import CodeWriter, Names, TemplateContext
from composer.rendering.failures import completed, empty_field, render_error
from composer.rendering.instruments import (
    BRANCH_FILTER,
    OUTCOMES,
    Branch,
    constant_text,
    instrumented,
)
from composer.rendering.printing import HtmlPieces, TextPieces
from composer.rendering.still_text import StillText
from composer.rendering.syntax import checked

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


Outcomes = dict[tuple[str, bool], None]


class CompiledPart:
    """One compiled template: subject, body, layout or header of one locale."""

    __slots__ = ("_constant", "_eval_ctx", "_print", "branches", "part")

    def __init__(
        self,
        *,
        part: str,
        environment: TemplateEnvironment,
        code: CodeType,
        branches: tuple[Branch, ...],
        constant: str | None,
    ) -> None:
        self.part = part
        self.branches = branches
        self._eval_ctx = EvalContext(environment, part)
        self._constant = constant
        namespace: dict[str, Any] = {"environment": environment}
        exec(code, namespace)  # noqa: S102 - only defines the function
        self._print = namespace["root"]

    def render(
        self, values: dict[str, Any], outcomes: Outcomes, pieces: TextPieces | None = None
    ) -> str:
        """Render with these values; conditions add (name, taken) to `outcomes`.

        Raises:
            RenderError: whatever a template can do wrong, with this part's name.
        """
        if self._constant is not None:
            return self._constant
        if self._eval_ctx.autoescape:
            utf8 = b"".join(self.render_html(values, outcomes, HtmlPieces()))
            return utf8.decode("utf-8", "surrogatepass")
        try:
            return "".join(
                self._printed(values, outcomes, TextPieces() if pieces is None else pieces)
            )
        except Exception as error:  # noqa: BLE001 - a template may raise anything at all
            raise _translated(error, self.part) from None

    def render_html(
        self, values: dict[str, Any], outcomes: Outcomes, pieces: HtmlPieces
    ) -> list[bytes]:
        """Render a part in which fields are escaped; gives the pieces in UTF-8.

        Raises:
            RenderError: as `render`.
        """
        try:
            return self._printed(values, outcomes, pieces)
        except Exception as error:  # noqa: BLE001 - a template may raise anything at all
            raise _translated(error, self.part) from None

    def _printed(
        self, values: dict[str, Any], outcomes: Outcomes, pieces: TextPieces | HtmlPieces
    ) -> list[Any]:
        names = values if type(values) is Names else Names(values)
        names["range"] = safe_range
        names[OUTCOMES] = outcomes
        context = TemplateContext(names, pieces=pieces, eval_ctx=self._eval_ctx)
        self._print(context)
        return context.printed


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
    environment.filters |= {**filters, BRANCH_FILTER: _record}
    environment.tests = {name: JINJA_TESTS[name] for name in PLAIN_TESTS}
    return environment


def compile_part(
    environment: TemplateEnvironment,
    source: str,
    *,
    part: str,
    translate: Callable[[str], str] | None = None,
    prefix: str = "",
    constants: Mapping[str, str] | None = None,
    still: StillText | None = None,
) -> CompiledPart:
    """Compile one template; `translate` resolves the `_("…")` strings of a layout now.

    `constants` are names whose value is the same for everybody; `still` takes what never varies
    out of a text.

    Raises:
        RenderError: syntax that is wrong or not allowed, with part and line.
    """
    tree = checked(environment, source, part=part, strings=translate is not None)
    html = environment.autoescape is True
    try:
        branches = instrumented(
            tree, prefix=prefix, translate=translate, html=html, constants=constants
        )
        if still is not None:
            still.take_from(tree)
        code = environment.compile(tree, name=part)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        # Nested more deeply than Python's own compiler takes.
        raise render_error("template.forbidden", part=part) from None
    return CompiledPart(
        part=part,
        environment=environment,
        code=code,
        branches=branches,
        constant=constant_text(tree),
    )


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


def _unknown(name: str | None, _message: str) -> RenderError:
    return render_error("render.unknown_field", field=str(name or ""))


def _empty(column: str, _message: str) -> EmptyFieldPrinted:
    return empty_field(column)


def _translated(error: Exception, part: str) -> RenderError:
    match error:
        case RenderError():
            return completed(error, part=part)
        case MemoryError():
            return render_error("render.memory", part=part)
        case SecurityError():
            return render_error("template.forbidden", part=part)
        case TypeError() | ValueError():
            return render_error("render.wrong_kind", part=part)
        case OverflowError() | RecursionError():
            return render_error("render.too_large", part=part)
        case _:
            return render_error("render.failed", part=part)

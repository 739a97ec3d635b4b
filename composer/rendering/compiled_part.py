"""One compiled template, ready to be filled in, and how it is made of its source.

What a template raises, whatever it is, leaves as an error of the catalogue with the part's name
(rule 9, rule 11: nothing of a cell stands in it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.nodes import EvalContext
from jinja2.sandbox import safe_range

from composer.errors import RenderError
from composer.rendering.code_writer import Names, TemplateContext
from composer.rendering.environment import TemplateEnvironment
from composer.rendering.failures import completed, render_error
from composer.rendering.instruments import (
    OUTCOMES,
    Branch,
    constant_text,
    instrumented,
    is_only_printed,
)
from composer.rendering.printing import WHOLE, HtmlPieces, TextPieces
from composer.rendering.still_text import StillText
from composer.rendering.syntax import checked

Outcomes = dict[tuple[str, int], None]


def add_own_names(names: Names, outcomes: Outcomes) -> Names:
    """Add what every template has beside a recipient's values."""
    names["range"] = safe_range
    names[OUTCOMES] = outcomes
    return names


class CompiledPart:
    """One compiled template: subject, body, layout or header of one locale."""

    __slots__ = ("_constant", "_eval_ctx", "_print", "branches", "only_prints_whole", "part")

    def __init__(
        self,
        *,
        part: str,
        environment: TemplateEnvironment,
        code: CodeType,
        branches: tuple[Branch, ...],
        constant: str | None,
        only_prints_whole: bool,
    ) -> None:
        self.part = part
        self.only_prints_whole = only_prints_whole
        self.branches = branches
        self._eval_ctx = EvalContext(environment, part)
        self._constant = constant
        namespace: dict[str, Any] = {"environment": environment}
        exec(code, namespace)  # noqa: S102 - only defines the function
        self._print = namespace["root"]

    def render(
        self, values: dict[str, Any], outcomes: Outcomes, pieces: TextPieces | None = None
    ) -> str:
        """Render with these values; conditions and repeats add to `outcomes`.

        Values that are `Names` already hold the outcomes.

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
        names = values if type(values) is Names else add_own_names(Names(values), outcomes)
        context = TemplateContext(names, pieces=pieces, eval_ctx=self._eval_ctx)
        self._print(context)
        return context.printed


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
        only_prints_whole=is_only_printed(tree, WHOLE, html=html),
    )


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

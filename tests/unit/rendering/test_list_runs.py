"""Lists that only tags keep apart become one list, and what stands around them stays outside."""

from __future__ import annotations

import pytest

from composer.rendering.list_runs import join_lists
from composer.translation.blocks import parse_blocks


def outline(markdown: str) -> list[str]:
    """Give the blocks in order: lists as ( ), items as their text, tags as written."""
    names = {"bullet_list_open": "(", "bullet_list_close": ")"}
    tokens = join_lists(parse_blocks(markdown))
    return [
        names.get(token.type, token.content)
        for token in tokens
        if token.type in {*names, "inline", "jinja_block"}
    ]


def test_a_repeated_item_makes_one_list() -> None:
    assert outline("- a\n{% for x in y %}\n- b\n{% endfor %}\n- c") == [
        *("(", "a", "{% for x in y %}", "b", "{% endfor %}", "c", ")")
    ]


def test_a_list_ends_before_the_other_branch_of_a_condition() -> None:
    assert outline("{% if a %}\n\n- one\n- two\n\n{% else %}\n\nnone\n\n{% endif %}\n\nafter") == [
        *("{% if a %}", "(", "one", "two", ")", "{% else %}", "none", "{% endif %}", "after")
    ]


@pytest.mark.parametrize("tag", ["{% endif %}", "{% elif b %}", "{% endif %}{% if b %}"])
def test_a_list_ends_where_the_condition_around_it_ends(tag: str) -> None:
    text = f"{{% if a %}}\n\n- one\n\n{tag}\n\n- two\n\n{{% endif %}}"
    assert outline(text)[:6] == ["{% if a %}", "(", "one", ")", tag, "("]

"""Lists that a repeat left empty go, and a glance tells which bodies can hold one."""

from __future__ import annotations

import random

from composer.rendering import empty_lists
from composer.rendering.empty_lists import endings_of_empty_lists, without_empty_lists

TAGS = ("<ul>", "</ul>", "<ol start='2'>", "</ol>", "<table>", "</table>", "<tbody>", "</tbody>",
        '<div class="table">', "</div>", "<li>a</li>", "text", "\n", "<br>", "\u00a0")  # fmt: skip


def test_a_body_without_empty_lists_is_given_back_itself() -> None:
    body = b"<ul>\n<li>a</li>\n</ul><table><tbody><tr><td>x</td></tr></tbody></table>"
    assert without_empty_lists(body, (b"</tbody>", b"</ul>")) is body


def test_any_body_that_a_template_may_give_is_cleaned_as_by_the_whole_rule() -> None:
    chance = random.Random(5)
    cleaned = 0
    for _ in range(20_000):
        parts = [
            chance.choice((*TAGS, "{% x %}", "{{ y }}")) for _ in range(chance.randrange(2, 12))
        ]
        endings = endings_of_empty_lists("".join(parts))
        if not endings:
            continue
        # What a tag prints: nothing, or text whose angle brackets are escaped, or blanks.
        printed = [
            chance.choice(("", "", " ", "a")) if part.startswith("{") else part for part in parts
        ]
        html = "".join(printed)
        expected = empty_lists._cleaned(html)
        assert without_empty_lists(html.encode(), endings) == expected.encode(), parts
        cleaned += html != expected
    assert cleaned > 100

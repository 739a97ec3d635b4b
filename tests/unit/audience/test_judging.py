"""The judge of whole batches says of each address what is said of it alone."""

from __future__ import annotations

import pytest

from composer.audience.addresses import address_problem
from composer.audience.judging import SPECIAL_USE, RowJudge
from composer.model.campaign import AudienceSettings

GOOD = "good@example.com"
ODD = (
    "", " ", "no at", "=?utf-8?q?a?=@example.com", "a=?b@example.com", f"{'a' * 65}@example.com",
    f"{'a' * 64}@example.com", "a@example.com,b@example.com", "a@example.com b@example.com",
    "<a@example.com>", '"a"@example.com', "a @example.com", "a.@example.com", ".a@example.com",
    "a..b@example.com", "a@@example.com", "@example.com", "a@", "a@example.com.", "a@example",
    "a@b_c.com", "a@-b.com", "a@b..com", "a@xn--a.com", "a@127.0.0.1", "a@[127.0.0.1]",
    "a@example.com\n", "\ufeffa@example.com", "a@example.com\u200b", "a\0@example.com",
    "a@\u2603.net", "\u00e4@example.com", "a@b\u00fccher.example", "a@x.test", "a@localhost",
    "A+b@Example.COM", "o'neil@example.com", f"a@{'b' * 64}.com", f"a@{'.'.join(['b' * 60] * 5)}",
)  # fmt: skip


def codes(emails: list[str]) -> list[str]:
    judge = RowJudge(columns=("email",), settings=AudienceSettings(file="a"), file="a")
    rows = list(range(2, 2 + len(emails)))
    judged = judge.judge(rows, [[email] for email in emails])
    told = {row: code for row, code, _column, _details in judged.problems}
    assert [key is None for key in judged.keys] == [row in told for row in rows]
    return [told.get(row, "") for row in rows]


@pytest.mark.parametrize("email", ODD)
def test_an_address_has_the_same_verdict_in_whatever_batch_it_stands(email: str) -> None:
    found = address_problem(email)
    expected = "" if found == SPECIAL_USE else found
    assert codes([email]) == [expected]
    assert codes([GOOD, email, GOOD.upper()]) == ["", expected, ""]
    assert codes([GOOD, email, "no at"]) == ["", expected, "address.no_at"]


def test_all_of_them_in_one_batch_have_the_same_verdicts() -> None:
    found = [address_problem(email) for email in ODD]
    assert codes(list(ODD)) == ["" if code == SPECIAL_USE else code for code in found]

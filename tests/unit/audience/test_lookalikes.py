from __future__ import annotations

import random

import pytest

from composer.audience.lookalikes import LookalikeTally, lookalike_key


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("j.doe@gmail.com", "jdoe@gmail.com", True),
        ("jdoe+a@gmail.com", "jdoe+b@googlemail.com", True),
        ("J.Doe@firm.com", "jdoe+news@FIRM.com", True),
        ("bob@bücher.example", "b.o.b@xn--bcher-kva.example", True),
        ("jdoe@gmail.com", "jdoe@gmx.com", False),
        ("jdoe@gmail.com", "j-doe@gmail.com", False),
        ("+a@firm.com", "+b@firm.com", False),
    ],
)
def test_which_addresses_look_alike(one: str, other: str, *, alike: bool) -> None:
    assert (lookalike_key(one) == lookalike_key(other)) is alike


def test_both_passes_find_exactly_the_groups() -> None:
    chance = random.Random(4)
    keys = sorted(
        {
            f"{''.join(chance.choices('ab.+', k=4)).strip('.') or 'x'}{n % 50}@{domain}"
            for n in range(4000)
            for domain in ("gmail.com", "googlemail.com", "firm.com")
        }
    )
    tally = LookalikeTally()
    for at in range(0, len(keys), 97):
        tally.add(keys[at : at + 97])
    assert tally.found_any
    chosen = {
        keys[at + one]
        for at in range(0, len(keys), 97)
        for one in tally.of_interest(keys[at : at + 97])
    }
    by_look: dict[str, set[str]] = {}
    for key in keys:
        by_look.setdefault(lookalike_key(key), set()).add(key)
    expected = {key for group in by_look.values() if len(group) > 1 for key in group}
    assert expected <= chosen

"""Reading in runs gives what reading block by block gives, whatever came before; memory is bounded."""

from __future__ import annotations

import random

import pytest

from composer.model.runs import Runs

END = "\n\n"


def fresh(room_bytes: int = 20_000) -> Runs[str, str]:
    return Runs(str.upper, end=END, nothing="", room_bytes=room_bytes)


def test_any_text_is_read_as_if_each_block_stood_alone() -> None:
    chance = random.Random(7)
    runs = fresh()
    fixed = [f"always {number}" + END for number in range(12)]
    for _ in range(4000):
        blocks = [
            chance.choice((block, block, block, f"own {chance.randrange(9)}" + END, "", "\n"))
            for block in fixed[chance.randrange(4) :]
        ]
        text = "".join(blocks) + chance.choice(("", "end", "\n"))
        values, rest = runs.read(text)
        assert "".join(values) + rest.upper() == text.upper()
        assert END not in rest


def test_what_comes_again_is_read_in_few_pieces() -> None:
    runs = fresh()
    for number in range(6):
        text = "".join(f"{block if block != 5 else f'own {number}'}{END}" for block in range(20))
        values, _ = runs.read(text)
    assert len(values) == 3


def test_a_run_whose_end_differs_is_cut_and_still_read_right() -> None:
    runs = fresh()
    long = "".join(f"{block}{END}" for block in "abcdef")
    for _ in range(4):
        runs.read(long)
    for text in (long.replace("d", "D2"), long, long.replace("b", "B2"), long[:6], long):
        assert "".join(runs.read(text)[0]) == text.upper()


def test_a_refusal_is_raised_each_time_the_block_comes() -> None:
    runs: Runs[str, str] = Runs(_no_numbers, end=END, nothing="", room_bytes=20_000)
    for _ in range(3):
        assert runs.read(f"a{END}b{END}")[0]
        with pytest.raises(ValueError, match="number"):
            runs.read(f"a{END}b{END}1{END}")


def test_it_holds_no_more_than_its_room() -> None:
    runs = fresh()
    for number in range(3000):
        for _ in range(3):
            runs.read("".join(f"{number // 3} {block}{END}" for block in range(30)))
        assert runs.held_bytes() <= 20_000
        assert sum(len(run.content) for run in runs._runs.values()) <= 20_000
        assert len(runs._before) <= 30


def _no_numbers(block: str) -> str:
    if block.strip().isdigit():
        message = "a number"
        raise ValueError(message)
    return block


def test_a_run_that_another_thread_forgets_meanwhile_can_still_be_cut() -> None:
    class Forgotten(dict[str, object]):
        """Gives a run once: the next look finds it gone."""

        def get(self, key: str, default: object = None) -> object:
            return self.pop(key, default)

    runs = fresh()
    text = "".join(f"{number}{END}" for number in range(6))
    for _ in range(3):
        runs.read(text)
    runs._runs = Forgotten(runs._runs)
    values, rest = runs.read(text.replace("5", "other"))
    assert "".join(values) + rest == text.replace("5", "OTHER")

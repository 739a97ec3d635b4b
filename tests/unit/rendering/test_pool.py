"""Rule 11: no template holds the program up; a worker that tries is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from composer.confinement.limits import Limits
from composer.errors import Closed, LimitExceeded, RenderError
from composer.model.message import Layout, RenderContext
from composer.rendering import jobs
from composer.rendering.pool import WorkerPool
from composer.rendering.worker_process import WorkerProcess
from tests.measured import within
from tests.unit.rendering import pool_jobs
from tests.unit.rendering.samples import make_context, make_recipient

LIMITS = Limits(item_s=1.0, memory_bytes=256 * 1024 * 1024, answer_bytes=1_000_000)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool[str, str]]:
    with WorkerPool(pool_jobs.remember, "state", workers=2, limits=LIMITS) as made:
        yield made


def test_a_job_sees_the_state_that_its_worker_made(pool: WorkerPool[str, str]) -> None:
    assert pool.run(pool_jobs.echo, "item")[:2] == ("state", "item")


def test_answers_come_in_the_order_of_the_chunks(pool: WorkerPool[str, str]) -> None:
    chunks = [tuple(range(start, start + 5)) for start in range(0, 200, 5)]
    answers = list(pool.map_chunks(pool_jobs.double, chunks))
    assert answers == [tuple(2 * number for number in chunk) for chunk in chunks]


def test_only_a_few_chunks_are_ahead_of_the_reader(pool: WorkerPool[str, str]) -> None:
    taken: list[int] = []

    def chunks() -> Iterator[tuple[int, ...]]:
        for number in range(100):
            taken.append(number)
            yield (number,)

    answers = pool.map_chunks(pool_jobs.double, chunks())
    for read in range(1, 30):
        next(answers)
        assert len(taken) <= read + 5
    answers.close()


def test_an_error_of_a_job_arrives_as_it_was(pool: WorkerPool[str, str]) -> None:
    answers = pool.map_chunks(pool_jobs.fail_at_seven, [(number,) for number in range(20)])
    assert [next(answers) for _ in range(7)] == [(number,) for number in range(7)]
    with pytest.raises(RenderError) as caught:
        next(answers)
    assert (caught.value.code, caught.value.part, caught.value.field) == (
        "render.wrong_kind",
        "body",
        "seven",
    )
    assert pool.run(pool_jobs.echo, 1)[1] == 1


def test_cancelling_ends_the_answers_soon(pool: WorkerPool[str, str]) -> None:
    cancelled = threading.Event()
    answers = pool.map_chunks(
        pool_jobs.linger, [(0.2,) * 50 for _ in range(20)], cancelled=cancelled.is_set
    )
    threading.Timer(0.3, cancelled.set).start()
    begun = time.monotonic()
    assert list(answers) == []
    assert time.monotonic() - begun < 50  # one chunk alone takes ten seconds, all of them 100
    assert pool.run(pool_jobs.echo, 1)[1] == 1


def warm(pool: WorkerPool[str, str]) -> None:
    """Wait until both workers have started: their start is not what is measured."""
    list(pool.map_chunks(pool_jobs.linger, [(0.05,)] * 8))


def test_a_worker_that_never_ends_is_ended_and_replaced(pool: WorkerPool[str, str]) -> None:
    def spin() -> str:
        with pytest.raises(LimitExceeded) as caught:
            pool.run(pool_jobs.spin, None)
        return caught.value.code

    assert within(2, spin, first=lambda: warm(pool)) == "render.time"
    assert {pool.run(pool_jobs.echo, number)[1] for number in range(4)} == {0, 1, 2, 3}


def test_a_spare_that_has_started_takes_the_place_of_a_worker_that_is_ended() -> None:
    with WorkerPool(pool_jobs.remember, "state", workers=1, spares=1, limits=LIMITS) as spared:
        first = spared.run(pool_jobs.echo, 1)[2]
        assert spared.run(pool_jobs.echo, 2)[2] == first  # what it holds is of use
        ready = {child.pid for child in multiprocessing.active_children()}
        with pytest.raises(LimitExceeded):
            spared.run(pool_jobs.die, None)
        assert spared.run(pool_jobs.echo, 3)[2] in ready - {first}


def test_what_is_done_first_has_the_time_of_a_setup_and_not_that_of_an_item() -> None:
    limits = Limits(item_s=0.3, setup_s=20.0)
    with WorkerPool(pool_jobs.remember, "state", workers=1, limits=limits) as patient:
        assert patient.run(pool_jobs.echo, 1, first=(pool_jobs.compute, (0.9,)))[1] == 1
        with pytest.raises(LimitExceeded):
            patient.run(pool_jobs.compute, (0.9,))


def test_each_item_of_a_chunk_has_its_own_time(pool: WorkerPool[str, str]) -> None:
    assert list(pool.map_chunks(pool_jobs.compute, [(0.3,) * 5])) == [5]
    with pytest.raises(LimitExceeded):
        list(pool.map_chunks(pool_jobs.compute, [(0.1, 60.0)]))


def test_a_worker_that_waits_for_a_busy_machine_is_not_blamed() -> None:
    limits = Limits(item_s=0.3)
    with WorkerPool(pool_jobs.remember, "state", workers=1, limits=limits) as waiting:
        assert waiting.run(pool_jobs.linger, (1.0,)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="nothing stops a process there")
def test_a_worker_that_stands_still_in_its_work_goes_on_with_it() -> None:
    limits = Limits(item_s=0.3)
    with WorkerPool(pool_jobs.remember, "state", workers=1, limits=limits) as still:
        worker = still.run(pool_jobs.echo, 1)[2]
        os.kill(worker, signal.SIGSTOP)
        threading.Timer(1.0, os.kill, (worker, signal.SIGCONT)).start()
        assert still.run(pool_jobs.compute, (0.05,)) == 1
        assert still.run(pool_jobs.echo, 1)[2] == worker


def test_a_worker_that_takes_too_much_memory_is_replaced(pool: WorkerPool[str, str]) -> None:
    with pytest.raises(LimitExceeded) as caught:
        pool.run(pool_jobs.devour, 2_000_000_000)
    assert caught.value.code == "render.memory"
    assert pool.run(pool_jobs.devour, 1_000_000) == 1_000_000


def test_what_all_are_told_reaches_each_worker_once_before_its_next_job() -> None:
    with WorkerPool(pool_jobs.empty, None, workers=2, limits=LIMITS) as pool:
        assert pool.run(pool_jobs.kept, ())[0] is None
        for number in range(3):
            pool.tell_all(pool_jobs.keep, number)
        found = list(pool.map_chunks(pool_jobs.kept, [(number,) for number in range(20)]))
        assert [kept for kept, _pid in found] == [(0, 1, 2)] * 20
        assert len({pid for _kept, pid in found}) == 2
        with pytest.raises(LimitExceeded):
            pool.run(pool_jobs.die, None)
        pool.tell_all(pool_jobs.keep, 3)
        found = list(pool.map_chunks(pool_jobs.kept, [(number,) for number in range(20)]))
        assert {kept for kept, _pid in found} == {(3,), (0, 1, 2, 3)}, "a new one was not told"


def test_a_worker_that_dies_is_replaced(pool: WorkerPool[str, str]) -> None:
    with pytest.raises(LimitExceeded):
        pool.run(pool_jobs.die, None)
    assert pool.run(pool_jobs.echo, 1)[1] == 1


def test_an_endless_answer_is_refused(pool: WorkerPool[str, str]) -> None:
    with pytest.raises(LimitExceeded) as caught:
        pool.run(pool_jobs.answer_at_length, 2_000_000)
    assert caught.value.code == "render.too_large"


def test_a_setup_that_fails_says_so_at_every_job() -> None:
    with WorkerPool(pool_jobs.fail_to_start, "field", workers=1) as broken:
        for _ in range(2):
            with pytest.raises(RenderError) as caught:
                broken.run(pool_jobs.echo, 1)
            assert caught.value.field == "field"


def test_a_closed_pool_takes_no_job() -> None:
    closed = WorkerPool(pool_jobs.remember, "state", workers=1)
    closed.close()
    with pytest.raises(Closed):
        closed.run(pool_jobs.echo, 1)


def test_a_job_under_way_and_one_that_waits_are_told_when_the_pool_is_closed() -> None:
    closing = WorkerPool(pool_jobs.remember, "state", workers=1)
    closing.run(pool_jobs.echo, 1)
    told: list[Exception] = []

    def ask() -> None:
        try:
            closing.run(pool_jobs.linger, (60.0,))
        except Closed as error:
            told.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    closing.close()
    for thread in threads:
        thread.join(timeout=20)
    assert len(told) == 2


class ClosedWhileSpawning(WorkerPool[str, str]):
    """A pool that is closed by another thread just when it makes a fresh worker."""

    closers: ClassVar[list[threading.Thread]] = []
    made: ClassVar[list[WorkerProcess]] = []

    def _spawn(self) -> WorkerProcess:
        if self.made:
            closer = threading.Thread(target=self.close)
            closer.start()
            closer.join(timeout=0.3)  # it may have to wait for the pool's lock
            self.closers.append(closer)
        self.made.append(super()._spawn())
        return self.made[-1]


def test_a_pool_closed_while_a_worker_is_replaced_leaves_none_behind() -> None:
    closing = ClosedWhileSpawning(pool_jobs.remember, "state", workers=1)
    with pytest.raises(LimitExceeded):
        closing.run(pool_jobs.die, None)
    for closer in closing.closers:
        closer.join(timeout=20)
    assert len(closing.made) == 2
    assert not any(worker.is_usable for worker in closing.made)


HOSTILE = {
    "loops": "{% for a in range(10**5) %}{% for b in range(10**5) %}{% for c in range(10**5) %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "power": "{{ 9**(9**9) }}",
    "power in a layout's condition": "{% if 9**(9**9) %}x{% endif %}",
    "multiplied text": "{{ 'a' * 10**9 }}",
    "formatted text": "{{ '%1000000000d' % 1 }}",
    "doubling text": "{% set a = 'aaaaaaaa' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "doubling list": "{% set a = [1, 1] %}" + "{% set a = a + a %}" * 40 + "{{ a|length }}",
    "great range": "{% for a in range(10**9) %}x{% endfor %}",
    "long loop of text": "{% for a in range(99999) %}" + "x" * 200 + "{% endfor %}",
    "attributes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "replaced text": "{{ ('a' * 10**6).replace('a', 'a' * 10**6) }}",
    "joined text": "{{ range(99999)|join('a' * 10**6) }}",
}


@pytest.fixture(scope="module")
def hostile_pools() -> Iterator[dict[str, WorkerPool[RenderContext, jobs.CompiledMessage]]]:
    pools: dict[str, WorkerPool[RenderContext, jobs.CompiledMessage]] = {}
    yield pools
    for made in pools.values():
        made.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_gets_its_error_within_two_seconds(name: str) -> None:
    context = make_context(
        body="{% if tier == 'gold' %}" + HOSTILE[name] + "{% else %}Hello{% endif %}",
        layout=Layout(name="bare", html="{{ body }}"),
    )
    with WorkerPool(jobs.setup, context, workers=1) as rendering:

        def start() -> None:
            """Wait for the start and the compilation, which are not what is measured."""
            try:
                rendering.run(jobs.render_one, make_recipient(tier="none"))
            except RenderError as error:
                assert error.code in {"template.forbidden", "template.syntax"}  # noqa: PT017 - or

        def attack() -> str:
            with pytest.raises(RenderError) as caught:
                rendering.run(jobs.render_one, make_recipient(tier="gold"))
            return caught.value.code

        code = within(2, attack, first=start)
        assert code in {
            "render.time",
            "render.memory",
            "render.too_large",
            "render.failed",
            "render.wrong_kind",
            "template.forbidden",
        }
        if code != "template.forbidden":
            finished = rendering.run(jobs.render_one, make_recipient(tier="none"))
            assert "Hello" in finished.rendered.text


def test_workers_and_this_process_render_the_same_bytes() -> None:
    context = make_context()
    state = jobs.setup(context)
    people = [make_recipient(number=number) for number in range(1, 6)]
    with WorkerPool(jobs.setup, context, workers=2) as rendering:
        for person in people:
            assert rendering.run(jobs.render_one, person) == jobs.render_one(state, person)


def test_a_trial_gives_one_finding_for_each_recipient_in_trouble() -> None:
    state = jobs.setup(make_context(body="Dear {{ first_name }}"))
    people = [make_recipient(number=1), make_recipient(number=2, first_name="")]
    (found,) = jobs.trial(state, people)
    assert (found.code, found.place_of("row")) == ("content.empty_field", 3)


def test_a_pool_works_in_a_program_started_as_a_module(tmp_path: Path) -> None:
    """As in `python -m composer`: spawned workers find their jobs again."""
    package = tmp_path / "started"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text(
        "import threading\n"
        "from composer.rendering.pool import WorkerPool\n"
        "from tests.unit.rendering import pool_jobs\n"
        "def main():\n"
        "    with WorkerPool(pool_jobs.remember, 'state', workers=1) as pool:\n"
        "        print(pool.run(pool_jobs.echo, 'item')[1])\n"
        "if __name__ == '__main__':\n"
        "    thread = threading.Thread(target=main)\n"
        "    thread.start()\n"
        "    thread.join()\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-m", "started"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{tmp_path}:{root}", "PATH": ""},
        timeout=300,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("item", 0), done.stderr

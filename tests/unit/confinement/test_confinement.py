"""Rule 11: the same limits by three systems' means; two of them with stand-ins for their calls."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import threading
import time

import pytest

from composer.confinement.limits import ROOM_FOR_PYTHON, Confinement, Limits, confinement_here
from composer.confinement.linux import STANDSTILL_S, AddressSpace
from composer.confinement.macos import Usage, WatchedByParent
from composer.confinement.windows import (
    LIMIT_ACTIVE_PROCESS,
    LIMIT_PROCESS_MEMORY,
    ExtendedLimits,
    JobObject,
    windows_kernel,
)
from composer.errors import LimitExceeded
from composer.rendering.pool import WorkerPool
from tests.unit.rendering import pool_jobs

LIMITS = Limits(item_s=5.0, memory_bytes=64 * 1024 * 1024)


class FakeKernel:
    """A Windows kernel that keeps what it was told, and refuses one call if asked to."""

    def __init__(self, refused: str = "") -> None:
        self.refused = refused
        self.calls: list[str] = []
        self.limits: ExtendedLimits | None = None

    def create_job(self) -> int:
        self.calls.append("create")
        return 0 if self.refused == "create" else 7

    def set_limits(self, job: int, wanted: ExtendedLimits) -> bool:
        assert job == 7
        self.calls.append("limits")
        self.limits = wanted
        return self.refused != "limits"

    def enter(self, job: int) -> bool:
        assert job == 7
        self.calls.append("enter")
        return self.refused != "enter"

    def last_error(self) -> int:
        return 5

    def times_of(self, worker: int) -> tuple[int, int]:
        assert worker == 9
        return 2_500_000, 10_000_000


def test_a_job_object_has_its_limits_before_the_worker_enters_it() -> None:
    kernel = FakeKernel()
    JobObject(kernel).confine(LIMITS)
    assert kernel.calls == ["create", "limits", "enter"]
    assert kernel.limits is not None
    assert kernel.limits.ProcessMemoryLimit == ROOM_FOR_PYTHON + LIMITS.memory_bytes
    assert kernel.limits.Basic.ActiveProcessLimit == 1
    wanted = LIMIT_PROCESS_MEMORY | LIMIT_ACTIVE_PROCESS
    assert kernel.limits.Basic.LimitFlags & wanted == wanted


@pytest.mark.parametrize("refused", ["create", "limits", "enter"])
def test_a_worker_without_its_job_object_does_not_go_on(refused: str) -> None:
    with pytest.raises(OSError, match="refused") as caught:
        JobObject(FakeKernel(refused)).confine(LIMITS)
    assert caught.value.errno == 5


def test_the_structure_for_windows_has_the_size_of_the_systems_own() -> None:
    assert ctypes.sizeof(ctypes.c_void_p) == 8
    assert ctypes.sizeof(ExtendedLimits) == 144


@pytest.mark.skipif(sys.platform == "win32", reason="there it is given")
def test_elsewhere_there_is_no_windows_kernel() -> None:
    with pytest.raises(OSError, match="no job objects"):
        windows_kernel()


def test_a_watched_worker_is_judged_by_what_it_takes() -> None:
    taken = {1: ROOM_FOR_PYTHON, 2: ROOM_FOR_PYTHON + LIMITS.memory_bytes + 1, 3: 0}
    watch = WatchedByParent(lambda worker: Usage(memory_bytes=taken[worker]))
    assert [watch.has_exceeded(worker, LIMITS) for worker in taken] == [False, True, False]


def test_a_worker_that_its_parent_finds_too_large_is_ended_and_replaced() -> None:
    sizes = {"first": 0}
    asked: set[int] = set()
    large = threading.Event()

    def usage(worker: int) -> Usage:
        asked.add(worker)
        first = sizes.setdefault("worker", worker)
        is_large = worker == first and large.is_set()
        return Usage(memory_bytes=ROOM_FOR_PYTHON * 9 if is_large else 1)

    with WorkerPool(
        pool_jobs.remember,
        "state",
        workers=1,
        limits=LIMITS,
        confinement=WatchedByParent(usage),
    ) as pool:
        first = pool.run(pool_jobs.echo, 1)[2]
        sizes["worker"] = first
        large.set()
        with pytest.raises(LimitExceeded) as caught:
            pool.run(pool_jobs.linger, (30.0,))
        assert caught.value.code == "render.memory"
        assert pool.run(pool_jobs.echo, 1)[2] != first
    assert first in asked


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's own")
def test_on_linux_the_kernel_refuses() -> None:
    assert isinstance(confinement_here(), AddressSpace)
    assert not confinement_here().has_exceeded(os.getpid(), LIMITS)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's own")
def test_what_a_process_has_computed_is_read_from_the_kernel() -> None:
    here = AddressSpace()
    before = time.process_time()
    told = here.computed_s(os.getpid())
    assert before - 0.1 <= told <= time.process_time() + 0.1
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    assert here.computed_s(os.getpid()) - told >= 0.1
    assert here.computed_s(2**22 + 1) == 0.0, "there is no process of that number"


def test_what_a_process_has_computed_is_asked_for_on_the_other_systems() -> None:
    assert JobObject(FakeKernel()).computed_s(9) == pytest.approx(1.25)
    assert WatchedByParent(lambda _worker: Usage(computed_s=1.25)).computed_s(9) == 1.25


@pytest.mark.parametrize("made", [AddressSpace(), JobObject(), WatchedByParent()])
def test_each_system_has_all_of_the_interface(made: Confinement) -> None:
    for name in ("confine", "allow_cpu", "has_exceeded", "computed_s"):
        assert callable(getattr(made, name))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
@pytest.mark.parametrize("kind", [AddressSpace, WatchedByParent])
def test_cpu_time_is_limited_above_what_was_used_and_a_standstill(kind: type[Confinement]) -> None:
    before = resource.getrlimit(resource.RLIMIT_CPU)
    try:
        kind().allow_cpu(1000)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        assert hard == before[1]
        allowed = soft - int(usage.ru_utime + usage.ru_stime)
        assert 1000 + STANDSTILL_S - 1 <= allowed <= 1000 + STANDSTILL_S + 1
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, before)

"""Ctrl+C goes to every process of a terminal; only the one that people talk to answers it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection

import pytest

from composer.confinement.undisturbed import start_undisturbed

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows")


def answer_after_interrupt(far: Connection) -> None:
    """Run on like something that has not yet come to ignoring Ctrl+C."""
    os.kill(os.getpid(), signal.SIGINT)
    far.send("still here")


def test_a_process_that_is_still_starting_is_not_interrupted() -> None:
    spawn = multiprocessing.get_context("spawn")
    near, far = spawn.Pipe(duplex=False)
    process = spawn.Process(target=answer_after_interrupt, args=(far,))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    start_undisturbed(process)
    far.close()
    assert near.poll(30)
    assert near.recv() == "still here"
    process.join()
    assert process.exitcode == 0
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before, "here it is heard again"
    process.close()
    near.close()

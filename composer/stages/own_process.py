"""Starting this very program as a process of its own: the window never sends by itself.

Guards rule 10: a passphrase that somebody typed into the window goes through a pipe, never through
the environment or an argument.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from composer import paths
from composer.keychain_asking import HANDED_VARIABLE, WINDOW
from composer.model.person import Person
from composer.stages.desk import Desk

_DETACHED = 0x00000008 | 0x00000200  # Windows: DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCommand:
    """A command of this program on a workspace, as a person, and where its output goes.

    `outlives`: it goes on when this process and its terminal end. `variables` are added to the
    environment.
    """

    words: Sequence[str]
    by: Person
    output: int | IO[bytes]
    errors: int | IO[bytes]
    outlives: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)


def start_own(desk: Desk, command: OwnCommand) -> subprocess.Popen[bytes]:
    """Start a command; whoever calls it waits for its end."""
    given = WINDOW.given
    handed = {HANDED_VARIABLE: "1"} if given else {}
    process = subprocess.Popen(  # noqa: S603 - our own program, arguments never pass a shell
        own_command(desk, command.by, command.words),
        stdin=subprocess.PIPE if given else subprocess.DEVNULL,
        stdout=command.output,
        stderr=command.errors,
        cwd=desk.folder.path,
        env={**os.environ, **command.variables, **handed},
        start_new_session=command.outlives and os.name != "nt",
        creationflags=_DETACHED if command.outlives and os.name == "nt" else 0,
    )
    if process.stdin is not None:
        with suppress(OSError), process.stdin as pipe:  # it may have ended already, and said why
            pipe.write(f"{given}\n".encode())
        process.stdin = None
    return process


def own_command(desk: Desk, by: Person, words: Sequence[str]) -> list[str]:
    """Give the command line of this very program, isolated from the user's own modules."""
    shared = ["--workspace", str(desk.folder.path), "--as", by.email, "--json"]
    return [*paths.own_program(), *shared, *words]

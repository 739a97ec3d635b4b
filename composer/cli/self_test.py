"""`--selftest`: whether this computer can do what a campaign needs, step by step.

The steps run in a process of their own, in a home of their own, under a time limit: a screen or a
web view that ends the process becomes a step that failed, and nothing is left behind. The send is
the real one, from the check of everybody to a detached sending process, into a practice mailbox.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from composer import __version__, paths
from composer.cli.output import Output
from composer.errors import ComposerError
from composer.i18n import N_, _, place

LIMIT_S = 600.0
"""For a slow computer on a busy day; an idle one needs some twenty seconds."""
SOON_S, LOOK_EVERY_S = 60.0, 0.1
LAST_LINES = 5
ERRORS = "errors"
FILES, WORKSPACE = N_("The program's own files"), N_("A practice workspace with the example")
FREEZE, TEST = N_("Everybody's message, checked and frozen"), N_("The test to the test mailboxes")
APPROVAL, SEND = N_("A reviewer's approval"), N_("The send to the practice mailbox")
COPIES = N_("The copies that arrived, one address in each To")
_FOLDERS = {
    "TMPDIR": "tmp",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "local",
}

Step = Callable[[str, Callable[[], object]], None]
"""Does one step under its name; what it gives back is told beside the name."""
TryWindow = Callable[[Path, str, Step], None]
"""Opens the window on a workspace's campaign and shows a message, step by step."""


def run_self_test(out: Output, *, limit_s: float = LIMIT_S) -> int:
    """Run every step in a process of its own and print how each went; 0, or 3 after a fault."""
    with tempfile.TemporaryDirectory(prefix="composer-selftest-", ignore_cleanup_errors=True) as it:
        home = Path(it)
        for folder in _FOLDERS.values():
            (home / folder).mkdir(mode=0o700)
        step, reason = _run_in(home, out, limit_s=limit_s)
        if not step:
            out.result({"passed": True}, _("Composer works on this computer."))
            return 0
        words = place(_("The self-test stopped at this step: {step}."), step=_(step))
        out.error(words, reason or _last_words(home / ERRORS))
        return 3


def _run_in(home: Path, out: Output, *, limit_s: float) -> tuple[str, str]:
    """Run the steps in a folder; give the one that was not done, if any, and why."""
    is_late = threading.Event()

    def end_late() -> None:
        is_late.set()
        _end(process)

    with (home / ERRORS).open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own program, no argument of a person's
            [*paths.own_program(), "--selftest-in", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ | {name: str(home / folder) for name, folder in _FOLDERS.items()},
            start_new_session=os.name != "nt",  # so that whatever it starts can be ended, too
        )
    timer = threading.Timer(limit_s, end_late)
    timer.start()
    try:
        with process:
            step, reason = _follow(process, out)
    finally:
        timer.cancel()
        _end(process)
        _end_sends(home)
    if step and is_late.is_set():
        reason = place(_("It was not done after {seconds} seconds."), seconds=round(limit_s))
    return step, reason


def run_steps(home: Path, try_window: TryWindow) -> int:
    """Do the steps themselves; each line printed is one JSON object for `run_self_test`."""
    try:
        _do_steps(home, try_window)
    except ComposerError as error:
        findings = getattr(error, "findings", ())
        told = [item.text for item in findings] or [str(error), error.advice]
        _print(error=" ".join(filter(None, told)))
        return 3
    return 0


def _do_steps(home: Path, try_window: TryWindow) -> None:
    from composer.cli.self_test_campaign import SelfTestCampaign  # noqa: PLC0415 - the program
    from composer.proofs.fingerprint import program_fingerprint  # noqa: PLC0415 - as above

    _step(FILES, lambda: f"{__version__} · {program_fingerprint().source[:16]}")
    campaign = SelfTestCampaign(home)
    _step(WORKSPACE, campaign.make)
    try:
        try_window(campaign.path, campaign.id, _step)
        _step(FREEZE, campaign.freeze)
        _step(TEST, campaign.test)
        _step(APPROVAL, campaign.approve)
        _step(SEND, campaign.send)
        _step(COPIES, campaign.read_copies)
    finally:
        campaign.close()


def _step(name: str, do: Callable[[], object]) -> None:
    _print(begins=name)
    _print(done=name, found=str(do() or ""))


def _print(**record: str) -> None:
    print(json.dumps(record), flush=True)


def _follow(process: subprocess.Popen[bytes], out: Output) -> tuple[str, str]:
    """Print each step that is done; give the one that was not, if any, and why."""
    assert process.stdout is not None, "it was opened with a pipe"
    begun, reason = FILES, ""
    for line in process.stdout:
        record = _record(line)
        begun = record.get("begins", begun)
        reason = record.get("error", reason)
        if "done" in record:
            step, found = record["done"], record["found"]
            text = f"ok  {_(step)}"
            out.result({"step": step, "found": found}, f"{text}: {found}" if found else text)
    return ("", "") if process.wait() == 0 else (begun, reason)


def _record(line: bytes) -> dict[str, str]:
    """Read a line of ours; whatever else a system's library prints is none."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _last_words(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    return "\n  ".join([line for line in lines if line.strip()][-LAST_LINES:])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the steps and whatever they started; what has ended stays so."""
    if os.name == "nt":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _end_sends(home: Path) -> None:
    """Stop a send that outlived its steps, and wait for it: its folder goes next."""
    from composer.delivery.stopping import request_stop  # noqa: PLC0415 - most of the program
    from composer.stages.progress import is_running  # noqa: PLC0415 - as above

    until = time.monotonic() + SOON_S
    for folder in (home / "workspace" / "sends").glob("*"):
        if is_running(folder):
            request_stop(folder, by="")
        while is_running(folder) and time.monotonic() < until:
            time.sleep(LOOK_EVERY_S)

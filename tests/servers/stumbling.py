"""A mail server that stumbles: at one message it says nothing more, until it is let go.

Postfix asks a policy service at the end of each message's data, before it takes the message. This
one answers at once up to a message, and then none; let go, it breaks the connection of that message
and lets the others on. So a test can look on, and act, while exactly one message is between sent
and answered. The message that was cut was not taken: nobody gets it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socketserver
import subprocess
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tests.required import require_program
from tests.servers.mailhost import HOST, MailHost

LONGEST_S = 900
SETTING = "smtpd_end_of_data_restrictions"


@dataclass(eq=False)
class Stumbling:
    """What the service is asked: it hangs from the message `at` on, counted from 1.

    Only messages to `people` are counted and held up.
    """

    at: int
    people: Collection[str]
    recipients: list[str] = field(default_factory=list)
    hangs: threading.Event = field(default_factory=threading.Event)
    _let_go: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def cut(self) -> str:
        """Whose message it was at which it stumbled."""
        return self.recipients[self.at - 1]

    def let_go(self) -> None:
        """Break that message's connection, and answer everything else from now on."""
        self._let_go.set()

    def answer(self, asked: dict[str, str]) -> str:
        """Give Postfix its answer, once there is one; the process that is cut gets none."""
        if asked["recipient"] not in self.people:
            return "DUNNO"
        with self._lock:
            self.recipients.append(asked["recipient"])
            number = len(self.recipients)
        if number < self.at or self._let_go.is_set():
            return "DUNNO"
        self.hangs.set()
        assert self._let_go.wait(LONGEST_S), "nobody let it go"
        if number == self.at:
            # "an identifier that is unique to the process": it begins with its number
            os.kill(int(asked["instance"].split(".")[0], 16), signal.SIGKILL)
        return "DUNNO"


@contextlib.contextmanager
def stumbling(mailhost: MailHost, *, at: int, people: Collection[str]) -> Iterator[Stumbling]:
    """Let the mail host stumble at a message to one of these people; afterwards it is as before."""
    state = Stumbling(at=at, people=people)

    class Asked(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(ConnectionError):  # the process that is cut is gone
                self.answer_all()

        def answer_all(self) -> None:
            lines: dict[str, str] = {}
            for raw in self.rfile:
                name, _equals, value = raw.decode("utf-8", "replace").rstrip("\n").partition("=")
                if name:
                    lines[name] = value
                    continue
                self.wfile.write(f"action={state.answer(lines)}\n\n".encode())
                lines = {}

    class Service(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Service((HOST, 0), Asked) as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        port = service.server_address[1]
        _configure(
            mailhost,
            f"{SETTING}=check_policy_service inet:{HOST}:{port}",
            f"smtpd_policy_service_timeout={LONGEST_S}s",
            f"smtpd_policy_service_max_idle={LONGEST_S}s",
        )
        try:
            yield state
        finally:
            state.let_go()
            _configure(mailhost, f"{SETTING}=")
            service.shutdown()


def _configure(mailhost: MailHost, *settings: str) -> None:
    folder = str(mailhost.folder / "etc" / "postfix")
    for command in (
        [require_program("postconf"), "-c", folder, "-e", *settings],
        [require_program("postfix"), "-c", folder, "reload"],
    ):
        subprocess.run(command, check=True, capture_output=True, timeout=60)

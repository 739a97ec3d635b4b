"""A real mail host for tests: Postfix and Dovecot on free loopback ports, in a folder of its own.

Mail goes in by SMTP (`smtp_port`, `submission_port` and others) and is read back over IMAP. It
needs root, because both servers drop their rights themselves, but no syslog, no systemd and no
configuration of the machine's own. It is stopped through the two pid files in its folder.
"""

from __future__ import annotations

import contextlib
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.required import require, require_program, require_root
from tests.servers.certificates import Authority
from tests.servers.mailhost_settings import write_settings

HOST = "127.0.0.1"
PASSWORD = "seed-password"
DOMAINS = ("seed.test", "gmail.seed.test", "outlook.seed.test", "yahoo.seed.test", "xn--mxaa.test")
PORTS = ("smtp", "smtp_without_utf8", "submission", "smtps", "small", "imap", "imaps")
INNER_PORTS = ("lmtp", "auth")
QUEUES = ("maildrop", "incoming", "active", "deferred", "hold")


class MailHostFailed(Exception):
    """A server did not do what was asked in time; the text ends with its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHost:
    """A running mail host.

    `smtp_port` relays to `domains` without a password and offers STARTTLS and SMTPUTF8,
    `smtp_without_utf8_port` neither SMTPUTF8 nor 8BITMIME, `small_port` takes 20,000 bytes;
    `submission_port` wants STARTTLS and AUTH, `smtps_port` TLS and AUTH. Any user name, `password`.
    """

    folder: Path
    smtp_port: int
    smtp_without_utf8_port: int
    submission_port: int
    smtps_port: int
    small_port: int
    imap_port: int
    imaps_port: int
    host: str = HOST
    password: str = PASSWORD
    domains: tuple[str, ...] = DOMAINS

    @classmethod
    @contextlib.contextmanager
    def started(cls) -> Iterator[MailHost]:
        """Start both servers, and stop them and remove every trace at the end."""
        require_root()
        postfix, dovecot = require_program("postfix"), require_program("dovecot")
        require(Path("/usr/lib/dovecot/lmtp").exists(), "Dovecot's LMTP and IMAP servers")
        folder = _make_folder()
        ports = dict(zip((*PORTS, *INNER_PORTS), free_ports(len(PORTS + INNER_PORTS)), strict=True))
        write_settings(folder, {"password": PASSWORD, "domains": ", ".join(DOMAINS), **ports})
        host = cls(folder=folder, **{f"{name}_port": ports[name] for name in PORTS})
        try:
            host._run(dovecot, "-c", str(folder / "etc" / "dovecot" / "dovecot.conf"))
            host._run(postfix, "-c", str(folder / "etc" / "postfix"), "start")
            for port in ports.values():
                host._wait(lambda port=port: _answers(port), f"port {port} to open")
            yield host
        finally:
            host._stop()
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def ca_file(self) -> Path:
        """The authority that signed the servers' certificate (localhost, 127.0.0.1)."""
        return self.folder / "tls" / "ca.pem"

    def mail(self, address: str) -> list[bytes]:
        """Read a mailbox over IMAP: every message in its inbox, oldest first, byte for byte.

        Non-ASCII local parts are all filed under `utf8@seed.test`.
        """
        context = ssl.create_default_context(cafile=str(self.ca_file))
        with imaplib.IMAP4_SSL(self.host, self.imaps_port, ssl_context=context) as imap:
            imap.login(address, self.password)
            count = int(imap.select("INBOX", readonly=True)[1][0] or b"0")
            if count == 0:
                return []
            parts = imap.fetch(f"1:{count}", "(BODY.PEEK[])")[1]
            return [part[1] for part in parts if isinstance(part, tuple)]

    def wait_for_mail(self, address: str, count: int = 1, *, timeout_s: float = 90) -> list[bytes]:
        """Wait until a mailbox holds `count` messages, and read it.

        Raises:
            MailHostFailed: fewer arrived in time.
        """
        self._wait(lambda: len(self.mail(address)) >= count, f"{count} messages", timeout_s)
        return self.mail(address)

    def wait_until_delivered(self, *, timeout_s: float = 120) -> None:
        """Wait until Postfix has handed everything it took to Dovecot."""
        self._wait(lambda: self.queued == 0, "an empty queue", timeout_s)

    @property
    def queued(self) -> int:
        """How many messages Postfix holds."""
        spool = self.folder / "spool"
        return sum(1 for queue in QUEUES for path in (spool / queue).rglob("*") if path.is_file())

    def count_delivered(self) -> int:
        """Count every message in every mailbox."""
        return sum(
            1 for path in (self.folder / "mail").rglob("*") if path.parent.name in {"new", "cur"}
        )

    def empty(self) -> None:
        """Forget all mail, queued and delivered."""
        config = str(self.folder / "etc" / "postfix")
        subprocess.run(
            [require_program("postsuper"), "-c", config, "-d", "ALL"],
            capture_output=True,
            check=True,
        )
        for mailbox in (self.folder / "mail").iterdir():
            shutil.rmtree(mailbox)

    def _run(self, *command: str) -> None:
        # Into a file, not a pipe: the daemons keep what they are given open for as long as they run.
        with (self.folder / "log" / "start.log").open("wb") as log:
            answer = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False, timeout=300
            )
        if answer.returncode:
            raise MailHostFailed(f"{command[0]} ended with {answer.returncode}\n{self._log()}")

    def _wait(self, is_true: Callable[[], bool], what: str, timeout_s: float = 90) -> None:
        deadline = time.monotonic() + timeout_s
        while not is_true():
            if time.monotonic() > deadline:
                raise MailHostFailed(f"waited {timeout_s:g} s for {what}\n{self._log()}")
            time.sleep(0.05)

    def _log(self) -> str:
        texts = [
            path.read_text(errors="replace") for path in sorted((self.folder / "log").iterdir())
        ]
        return "\n".join(text[-2000:] for text in texts)

    def _stop(self) -> None:
        for pid_file in (self.folder / "spool/pid/master.pid", self.folder / "run/master.pid"):
            with contextlib.suppress(OSError, ValueError):
                pid = int(pid_file.read_text())
                os.kill(pid, signal.SIGTERM)
                with contextlib.suppress(MailHostFailed):
                    self._wait(lambda pid=pid: not _runs(pid), "a server to stop", 30)


def free_ports(count: int) -> list[int]:
    """Find loopback ports that nobody uses just now, all different."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _make_folder() -> Path:
    """Make a folder that root owns and every server user may pass through."""
    above = Path("/var/tmp") if Path("/var/tmp").is_dir() else Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="composer-mailhost-", dir=above))
    for name in ("etc", "spool", "data", "mail", "run", "log", "tls"):
        (folder / name).mkdir()
    for path in (folder, *folder.iterdir()):
        path.chmod(0o755)
    shutil.chown(folder / "data", "postfix")
    mail = pwd.getpwnam("mail")
    os.chown(folder / "mail", mail.pw_uid, mail.pw_gid)
    log = folder / "log" / "dovecot.log"
    log.touch()
    log.chmod(0o666)
    authority = Authority()
    issued = authority.issue("localhost", "mx.seed.test", HOST)
    (folder / "tls" / "ca.pem").write_bytes(authority.pem)
    (folder / "tls" / "cert.pem").write_bytes(issued.certificate)
    key = folder / "tls" / "key.pem"
    key.touch(mode=0o600)
    key.write_bytes(issued.key)
    return folder


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def _runs(pid: int) -> bool:
    """Tell whether a process runs; one that ended and that nobody has collected yet does not."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return "\nState:\tZ" not in status

"""A bare Debian to try the package in: made once, copied for each trial, and left as it was found.

It is entered through namespaces of its own (`unshare`) with its folder as the true root: its
processes and mounts end with the command, and Chromium's sandbox works as on a real system. Where
packages come from is read from this computer's own settings at that moment, and written nowhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SUITE = "bookworm"
PERSON = "tester"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# Mounts, then the folder becomes the root: a plain chroot would forbid the sandbox its namespaces.
# The shell stays as the first process: it dies with us, and everything inside dies with it, which a
# process that has become another person would not do.
ENTER = """
set -e
root=$1; shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mkdir -p "$root/tmp/.X11-unix" "$root/host"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
cd "$root"
pivot_root . host
umount -l /host
set +e
"$@"
exit $?
"""


class BareSystem:
    """One copy of the bare system below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._pattern = folder / f"bare-{SUITE}"
        self.root = folder / "tried"

    def make(self) -> None:
        """Make the pattern if there is none, and copy it anew."""
        if not (self._pattern / "etc" / "debian_version").exists():
            shutil.rmtree(self._pattern, ignore_errors=True)
            command = ["debootstrap", "--variant=minbase", SUITE, str(self._pattern), mirror()]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(self.root, ignore_errors=True)
        subprocess.run(["cp", "--archive", str(self._pattern), str(self.root)], check=True)
        self._know_where_packages_come_from()
        self.run(["apt-get", "update"])
        self.run(["useradd", "--create-home", PERSON])

    def run(
        self,
        command: Sequence[str],
        *,
        person: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Run a command inside, as root or as an ordinary person, and give what it printed.

        Raises:
            CalledProcessError: it failed; what it said is on our own error stream.
        """
        done = subprocess.run(
            self.inside(command, person=person, environment=environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n")
        done.check_returncode()
        return done.stdout

    def inside(
        self,
        command: Sequence[str],
        *,
        person: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Give the command line that runs a command inside."""
        home = f"/home/{PERSON}" if person else "/root"
        given = {"PATH": PATH, "HOME": home, "LANG": "C.UTF-8", **(environment or {})}
        given |= {"DEBIAN_FRONTEND": "noninteractive"}
        as_whom = ["setpriv", "--reuid", PERSON, "--regid", PERSON, "--init-groups"]
        variables = [f"{name}={value}" for name, value in given.items()]
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "sh"]
        enter += [str(self.root), "env", "--ignore-environment", *variables]
        return [*enter, *(as_whom if person else []), *command]

    def _know_where_packages_come_from(self) -> None:
        """Bring this computer's own settings of apt and its resolver in."""
        for name in (
            "sources.list",
            "sources.list.d",
            "apt.conf.d",
            "preferences.d",
            "auth.conf.d",
        ):
            source, target = Path("/etc/apt") / name, self.root / "etc" / "apt" / name
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            elif source.is_file():
                shutil.copyfile(source, target)
            elif name == "sources.list":
                target.unlink(missing_ok=True)
        shutil.copyfile("/etc/resolv.conf", self.root / "etc" / "resolv.conf")


def mirror() -> str:
    """Give the place where this computer gets Debian's packages from."""
    places = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    texts = [place.read_text(encoding="utf-8") for place in places if place.is_file()]
    lines = "\n".join(line for line in "\n".join(texts).splitlines() if not line.startswith("#"))
    found = re.findall(
        r"^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+/debian/?)(?=\s|$)", lines, re.MULTILINE
    )
    if not found:
        raise SystemExit("No place of Debian's packages stands in this computer's settings of apt.")
    return str(found[0])


def require_root() -> None:
    """Say what is needed where it is not there."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        raise SystemExit("The check needs to be root, and debootstrap, on Debian or Ubuntu.")

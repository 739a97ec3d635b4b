"""Install the Debian package in a bare Debian and try it: `python3 dev.py package --check`.

As a person would: it is installed with nothing but its own dependencies, says its version, passes
its self-test, shows its window (a picture of it is kept in `build/`), opens a `.proof` by the kind
of file, and goes without a trace when it is removed. It says how soon the window is painted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bare_system import PERSON, BareSystem, require_root
from build import BUILD, shipped_source
from first_paint import Screen, screen, wall_words, warm_starts

FONTS = ["fonts-liberation", "fonts-noto-core"]
DESKTOP_TOOLS = ["xdg-utils", "shared-mime-info", "desktop-file-utils", "libglib2.0-bin"]
WORKSPACE = f"/home/{PERSON}/practice"
PROOF = f"/home/{PERSON}/to-review.proof"
SOON_S, STILL_S = 180.0, 2.0
DESKTOP = {"XDG_CURRENT_DESKTOP": "GNOME"}  # whose file manager asks gio
SOFTWARE = {"QT_QUICK_BACKEND": "software"}  # no graphics card is seen through an Xvfb


def main() -> int:
    """Run every step; the first that fails ends it."""
    require_root()
    packages = sorted(BUILD.glob("composer-mail_*.deb"), key=lambda file: file.stat().st_mtime)
    system = BareSystem(BUILD)
    system.make()
    subprocess.run(["cp", str(packages[-1]), str(system.root / "composer.deb")], check=True)
    with screen() as shown:
        steps: dict[str, Callable[[], str]] = {
            "installed with its own dependencies alone": lambda: install(system),
            "no library is missing": lambda: find_missing_libraries(system),
            "it is the program that was built": lambda: same_source(system),
            "the self-test passes": lambda: self_test(system, shown),
            "the window of a first start": lambda: paint(system, shown, "welcome", []),
            "an example to open": lambda: make_example(system),
            "the window on that example": lambda: paint(
                system, shown, "campaign", ["--workspace", WORKSPACE]
            ),
            "a .proof opens by its kind": lambda: open_proof(system, shown),
            "it is not exchanged while it runs": lambda: exchange_running(system, shown),
            "removed without a trace": lambda: remove(system),
        }
        for name, step in steps.items():
            found = step()
            print(f"ok  {name}{': ' if found else ''}{found}", flush=True)
    return 0


def install(system: BareSystem) -> str:
    """Install the package; give how much came with it."""
    before = packages_of(system)
    system.run(["apt-get", "install", "--yes", "--no-install-recommends", "/composer.deb"])
    return f"{len(packages_of(system)) - len(before)} packages"


def packages_of(system: BareSystem) -> set[str]:
    """Name what is installed."""
    return set(system.run(["dpkg-query", "--show", "--showformat=${Package}\n"]).split())


def find_missing_libraries(system: BareSystem) -> str:
    """Ask the loader about every library and program of ours."""
    look = (
        "find /usr/lib/composer -type f \\( -name '*.so*' -o -perm -u+x \\) -exec ldd {} + "
        "2>/dev/null | grep 'not found' | sort -u || true"
    )
    libraries = ":".join(
        f"/usr/lib/composer/_internal{part}" for part in ("", "/PySide6/Qt/lib", "/PySide6")
    )
    missing = system.run(["sh", "-c", look], environment={"LD_LIBRARY_PATH": libraries})
    if missing:
        raise SystemExit(f"missing:\n{missing}")
    return ""


def same_source(system: BareSystem) -> str:
    """Compare what the installed program says of itself with what was built."""
    about = json.loads(system.run(["composer", "about", "--json"], person=True))
    if about["source"] != shipped_source():
        raise SystemExit("the installed program has another source fingerprint")
    return str(about["source"])[:16]


def self_test(system: BareSystem, shown: Screen) -> str:
    """Run the self-test as an ordinary person, with the web view's sandbox."""
    system.run(["apt-get", "install", "--yes", "--no-install-recommends", *FONTS, *DESKTOP_TOOLS])
    began = time.monotonic()
    environment = {**SOFTWARE, "DISPLAY": shown.display}
    said = system.run(["composer", "--selftest", "--json"], person=True, environment=environment)
    if json.loads(said.splitlines()[-1]) != {"passed": True}:
        raise SystemExit(said)
    return f"{time.monotonic() - began:.0f} s"


def paint(system: BareSystem, shown: Screen, name: str, words: list[str]) -> str:
    """Start the window several times; the first start warms everything up, and is looked at."""
    command = system.inside(
        ["composer", *words],
        person=True,
        environment={**SOFTWARE, "DISPLAY": shown.display},
    )
    with started(command):
        keep_picture(shown, name)
    return wall_words(warm_starts(command, shown))


def make_example(system: BareSystem) -> str:
    """Make the example, freeze and test it, and write a file for its reviewer."""

    def composer(*words: str) -> dict[str, object]:
        said = system.run(["composer", *words, "--json"], person=True)
        return dict(json.loads(said.splitlines()[-1]))

    made = composer("demo", WORKSPACE, "--no-window")
    people = made["people"]
    assert isinstance(people, list)
    author, reviewer = (str(person["email"]) for person in people[:2])
    campaign = str(made["campaign"])
    shared = ["--workspace", WORKSPACE, "--as", author]
    frozen = composer("seal", campaign, *shared)
    composer("test", campaign, *shared)
    composer("proof", "export", campaign, PROOF, "--for", reviewer, *shared)
    return f"{frozen['messages']} messages"


def open_proof(system: BareSystem, shown: Screen) -> str:
    """Open a file as a file manager does, and keep a picture of what it shows."""
    ask = ["xdg-mime", "query"]
    kind = system.run([*ask, "filetype", PROOF], person=True, environment=DESKTOP).strip()
    program = system.run([*ask, "default", kind], person=True, environment=DESKTOP).strip()
    if (kind, program) != ("application/x-composer-proof", "composer.desktop"):
        raise SystemExit(f"a .proof is {kind} and opens with {program or 'nothing'}")
    environment = {**SOFTWARE, **DESKTOP, "DISPLAY": shown.display}
    environment["COMPOSER_WORKSPACE"] = WORKSPACE
    command = ["sh", "-c", f"xdg-open {PROOF}; sleep {2 * SOON_S:.0f}"]
    with started(system.inside(command, person=True, environment=environment)):
        keep_picture(shown, "proof")
    return f"{kind} → {program}"


def exchange_running(system: BareSystem, shown: Screen) -> str:
    """Try to install the package over itself while a person has its window open."""
    person = f"setpriv --reuid {PERSON} --regid {PERSON} --init-groups env HOME=/home/{PERSON}"
    script = f"""
        {person} composer --workspace {WORKSPACE} >/dev/null 2>&1 &
        until [ -e /proc/$!/exe ] && readlink /proc/$!/exe | grep -q lib/composer/composer; do
            sleep 0.1
        done
        if dpkg --install /composer.deb >/tmp/said 2>&1; then exit 1; fi
        grep -c "Composer is running" /tmp/said
    """
    system.run(["sh", "-c", script], environment={**SOFTWARE, "DISPLAY": shown.display})
    return ""


def keep_picture(shown: Screen, name: str) -> None:
    """Wait until a window stands still, and keep a picture of it."""
    until, before = time.monotonic() + SOON_S, b""
    while not shown.is_painted() or shown.png() != before:
        if time.monotonic() > until:
            raise SystemExit("no window was painted, or it never stood still")
        before = shown.png()
        time.sleep(STILL_S)
    (BUILD / f"window-{name}.png").write_bytes(before)


@contextmanager
def started(command: list[str]) -> Iterator[None]:
    """Run a program beside us and kill it."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            yield
        finally:
            process.kill()


def remove(system: BareSystem) -> str:
    """Remove the package and look for what stays."""
    system.run(["apt-get", "purge", "--yes", "composer-mail"])
    look = "find /usr /etc /var/lib -path '*composer*' -not -path '/var/lib/dpkg/*'"
    left = system.run(["sh", "-c", look])
    if left.strip():
        raise SystemExit(f"left behind:\n{left}")
    return ""


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Set up, run, test and check Composer: `dev.py run|test|check|words|docs|lock|package`.

Needs Python 3.11 and nothing else. Everything Python goes into `.venv` beside this file, from the
locks in `packaging/` with their hashes; the system packages that Qt and the test servers need are
installed on Debian and Ubuntu when this runs as root, and otherwise named in one line. A second
call finds its stamps and starts at once. Tests get a screen of their own (Xvfb), stopped by its
own process id. The program itself never switches off the web view's sandbox: as root, where the
sandbox cannot work, this file does so and says it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
CHECKERS = ROOT / "packaging" / "layout-checkers"
RUNTIME_LOCK = ROOT / "packaging" / "requirements.lock"
DEV_LOCK = ROOT / "packaging" / "requirements-dev.lock"
BUILD_LOCK = ROOT / "packaging" / "requirements-build.lock"
LOCKS: dict[Path, list[str]] = {
    RUNTIME_LOCK: [],
    DEV_LOCK: ["--extra", "dev"],
    BUILD_LOCK: ["--extra", "build"],
}
SOURCE_ONLY = ("authres", "dkimpy")
BUILDER = "setuptools"
TEST_PROCESSES = 3
PRACTICE = ROOT / "practice"

# What PySide6's wheels expect from the system: core, a window on X11 or Wayland, the web view.
QT_PACKAGES = """
libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libbrotli1
libgssapi-krb5-2 libcups2 libwayland-client0 libwayland-cursor0 libwayland-egl1
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-randr0
libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1
libnss3 libnspr4 libasound2 libdrm2 libgbm1 libxcomposite1 libxdamage1 libxext6 libxfixes3
libxkbfile1 libxrandr2 libxrender1 libxtst6 libudev1
""".split()
FONT_PACKAGES = """
fonts-liberation fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
""".split()
TEST_PACKAGES = """
xvfb openbox postfix dovecot-core dovecot-imapd dovecot-lmtpd gnome-keyring dbus
""".split()
SPOKEN_PACKAGES = ["at-spi2-core", "python3-pyatspi"]  # a long test reads the window with these
DEB_PACKAGES = ["binutils", "debootstrap", "xauth", "xvfb"]  # what building and `--check` need
# What `docs` fetches the checkers with and runs them on, and the package that has it.
DOCS_PROGRAMS = {"npm": "npm", "java": "default-jre-headless"}


class Stop(Exception):
    """Something is missing that this file cannot mend; the text says what to do."""


def main() -> int:
    """Run one of run, test, check, words, docs, lock, package."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="open the window on the example; more words go to `demo`")
    test = commands.add_parser("test", help="check, then pytest; more words go to pytest")
    test.add_argument("--long", action="store_true", help="also run the tests that take minutes")
    commands.add_parser("check", help="style, types, imports, core without Qt, texts, links")
    commands.add_parser("words", help="renew and compile the catalogues of the program's words")
    commands.add_parser("docs", help="the layouts' pictures; check their HTML and accessibility")
    commands.add_parser("lock", help="renew the locks from pyproject.toml (needs uv)")
    packed = commands.add_parser("package", help="build the program as one folder, in build/")
    packed.add_argument("kind", nargs="?", choices=["deb"], help="make a Debian package of it, too")
    packed.add_argument(
        "--check", action="store_true", help="and install that in a bare Debian, and try it there"
    )
    arguments, rest = parser.parse_known_args()
    if rest and arguments.command not in {"run", "test"}:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        match arguments.command:
            case "run":
                return run(rest)
            case "test":
                return test_all(rest, long=arguments.long)
            case "package":
                return package(deb=arguments.kind == "deb", tried=arguments.check)
            case command:
                return {"check": check, "words": words, "docs": docs, "lock": lock}[command]()
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    """Print one line at once, so that it stands before what a child prints."""
    print(text, flush=True)


# run, test, words, docs, lock


def run(arguments: list[str]) -> int:
    """Open the window on the example campaign in this checkout's practice workspace."""
    install_system_packages(QT_PACKAGES, optional=FONT_PACKAGES)
    install_python(RUNTIME_LOCK)
    on_linux = sys.platform.startswith("linux")
    if on_linux and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise Stop(
            "Everything is installed, but there is no screen here (neither DISPLAY nor "
            "WAYLAND_DISPLAY is set).\n"
            "On a computer without one, install xvfb and xauth, then:\n"
            "    xvfb-run -a python3 dev.py run\n"
            "or use the command line: .venv/bin/composer demo practice --no-window"
        )
    command = [str(PYTHON), "-I", "-m", "composer", "demo", str(PRACTICE), *arguments]
    return subprocess.call(command, cwd=ROOT, env=dict(os.environ) | web_view_environment())


def test_all(arguments: list[str], *, long: bool) -> int:
    """Check, then run pytest in some processes, each with a screen of its own."""
    spoken = SPOKEN_PACKAGES if long else []
    needed = [*QT_PACKAGES, *FONT_PACKAGES, *TEST_PACKAGES, *spoken]
    install_system_packages([], optional=needed)
    failed = check()
    if failed:
        return failed
    environment = dict(os.environ) | web_view_environment() | {"QT_QUICK_BACKEND": "software"}
    environment.setdefault("LANG", "C.UTF-8")
    marks = "long or not long" if long else "not long"
    # One more than the processors: tests of a send wait more than they compute.
    processes = min(TEST_PROCESSES, (os.cpu_count() or 1) + 1)
    with screens(environment, count=processes):
        command = [str(PYTHON), "-m", "pytest", "-m", marks]
        # A file's tests stay together: they share servers and campaigns that take long to make.
        command += ["--numprocesses", str(processes), "--dist", "loadfile"]
        # In the order of `tests/conftest.py`, which begins with the files that take longest.
        command += ["--no-loadscope-reorder"]
        # A crash ends the run: the scheduler may wait for ever for a process that came anew.
        command += ["--max-worker-restart", "0", *arguments]
        return subprocess.call(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)


def words() -> int:
    """Gather the program's own words and compile them; tells what lacks a translation."""
    install_python(DEV_LOCK)
    return subprocess.call([str(PYTHON), "tests/words.py"], cwd=ROOT)


def docs() -> int:
    """Show every layout in a web view: pictures and `docs/layouts.md`; any fault fails."""
    install_system_packages([], optional=[*QT_PACKAGES, *FONT_PACKAGES])
    install_python(DEV_LOCK)
    modules = install_checkers()
    command = [str(PYTHON), "tests/gui/layout_gallery.py"]
    command += ["--vnu", str(modules / "vnu-jar" / "build" / "dist" / "vnu.jar")]
    command += ["--axe", str(modules / "axe-core" / "axe.min.js")]
    return subprocess.call(command, cwd=ROOT, env=dict(os.environ) | web_view_environment())


def lock() -> int:
    """Resolve pyproject.toml anew for every platform and write the locks with hashes.

    uv is asked not to write where packages came from: the locks name versions and hashes only.
    """
    uv = shutil.which("uv")
    if uv is None:
        raise Stop("uv is needed to renew the locks: python3 -m pip install uv")
    for path, extra in LOCKS.items():
        command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
        command += ["--no-emit-find-links", "--upgrade", *extra, "pyproject.toml", "-o", str(path)]
        subprocess.run(command, cwd=ROOT, check=True)
        say(f"{path.relative_to(ROOT)} renewed")
    return 0


def package(*, deb: bool, tried: bool) -> int:
    """Build the one-folder program; then its Debian package; then try that in a bare system."""
    install_system_packages([], optional=[*QT_PACKAGES, *DEB_PACKAGES])
    install_python(BUILD_LOCK)
    steps = [["build.py"]]
    if deb or tried:
        steps.append(["deb.py", "--depends", *QT_PACKAGES, "--fonts", *FONT_PACKAGES])
    if tried:
        steps.append(["check_deb.py"])
    for name, *more in steps:
        command = [str(PYTHON), str(ROOT / "packaging" / name), *more]
        if code := subprocess.call(command, cwd=ROOT):
            return code
    return 0


# What must be on the machine


def web_view_environment() -> dict[str, str]:
    """Switch off the web view's sandbox where it cannot work, and say so."""
    if os.name != "posix" or os.geteuid() != 0 or "QTWEBENGINE_DISABLE_SANDBOX" in os.environ:
        return {}
    say("Warning: running as root, so the preview's web view runs without its sandbox.")
    return {"QTWEBENGINE_DISABLE_SANDBOX": "1"}


def install_system_packages(needed: list[str], *, optional: list[str]) -> None:
    """On Debian and Ubuntu install what is missing, or say the one line that does.

    Raises:
        Stop: a needed package is missing and this does not run as root.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return
    missing = missing_packages([*needed, *optional])
    if needs_ensurepip():
        needed = ["python3-venv", *needed]
        missing = ["python3-venv", *missing]
    if not missing:
        return
    if os.geteuid() == 0:
        apt_install(missing)
        return
    line = f"    sudo apt-get install --yes --no-install-recommends {' '.join(missing)}"
    if set(missing) & set(needed):
        raise Stop(f"System packages are missing. Run this once:\n{line}")
    say(f"Some system packages are missing; for everything to work run once:\n{line}")


def missing_packages(names: list[str]) -> list[str]:
    """Tell which Debian packages are not installed (a t64 successor counts)."""
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\n"]
    both = [name + suffix for name in names for suffix in ("", "t64")]
    answer = subprocess.run([*query, *both], capture_output=True, text=True, check=False)
    installed = {
        line.split()[1].removesuffix("t64")
        for line in answer.stdout.splitlines()
        if line.startswith("installed ")
    }
    return [name for name in names if name not in installed]


def apt_install(names: list[str]) -> None:
    """Install Debian packages without questions and without starting any service."""
    say(f"Installing {len(names)} system packages (once; a minute or two) …")
    with services_kept_from_starting():
        quietly(["apt-get", "update"])
        if "postfix" in names:
            kind = "postfix postfix/main_mailer_type select No configuration\n"
            quietly(["debconf-set-selections"], given=kind)
        known = set(quietly(["apt-cache", "pkgnames"]).split())
        chosen = [name + "t64" if name + "t64" in known else name for name in names]
        quietly(["apt-get", "install", "--yes", "--no-install-recommends", *chosen])


def quietly(command: list[str], *, given: str = "") -> str:
    """Run a program and give what it printed; that is shown only when it fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    answer = subprocess.run(
        command,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
        check=False,
    )
    if answer.returncode:
        raise Stop(f"{answer.stdout}\n{' '.join(command[:2])} ended with {answer.returncode}.")
    return answer.stdout


@contextlib.contextmanager
def services_kept_from_starting() -> Iterator[None]:
    """Answer Debian's "may I start this service?" with no, while packages are installed."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()


def needs_ensurepip() -> bool:
    """Tell whether a virtual environment must be made and this Python cannot."""
    return not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None


def install_python(lock_file: Path) -> None:
    """Make `.venv`, install a lock into it with hashes, and put the checkout on its path.

    The checkout itself is put in by a `.pth` file instead of an editable install: that needs no
    build backend, and `python -I -m composer` still finds it.
    """
    make_venv()
    stamp = VENV / f"installed-{lock_file.name}"
    digest = hashlib.sha256(lock_file.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    say(f"Installing {lock_file.relative_to(ROOT)} into .venv (once; about 250 MB) …")
    pip = [str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    pip += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off"]
    # What is published as sources is built by the locked builder, not by whatever is newest.
    sources = ["--no-binary", ",".join(SOURCE_ONLY), "--no-build-isolation"]
    with tempfile.TemporaryDirectory() as folder:
        builder = Path(folder) / "builder.lock"
        builder.write_text(locked_lines(lock_file, BUILDER), encoding="utf-8")
        subprocess.run([*pip, "--requirement", str(builder)], check=True)
    subprocess.run([*pip, *sources, "--requirement", str(lock_file)], check=True)
    put_checkout_on_path()
    stamp.write_text(digest, encoding="ascii")


def locked_lines(lock_file: Path, name: str) -> str:
    """Give one distribution's lines of a lock, its hashes included."""
    lines = lock_file.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if line.startswith(f"{name}=="))
    rest = takewhile(lambda line: line[:1].isspace(), lines[first + 1 :])
    return "".join([lines[first], *rest])


def install_checkers() -> Path:
    """Fetch the checkers of the layouts from their lock, with hashes; give the folder they are in.

    They are tools of other languages (a Java program, a script for web pages) and never shipped.

    Raises:
        Stop: npm or Java is missing and this cannot install it.
    """
    missing = [DOCS_PROGRAMS[name] for name in DOCS_PROGRAMS if shutil.which(name) is None]
    if missing:
        install_system_packages(missing, optional=[])
    lacking = [name for name in DOCS_PROGRAMS if shutil.which(name) is None]
    if lacking:
        raise Stop(f"The layouts cannot be checked without {' and '.join(lacking)}.")
    folder = VENV / CHECKERS.name
    digest = hashlib.sha256((CHECKERS / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text(encoding="ascii") != digest:
        say(f"Installing {CHECKERS.relative_to(ROOT)} into .venv (once; about 40 MB) …")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(CHECKERS, folder)
        # No install script: the checkers run as they were packed.
        npm = [str(shutil.which("npm")), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*npm, "--loglevel", "error"], cwd=folder, check=True)
        stamp.write_text(digest, encoding="ascii")
    return folder / "node_modules"


def make_venv() -> None:
    """Make `.venv` when there is none, or when its Python is gone or another one's."""
    if PYTHON.exists():
        probe = [str(PYTHON), "-I", "-c", "import sys; print(sys.prefix)"]
        answer = subprocess.run(probe, capture_output=True, text=True, check=False)
        if answer.returncode == 0 and Path(answer.stdout.strip()).resolve() == VENV.resolve():
            return
        say("Making .venv anew: its Python does not run from here.")
        shutil.rmtree(VENV)
    if needs_ensurepip():
        raise Stop("This Python cannot make virtual environments: the module ensurepip is missing.")
    say("Making .venv …")
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def put_checkout_on_path() -> None:
    """Let `.venv` import `composer` from this checkout, and give it a `composer` command."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    where = subprocess.run(
        [str(PYTHON), "-I", "-c", ask], capture_output=True, text=True, check=True
    )
    pth = Path(where.stdout.strip()) / "composer-checkout.pth"
    pth.write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name == "posix":
        script = SCRIPTS / "composer"
        script.write_text(f'#!/bin/sh\nexec "{PYTHON}" -I -m composer "$@"\n', encoding="utf-8")
        script.chmod(0o755)


@contextlib.contextmanager
def screens(environment: dict[str, str], *, count: int) -> Iterator[None]:
    """Run private X servers and window managers while the tests run; adds to `environment`.

    Each test process takes a screen of its own from TEST_DISPLAYS, so that no window takes the
    focus from one that another process tests. Without Xvfb the tests run on Qt's offscreen
    platform; those that need a real window say so.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    if shutil.which("Xvfb") is None:
        say("Xvfb is missing: tests that need a real window will be skipped.")
        environment["QT_QPA_PLATFORM"] = "offscreen"
        yield
        return
    environment.pop("WAYLAND_DISPLAY", None)
    environment["QT_QPA_PLATFORM"] = "xcb"
    with contextlib.ExitStack() as running:
        displays = [start_screen(running, environment) for _ in range(count)]
        environment["DISPLAY"] = displays[0]
        environment["TEST_DISPLAYS"] = " ".join(displays)
        yield


def start_screen(running: contextlib.ExitStack, environment: dict[str, str]) -> str:
    """Start one X server and its window manager until `running` ends; gives its display."""
    server = ["Xvfb", "-displayfd", "1", "-screen", "0", "2200x1400x24", "-dpi", "96"]
    server += ["-nolisten", "tcp", "-noreset"]
    xvfb = running.enter_context(started(server, stdout=subprocess.PIPE))
    assert xvfb.stdout is not None
    number = xvfb.stdout.readline().decode("ascii").strip()
    if not number:
        raise Stop("Xvfb did not start.")
    display = f":{number}"
    if shutil.which("openbox"):
        running.enter_context(started(["openbox"], env=environment | {"DISPLAY": display}))
    return display


@contextlib.contextmanager
def started(
    command: list[str], *, stdout: int = subprocess.DEVNULL, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside us and end exactly that process afterwards."""
    process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL, env=env)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


# check


def check() -> int:
    """Run every check that needs no test, and tell all that failed."""
    install_system_packages([], optional=[])
    install_python(DEV_LOCK)
    install_python(RUNTIME_LOCK)
    module = [str(PYTHON), "-m"]
    checks: list[tuple[str, Callable[[], list[str]]]] = [
        ("ruff check", lambda: tool([*module, "ruff", "check", "--quiet", "."])),
        ("ruff format", lambda: tool([*module, "ruff", "format", "--check", "--quiet", "."])),
        ("mypy --strict", lambda: tool([*module, "mypy", "--no-error-summary"])),
        ("mypy dev.py", lambda: tool([*module, "mypy", "--no-error-summary", "dev.py"])),
        ("import contract", lambda: tool([str(SCRIPTS / "lint-imports"), "--no-cache"])),
        ("core without Qt", lambda: tool([str(PYTHON), "tests/core_without_qt.py"])),
        ("texts, links, locks", lambda: tool([str(PYTHON), "tests/project_texts.py"])),
    ]
    failed = [name for name, run_check in checks if not passed(name, run_check())]
    if failed:
        say(f"check failed: {', '.join(failed)}")
    return 1 if failed else 0


def passed(name: str, problems: list[str]) -> bool:
    """Print a check's outcome."""
    say(f"{'FAILED' if problems else 'ok':6} {name}")
    for problem in problems:
        say(f"       {problem}")
    return not problems


def tool(command: list[str]) -> list[str]:
    """Run a tool and give what it printed if it failed."""
    answer = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if answer.returncode == 0:
        return []
    return answer.stdout.splitlines() or [f"exit {answer.returncode}, nothing printed"]


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons do reach this line
        sys.exit("Composer needs Python 3.11 or newer.")
    sys.exit(main())

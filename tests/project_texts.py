"""Read the project's own files: nothing unfinished, no registry, no path of one machine, no dead link.

`dev.py check` runs this file; it prints one line for each problem. Standard library only.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Written with escapes and groups so that this file does not name what it forbids.
REGISTRY_HOSTS = re.compile(
    r"\b(?:pypi|test\.pypi|files\.pythonhosted|registry\.npmjs|registry\.yarnpkg|proxy\.golang"
    r"|deb\.debian|security\.debian|archive\.ubuntu)\.(?:org|com)\b"
)
MACHINE_PATHS = re.compile(r"(?<![\w.~$}-])/(?:work|farm|root|Users|mnt)/[\w.]")
STUB_COMMENT = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b|\b(?:stub|not implemented)\b")
STUB_TEXT = re.compile(r"\bTO[D]O:|\bFIX[M]E\b")
MARKDOWN_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
LOCKS = {
    "runtime": "requirements.lock",
    "dev": "requirements-dev.lock",
    "build": "requirements-build.lock",
}
BINARY_SUFFIXES = {".png", ".jpg", ".gif", ".ico", ".pdf", ".mo", ".xlsx", ".ods", ".parquet"}


def find_lock_differences() -> list[str]:
    """Find what the locks pin differently: another program would be tested, or built."""
    pin = re.compile(r"^([\w.-]+)==(\S+)(?: ; ([^\\]+))?", re.MULTILINE)
    pinned = {
        kind: set(pin.findall((ROOT / "packaging" / name).read_text(encoding="utf-8")))
        for kind, name in LOCKS.items()
    }
    return [
        f"{name}=={version} is not in the {kind} lock"
        for kind in ("dev", "build")
        for name, version, _ in sorted(pinned["runtime"] - pinned[kind])
    ]


def project_files() -> list[Path]:
    """List the files that are or would be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        ignored = {".git", ".venv", "practice", "dist", "build", "__pycache__"}
        return sorted(
            path
            for path in ROOT.rglob("*")
            if path.is_file()
            and not any(
                part in ignored or part.endswith("_cache") for part in path.relative_to(ROOT).parts
            )
        )
    names = answer.stdout.decode("utf-8").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def find_forbidden_texts() -> list[str]:
    """Find unfinished work, package registries and paths of one machine in the project's files."""
    problems: list[str] = []
    for path in project_files():
        if path.suffix in BINARY_SUFFIXES or path.suffix == ".lock":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        name = path.relative_to(ROOT)
        for number, line in enumerate(text.splitlines(), 1):
            if REGISTRY_HOSTS.search(line):
                problems.append(f"{name}:{number}: names a package registry")
            if MACHINE_PATHS.search(line):
                problems.append(f"{name}:{number}: a path of one machine")
        unfinished = unfinished_python if path.suffix == ".py" else unfinished_text
        problems += [f"{name}:{number}: unfinished work" for number in unfinished(text)]
        if path.suffix == ".py" and name.parts[0] != "tests":  # a fake may refuse what it has not
            problems += [f"{name}:{number}: refuses to work" for number in bare_refusals(text)]
    return problems


def unfinished_python(text: str) -> list[int]:
    """Give the lines of comments that promise work."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT and STUB_COMMENT.search(token.string)
    ]


def bare_refusals(text: str) -> list[int]:
    """Give the lines that raise NotImplementedError without saying why."""
    raises = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Raise)]
    return [node.lineno for node in raises if is_bare_refusal(node)]


def is_bare_refusal(node: ast.Raise) -> bool:
    """Tell whether a statement raises NotImplementedError without saying why."""
    what = node.exc.func if isinstance(node.exc, ast.Call) and not node.exc.args else node.exc
    return isinstance(what, ast.Name) and what.id == "NotImplementedError"


def unfinished_text(text: str) -> list[int]:
    """Give the lines of a text that promise work."""
    return [number for number, line in enumerate(text.splitlines(), 1) if STUB_TEXT.search(line)]


def find_broken_links() -> list[str]:
    """Find links and pictures in Markdown that lead to a file that is not there."""
    problems: list[str] = []
    for path in project_files():
        relative = path.relative_to(ROOT)
        if path.suffix != ".md" or relative.parts[0] in {"tests", "resources"}:
            continue
        text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in MARKDOWN_LINK.findall(text):
            if re.match(r"[a-z]+:|#", target):
                continue
            if not (path.parent / target.partition("#")[0]).exists():
                problems.append(f"{relative}: {target} does not exist")
    return problems


def main() -> int:
    """Print every problem."""
    problems = [*find_lock_differences(), *find_forbidden_texts(), *find_broken_links()]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

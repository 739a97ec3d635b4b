"""Steps of one campaign, taken by whatever program PYTHONPATH names, in one process of its own.

`python steps.py WORKSPACE CAMPAIGN EMAIL STEP...` prints one JSON object: for each step the codes
of its findings, for `test` also the state of each receipt and where it differs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

Told = dict[str, list[str]]


def main(workspace_path: str, campaign: str, email: str, *steps: str) -> None:
    """Take the steps, one after the other, whatever the ones before have said."""
    from composer.errors import Blocked
    from composer.model.identifiers import CampaignId
    from composer.workspace import Workspace

    workspace = Workspace.open(Path(workspace_path))
    person = workspace.resolve_person(email)
    told: Told = {}
    for number, step in enumerate(steps):
        findings: list[str] = []
        try:
            answer = getattr(workspace, step)(CampaignId(campaign), by=person)
        except Blocked as blocked:
            findings = [item.code for item in blocked.findings]
        else:
            findings = [item.code for item in getattr(answer, "findings", ())]
            for receipt in getattr(answer, "receipts", ()):
                parts = sorted({part for part, _expected, _found in receipt.differences})
                told.setdefault("receipts", []).append(" ".join([receipt.state, *parts]))
        told[f"{number} {step}"] = findings
    workspace.close()
    print(json.dumps(told))


def steps_of(program: Path, workspace: Path, words: Sequence[str]) -> Told:
    """Run this file with a program, and give what it printed."""
    import subprocess

    done = subprocess.run(
        [sys.executable, __file__, str(workspace), *words],
        env={**os.environ, "PYTHONPATH": str(program)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
    found: Told = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])

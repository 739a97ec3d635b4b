"""Two people in two homes, each command a process: a proof goes out, an approval comes back."""

from __future__ import annotations

from tests.conftest import home_environment
from tests.flow.command_line import CommandLine

CHEN = "chen@seed.test"


def test_a_reviewer_without_the_workspace_approves_from_a_home_of_their_own(released, tmp_path):
    ana, campaign = released.author, released.campaign
    home = tmp_path / "chen"
    home.mkdir()
    environment = {**home_environment(home), "COMPOSER_PASSPHRASE": "only for this test"}
    elsewhere = CommandLine(home / "no workspace", environment)
    request, proof, answer = (home / name for name in ("chen.join", "w.proof", "w.approval"))

    words = elsewhere("people", "join", "Chen", CHEN, "--out", request).record["words"]
    released.run(
        "people", "admit", request, "--role", "reviewer", "--locales", "ja", "--words", words,
        by=ana,
    )  # fmt: skip
    made = released.run("proof", "export", campaign, proof, "--for", CHEN, by=ana).record
    content = proof.read_bytes()
    assert made["for"] == [CHEN]
    assert b"seed.test" not in content

    with released.here() as workspace:
        told = workspace.owner_words()  # over the telephone
    decided = elsewhere(
        "proof", "open", proof, "--owner", told.upper(), "--out", home / "kinds",
        "--approve", "--comment", "Good.",
    )  # fmt: skip
    assert decided.record["decision"] == "approval"
    assert len(list((home / "kinds").glob("*-ja.eml"))) == made["kinds"]
    elsewhere("approval", "export", "Index weighting update", answer)

    taken = released.run("approval", "import", answer, by=ana).record
    assert (taken["person"], taken["decision"], taken["comment"]) == ("Chen", "approval", "Good.")
    assert released.stage() == "send"

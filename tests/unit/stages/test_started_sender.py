"""A sender that was started is known to have ended, and its last words are those of this run."""

import json
import subprocess
import sys

from composer.findings import finding
from composer.stages.started_sender import StartedSender


def run(log, answer):
    code = f"import sys; sys.stdin.read(); print('not JSON'); print({answer!r})"
    with log.open("ab") as written:
        at = written.tell()
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=written
        )
    return StartedSender(process=process, log=log, begins_at=at)


def ended(sender):
    assert not sender.has_ended
    sender.process.stdin.close()
    sender.process.wait(60)
    assert sender.has_ended
    return sender.refusal()


def test_what_the_process_found_is_told_and_nothing_of_an_earlier_run(tmp_path):
    said = {"code": "send.digest_differs", "where": {}, "values": {}}
    log = tmp_path / "sender.log"
    first = run(log, json.dumps({"findings": [said]}))
    assert ended(first).findings == (finding("send.digest_differs"),)
    assert str(ended(run(log, "no answer"))) == "The program that sends did not start."


def test_an_error_of_the_process_is_told_in_its_own_words(tmp_path):
    answer = {"error": "The store is locked.", "advice": "Unlock it.", "findings": []}
    error = ended(run(tmp_path / "sender.log", json.dumps(answer)))
    assert (str(error), error.advice) == ("The store is locked.", "Unlock it.")

"""The model that tells languages: the same answers as the library's own, in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from composer.checks.language_model import open_identifier

TEXTS = (
    "Your positions and open orders stay as they are, and nothing needs to be done.",
    "Ihre Positionen bleiben, wie sie sind, und Sie müssen nichts weiter tun.",
    "指数の比重の変更についてお知らせします。お客様の手続きは不要です。",
    "هذا إشعار بتغيير أوزان المؤشر ولا يلزمكم فعل أي شيء",
    "",
    "1234567890",
)
MEASURED = """
import resource, sys
from composer.checks.language_model import open_identifier
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
open_identifier().rank("Ihre Positionen bleiben, wie sie sind, und Sie müssen nichts tun. " * 60)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_it_says_what_the_library_says() -> None:
    ours = open_identifier()
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    for text in TEXTS:
        assert ours.rank(text) == theirs.rank(text)


@pytest.mark.skipif(sys.platform == "win32", reason="what a process took is told otherwise there")
def test_it_takes_little_memory_while_it_is_opened_and_asked() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], cwd=root, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 48, done.stdout

"""Rule 2: the same context and recipient give the same bytes in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = """
from tests.unit.rendering.samples import *
from composer.model.campaign import AttachmentSettings, TransportKind, TransportSettings
from composer.rendering import jobs

context = make_context(
    layout=shipped_layout("notice"),
    body=BODY + "\\n![Logo](files/logo.png)\\n\\n{{ balance|number }} {{ {'a': tier, 'b': 2}['a'] }}"
    "{{ account.split('-')|unique|sort|join(' ') }} {{ account.split('-')|list }} "
    "{{ '3'|plural('file', 'files') }} {{ '2019-11-01T09:30Z'|datetime('full', zone='Asia/Tokyo') }}"
    "\\n\\n" + "A paragraph that is wrapped for {{ first_name }}. " * 9,
    unsubscribe="https://example.com/u/{{ token }}",
    headers=(("X-B", "{{ tier }}"), ("X-A", "1")),
    catalogues=(catalogue("de"), catalogue("ar")),
    files=(MessageFile(path="files/logo.png", content=PIXEL), MessageFile(path="files/a.pdf", content=b"a")),
    attachments=(AttachmentSettings(path="files/a.pdf"),),
    transport=TransportSettings(kind=TransportKind.SENDGRID, base_url="https://api.sendgrid.com"),
)
state = jobs.setup(context)
for number, locale in enumerate(["", "de", "ar", "de-CH"]):
    made = jobs.render_one(state, make_recipient(number=number, locale=locale, first_name="Zo\\u00eb"))
    print(made.rendered.digest, made.wire_sha256, jobs.wire_sha256(made.eml), made.rendered.branches)
"""


def output(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def expected() -> str:
    return output(PYTHONHASHSEED="0")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4294967295"},
        {"PYTHONHASHSEED": "random", "TZ": "Pacific/Auckland"},
        {"LC_ALL": "de_DE.UTF-8", "LANG": "ar", "LANGUAGE": "ja", "COMPOSER_LANGUAGE": "ar"},
        {"PYTHONUTF8": "0", "LC_ALL": "C"},
    ],
    ids=str,
)
def test_neither_hash_seed_nor_zone_nor_language_changes_a_byte(
    environment: dict[str, str], expected: str
) -> None:
    assert len(expected.splitlines()) == 4
    assert output(**environment) == expected

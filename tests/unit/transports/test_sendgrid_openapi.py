"""The public stand-in, driven by SendGrid's own OpenAPI, takes our requests; it is no judge.

It needs `prism` (npm, @stoplight/prism-cli) on the path and the specification, which is not part of
this repository, named by COMPOSER_SENDGRID_OPENAPI. Where one is missing the tests are skipped; the
strict stand-in of `tests/servers/sendgrid.py` is what judges.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from composer.transports.handover import Answer
from composer.transports.sendgrid import SendGridTransport
from composer.transports.sendgrid_request import SendGridAccount
from tests.faults.sendgrid_message import KEY, one_message

SPECIFICATION = os.environ.get("COMPOSER_SENDGRID_OPENAPI", "")
PRISM = shutil.which("prism")
IS_READY = "Prism is listening"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(PRISM is None, reason="prism is not installed"),
    pytest.mark.skipif(not SPECIFICATION, reason="COMPOSER_SENDGRID_OPENAPI names no file"),
]


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(PRISM), "mock", "--host", "127.0.0.1", "--port", str(port), SPECIFICATION]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if IS_READY in line:
                    break
            else:
                pytest.fail("prism ended without listening")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def status_of(base_url: str, body: object) -> int:
    request = Request(
        f"{base_url}/v3/mail/send",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=30) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


def test_our_requests_are_taken_one_after_the_other(base_url: str) -> None:
    async def at_once():
        return lambda: None

    async def story() -> list[Answer]:
        account = SendGridAccount(base_url=base_url, api_key=KEY)
        connection = await SendGridTransport(account).connect()
        try:
            return [await connection.hand_over(one_message(), brink=at_once) for _nth in range(2)]
        finally:
            await connection.close()

    assert [answer.code for answer in asyncio.run(story())] == [202, 202]


def test_it_refuses_what_the_schema_forbids_and_takes_the_leak(base_url: str) -> None:
    body = json.loads(one_message().wire)
    del body["from"]
    assert status_of(base_url, body) in {400, 422}
    body = json.loads(one_message().wire)
    body["personalizations"][0]["to"] = [{"email": f"{n}@x.example"} for n in range(1000)]
    assert status_of(base_url, body) == 202

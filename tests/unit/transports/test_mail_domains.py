from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from composer.stages.mail_domains import KEPT_FOR, find_mail_domains, known_mail_domains
from composer.transports.mail_domains import DomainVerdict, NameService, look_up_domains
from composer.workspace import Workspace
from tests.measured import within
from tests.servers.name_server import Names, name_server

RECORDS = {
    ("good.org", "MX"): ["10 mail.good.org."],
    ("refusing.org", "MX"): ["0 ."],
    ("address-only.org", "A"): ["192.0.2.1"],
    ("six-only.org", "AAAA"): ["2001:db8::1"],
    ("text-only.org", "TXT"): ['"nothing here"'],
    ("xn--bcher-kva.org", "MX"): ["10 mail.good.org."],
}


@pytest.fixture
def names() -> Iterator[Names]:
    with name_server() as server:
        server.records = dict(RECORDS)
        yield server


PATIENT_S, IMPATIENT_S = 30.0, 0.6  # the second is for names that stay silent


def service(names: Names, *, query_s: float = PATIENT_S) -> NameService:
    return NameService(host="127.0.0.1", port=names.port, query_s=query_s)


def ask(
    names: Names, *domains: str, limit_s: float = 60, query_s: float = PATIENT_S
) -> dict[str, str]:
    found = look_up_domains(domains, names=service(names, query_s=query_s), limit_s=limit_s)
    return {domain: verdict.value for domain, verdict in found.items()}


def test_each_kind_of_domain_has_its_verdict(names: Names) -> None:
    assert ask(
        names, "good.org", "refusing.org", "address-only.org", "six-only.org", "text-only.org",
        "nowhere.org",
    ) == {
        "good.org": "takes_mail",
        "refusing.org": "refuses_mail",
        "address-only.org": "takes_mail",
        "six-only.org": "takes_mail",
        "text-only.org": "no_mail_server",
        "nowhere.org": "no_domain",
    }  # fmt: skip


def test_trouble_is_no_verdict(names: Names) -> None:
    names.silent, names.failing = {"good.org"}, {"refusing.org"}
    asked = "good.org", "refusing.org", "nowhere.org"
    found = [ask(names, *asked, query_s=IMPATIENT_S) for _ in range(2)]
    assert {"nowhere.org": "no_domain"} in found
    assert all(each.keys() <= {"nowhere.org"} for each in found)
    nobody = NameService(host="127.0.0.1", port=1, query_s=0.5)
    assert look_up_domains(["a.org"], names=nobody, limit_s=1) == {}


def test_many_silent_domains_take_a_limited_time(names: Names) -> None:
    domains = [f"silent{n}.org" for n in range(500)]
    names.silent = set(domains)
    assert (
        within(
            8,
            lambda: ask(names, *domains, limit_s=1.0, query_s=IMPATIENT_S),
            first=names.asked.clear,
        )
        == {}
    )
    assert len({name for name, _kind in names.asked}) < 200


def test_who_cancels_waits_for_nothing_new(names: Names) -> None:
    found = look_up_domains(["good.org"], names=service(names), limit_s=10, cancelled=lambda: True)
    assert found == {}
    assert names.asked == []


def test_who_cancels_while_names_are_silent_waits_for_none_of_them(names: Names) -> None:
    domains = [f"silent{n}.org" for n in range(100)]
    names.silent = set(domains)
    slow = NameService(host="127.0.0.1", port=names.port, query_s=8)

    def ask_and_cancel() -> dict[str, DomainVerdict]:
        began = time.monotonic()
        return look_up_domains(
            domains, names=slow, limit_s=60, cancelled=lambda: time.monotonic() - began > 0.5
        )

    assert within(2, ask_and_cancel) == {}


def test_the_program_ends_at_once_while_names_are_silent(names: Names) -> None:
    names.silent = {"silent.org"}
    program = (
        "from composer.transports.mail_domains import NameService, look_up_domains\n"
        f"names = NameService(host='127.0.0.1', port={names.port}, query_s=20)\n"
        "look_up_domains(['silent.org'], names=names, limit_s=60,\n"
        "                progress=lambda asked: print(asked, flush=True))\n"
    )
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"0\n"

    def interrupt() -> None:
        started[-1].send_signal(signal.SIGINT)
        started[-1].communicate(timeout=60)

    within(5, interrupt, first=start)  # far less than the time that a name server has


def test_it_is_told_how_many_domains_were_asked_about(names: Names) -> None:
    names.failing = {"refusing.org"}
    told: list[int] = []
    domains = ["good.org", "refusing.org", "nowhere.org"]
    look_up_domains(domains, names=service(names), limit_s=20, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 3


@pytest.fixture
def workspace(tmp_path: Path, home: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "workspace")
    yield made
    made.close()


def test_answers_are_kept_for_a_month_and_trouble_is_a_note(
    names: Names, workspace: Workspace
) -> None:
    names.failing = {"failing.org"}
    counts = {"good.org": 5, "bücher.org": 2, "nowhere.org": 3, "refusing.org": 1, "failing.org": 9}
    desk = workspace._desk

    def find() -> list[tuple[str, object]]:
        found = find_mail_domains(desk, counts, file="a.csv", names=service(names))
        return [(item.code, dict(item.values).get("domain", "")) for item in found]

    wanted = [
        ("audience.no_domain", "nowhere.org"),
        ("audience.refuses_mail", "refusing.org"),
        ("audience.domains_unknown", ""),
    ]
    assert find() == wanted
    asked = len(names.asked)
    assert find() == wanted
    assert {name for name, _kind in names.asked[asked:]} == {"failing.org"}
    assert [item.code for item in known_mail_domains(desk, counts, file="a.csv")] == [
        code for code, _domain in wanted
    ]
    now = desk.now()
    desk.now = lambda: now + KEPT_FOR + timedelta(minutes=1)
    names.records["nowhere.org", "MX"] = ["10 mail.good.org."]
    assert ("audience.no_domain", "nowhere.org") not in find()


def test_a_practice_workspace_asks_nobody(names: Names, tmp_path: Path, home: Path) -> None:
    made = Workspace.create(tmp_path / "practice", practice=True)
    found = find_mail_domains(made._desk, {"good.org": 1}, file="a.csv", names=service(names))
    made.close()
    assert [item.code for item in found] == ["audience.domains_unknown"]
    assert names.asked == []


def test_verdicts_are_words_that_a_database_keeps() -> None:
    assert all(len(verdict.value) <= 16 for verdict in DomainVerdict)

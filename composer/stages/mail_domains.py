"""Whether mail can reach the domains of a list: asked only where the settings say so.

Answers are kept for a month. No answer is no verdict: how many domains could not be asked about is
a note. A practice workspace asks nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from composer.audience.addresses import address_problem, u_labels, wire_address
from composer.findings import Finding, finding
from composer.stages.desk import Desk
from composer.transports.mail_domains import DomainVerdict, NameService, look_up_domains

KEPT_FOR = timedelta(days=30)
LIMIT_S = 60.0
_CODES: dict[DomainVerdict | None, str] = {
    DomainVerdict.NO_DOMAIN: "audience.no_domain",
    DomainVerdict.NO_MAIL_SERVER: "audience.no_mail_server",
    DomainVerdict.REFUSES_MAIL: "audience.refuses_mail",
}
MAIL_CODES = frozenset(_CODES.values())


def find_mail_domains(
    desk: Desk,
    counts: Mapping[str, int],
    *,
    file: str,
    names: NameService | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _asked, _of: None,
) -> list[Finding]:
    """Ask about each domain of a list that was not asked about lately; most people first.

    `progress` is told how many of how many were asked about.
    """
    people = _people_by_domain(counts)
    verdicts = _known(desk, people)
    if not desk.folder.is_practice:
        wanted = [domain for domain in people if domain not in verdicts]
        learnt = look_up_domains(
            wanted,
            names=names or NameService(),
            limit_s=LIMIT_S,
            cancelled=cancelled,
            progress=lambda asked: progress(asked, len(wanted)),
        )
        if learnt:
            desk.mail_domains.keep(
                {domain: verdict.value for domain, verdict in learnt.items()}, at=desk.now()
            )
        verdicts |= learnt
    return _findings(people, verdicts, file=file)


def known_mail_domains(desk: Desk, counts: Mapping[str, int], *, file: str) -> list[Finding]:
    """Say what is known about the domains of a list without asking anybody."""
    people = _people_by_domain(counts)
    return _findings(people, _known(desk, people), file=file)


def domains_without_mail(desk: Desk, domains: Iterable[str], *, code: str) -> frozenset[str]:
    """Give those of some domains about which the name service said what a code tells."""
    asked = {domain: name for domain in domains if (name := _wire_name(domain))}
    known = _known(desk, dict.fromkeys(asked.values(), 1))
    return frozenset(
        domain for domain, name in asked.items() if _CODES.get(known.get(name)) == code
    )


def _people_by_domain(counts: Mapping[str, int]) -> dict[str, int]:
    """Give the number of people for each domain as A-labels; those reserved for tests are out."""
    people: dict[str, int] = {}
    for domain, count in sorted(counts.items(), key=lambda item: -item[1]):
        name = _wire_name(domain)
        if name:
            people[name] = people.get(name, 0) + count
    return people


def _wire_name(domain: str) -> str:
    """Give a domain as A-labels; nothing for one that no mail reaches anyway."""
    if address_problem(f"a@{domain}"):
        return ""
    return wire_address(f"a@{domain}").partition("@")[2].lower()


def _known(desk: Desk, people: Mapping[str, int]) -> dict[str, DomainVerdict]:
    known = desk.mail_domains.known(people, since=desk.now() - KEPT_FOR)
    return {domain: DomainVerdict(verdict) for domain, verdict in known.items()}


def _findings(
    people: Mapping[str, int], verdicts: Mapping[str, DomainVerdict], *, file: str
) -> list[Finding]:
    found = [
        finding(
            _CODES[verdicts[domain]], where={"file": file}, domain=u_labels(domain), count=count
        )
        for domain, count in people.items()
        if verdicts.get(domain) in _CODES
    ]
    unknown = sum(domain not in verdicts for domain in people)
    if unknown:
        found.append(finding("audience.domains_unknown", where={"file": file}, count=unknown))
    return found

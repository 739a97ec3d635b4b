"""What came back and what happened, played for the window's tests and pictures."""

from __future__ import annotations

from datetime import UTC, datetime

from composer.errors import Blocked
from composer.findings import finding
from composer.model.bounce import BounceCounts, BounceFate, BounceKind, BouncesRead
from composer.model.identifiers import CampaignId
from composer.model.incident import Incident, IncidentBatch, IncidentCopies, IncidentEvent
from composer.model.later import LinkedCampaign
from composer.model.states import Counts

AT = datetime(2031, 1, 6, 6, 0, tzinfo=UTC)


class SampleBounces:
    """Bounces of a played send."""

    def __init__(self) -> None:
        self.known = BounceCounts()
        self.paths: list[object] = []

    def counts(self, _campaign) -> BounceCounts:
        return self.known

    def read_path(self, _campaign, path, *, by, progress) -> BouncesRead:
        del by
        self.paths.append(path)
        progress(3, 3)
        self.known = BounceCounts(permanent=2, complaints=1)
        return BouncesRead(
            judged=(),
            fates=((BounceFate.COUNTED, 3), (BounceFate.NOT_OURS, 1)),
            kinds=((BounceKind.PERMANENT, 2), (BounceKind.COMPLAINT, 1)),
            listed=3,
        )

    def read_mailbox(self, campaign, settings, *, by, password, progress) -> BouncesRead:
        assert password == "secret"
        return self.read_path(campaign, settings, by=by, progress=progress)

    def ask_service(self, _campaign, *, by) -> int:
        del by
        return 1


class SampleIncident:
    """What happened in a played send of 2,000."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.packed: list[object] = []
        self.refuses = False

    def what_happened(self, _campaign) -> Incident:
        return Incident(
            name="Index weighting update",
            subject="New weights",
            proof="d" * 64,
            began_at=AT,
            first_at=AT,
            last_at=AT.replace(minute=4),
            counts=Counts(accepted=1108, unknown=2, cancelled=890),
            batches=(
                IncidentBatch(number=1, people=10, handed_over=10, unclear=0),
                IncidentBatch(number=2, people=100, handed_over=100, unclear=0),
                IncidentBatch(number=3, people=1000, handed_over=998, unclear=2),
            ),
            events=(
                IncidentEvent(at=AT, words="The send under the proof dddddddd began."),
                IncidentEvent(at=AT.replace(minute=4), words="Ana stopped the send."),
            ),
            searched=2000,
            copies=IncidentCopies(
                sent=3, equal=2, different=1, parts=("subject",), kept=2, in_doubt=400
            ),
            bounces=BounceCounts(permanent=2),
        )

    def follow_up(self, campaign, *, groups, by) -> LinkedCampaign:
        del by
        self.asked.append(groups)
        if self.refuses:
            raise Blocked([finding("follow.nobody")])
        return LinkedCampaign(
            id=CampaignId(campaign), name="…, follow-up", wishes=(), people=1108, is_later=True
        )

    def write_pack(self, _campaign, file, *, by) -> None:
        del by
        self.packed.append(file)

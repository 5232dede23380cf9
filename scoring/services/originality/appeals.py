"""What the appeals desk asks about verdicts on originality, and what a decision changes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.handlers import (
    Description,
    Ground,
    Judgement,
    Link,
    Ruling,
    Words,
)
from creatorspark.core.appeals.subjects import number_of, title_of_video
from creatorspark.core.appeals.wording import day
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Video
from scoring.domain.verdicts.standing import Standing
from scoring.models import OriginalityMatch, OriginalityVerdict
from scoring.services.originality.allowances import AllowanceRefused, allow_videos
from scoring.services.originality.deciding import VerdictRefused, record_verdict
from scoring.services.originality.reports import (
    APPEALABLE,
    OriginalityReport,
    originality_report,
)

TEMPLATE = "appeals/evidence/originality.html"
STAFF_TEMPLATE = "admin/scoring/originality_evidence.html"

GROUNDS = (
    Ground(
        code="mine",
        label=gettext_lazy("This is mine"),
        helps=gettext_lazy(
            "The recording as your phone made it, a project file, or a link that shows you "
            "posted it first somewhere else."
        ),
    ),
    Ground(
        code="licensed",
        label=gettext_lazy("I have permission or a licence"),
        helps=gettext_lazy("The licence, or the message in which its maker agreed."),
    ),
    Ground(
        code="duet",
        label=gettext_lazy("It is a duet or a stitch"),
        helps=gettext_lazy("The video it answers to, and what you added."),
    ),
    Ground(
        code="other",
        label=gettext_lazy("Another reason"),
        helps=gettext_lazy("Whatever shows it."),
    ),
)
# Permission covers the pair for good. “Mine” doesn't: it must not excuse the other side's copy.
TEACHES = frozenset({"licensed", "duet"})


class OriginalityAppeals:
    """Answers for verdicts on originality; the subject is a video's number."""

    label: Words = gettext_lazy("Originality")
    outcomes: Sequence[Outcome] = (Outcome.UPHELD, Outcome.OVERTURNED)

    def grounds(self) -> Sequence[Ground]:
        """Return what a creator may say."""
        return GROUNDS

    def judgement(self, subject_id: str) -> Judgement | None:
        """Return the current verdict; None while there is none."""
        verdict = _current(subject_id)
        if verdict is None:
            return None
        return Judgement(
            id=str(verdict.pk),
            creator_id=verdict.video.creator_id,
            rule=verdict.verdict,
            made_at=verdict.decided_at,
            made_by=verdict.decided_by_id,
            nothing_to_appeal=_nothing(verdict),
            same_as=_said_before(verdict),
        )

    def titles(self, subject_ids: Collection[str]) -> Mapping[str, str]:
        """Name videos in one query."""
        numbers = [number for one in subject_ids if (number := number_of(one)) is not None]
        rows = Video.objects.filter(pk__in=numbers).values_list("pk", "caption")
        return {
            str(pk): _("Originality of %(video)s") % {"video": title_of_video(caption)}
            for pk, caption in rows
        }

    def describe(self, subject_id: str, *, for_staff: bool) -> Description:
        """Put the evidence together. Raises LookupError where there is no verdict."""
        verdict = _current(subject_id)
        if verdict is None:
            raise LookupError(subject_id)
        report = originality_report(video_id=verdict.video_id)
        return Description(
            title=_("Originality of %(video)s") % {"video": title_of_video(verdict.video.caption)},
            sentences=tuple(one for one in (report.reason, report.problem_sentence) if one),
            facts=_facts(verdict, report),
            links=_links(verdict, for_staff=for_staff),
            template=STAFF_TEMPLATE if for_staff else TEMPLATE,
            evidence=report,
        )

    def consequence(self, outcome: Outcome) -> Words:
        """Say what an outcome changes."""
        if outcome is Outcome.OVERTURNED:
            return _(
                "Your video counts as original. What was kept back of its bonus follows in your "
                "earnings as a line of its own."
            )
        return _("The verdict stays as it is, and so does what it means for your bonus.")

    def decide(self, ruling: Ruling) -> Mapping[str, Any]:
        """Carry a decision out: an overturned verdict gives way to a person's."""
        if ruling.outcome is Outcome.UPHELD:
            return {}
        judged = _current(ruling.subject_id)
        if judged is None:
            raise AppealRefused(_("There is no verdict on this video any more."))
        # Before the verdict is replaced: afterwards nothing is held against the video any more.
        report = originality_report(video_id=judged.video_id)
        try:
            record_verdict(
                video_id=judged.video_id,
                verdict=OriginalityVerdict.Verdict.ORIGINAL,
                reason=ruling.reason,
                actor=ruling.actor,
                now=ruling.now,
            )
        except VerdictRefused as refusal:
            raise AppealRefused(str(refusal)) from refusal
        now_stands = _current(ruling.subject_id)
        return {
            "overturned": judged.pk,
            "verdict": now_stands.pk if now_stands else None,
            "allowances": _teach(report, ruling),
        }


def _current(subject_id: str) -> OriginalityVerdict | None:
    number = number_of(subject_id)
    if number is None:
        return None
    current = OriginalityVerdict.objects.filter(video_id=number, is_current=True)
    return current.select_related("video").first()


def _said_before(verdict: OriginalityVerdict) -> frozenset[str]:
    """Return the engine's earlier verdicts that said the same: another file isn't another case."""
    if verdict.source != OriginalityVerdict.Source.ENGINE:
        return frozenset()
    rows = OriginalityVerdict.objects.filter(
        video=verdict.video_id, verdict=verdict.verdict, source=verdict.source
    )
    copied = ArrayAgg(
        "matches__other_id",
        filter=Q(matches__standing=OriginalityMatch.Standing.COPIED),
        order_by="matches__other_id",
        default=Value([]),
    )
    said = {
        row.pk: (row.evidence.get("problem"), row.copied) for row in rows.annotate(copied=copied)
    }
    now = said[verdict.pk]
    return frozenset(str(pk) for pk, what in said.items() if pk != verdict.pk and what == now)


def _nothing(verdict: OriginalityVerdict) -> str:
    if verdict.verdict in APPEALABLE:
        return ""
    return _("This video counts as original, so there is nothing to appeal.")


def _facts(verdict: OriginalityVerdict, report: OriginalityReport) -> Sequence[tuple[Words, Words]]:
    by_person = verdict.source == OriginalityVerdict.Source.STAFF
    facts: list[tuple[Words, Words]] = [
        (_("Verdict"), verdict.get_verdict_display()),
        (_("Given on"), day(verdict.decided_at)),
        (_("Found by"), _("A person") if by_person else _("A computer")),
        (_("Posted on"), day(verdict.video.posted_at)),
    ]
    if report.similarity is not None:
        facts.append((_("Alike"), f"{report.similarity:.0%}"))
    if report.threshold is not None:
        facts.append((_("Counts as a copy from"), f"{report.threshold:.0%}"))
    if report.policy:
        facts.append((_("Rules"), report.policy))
    return facts


def _links(verdict: OriginalityVerdict, *, for_staff: bool) -> Sequence[Link]:
    if for_staff:
        return (
            Link(
                label=_("The verdict"),
                url=f"/admin/scoring/originalityverdict/{verdict.pk}/change/",
            ),
            Link(label=_("The video"), url=f"/admin/core/video/{verdict.video_id}/change/"),
        )
    page = f"/studio/videos/{verdict.video_id}/#originality"
    return (Link(label=_("See it on the video’s page"), url=page),)


def _teach(report: OriginalityReport, ruling: Ruling) -> list[int]:
    """Let the pairs that were held against the creator share what they share from now on."""
    if ruling.ground not in TEACHES:
        return []
    copied = [one.video_id for one in report.matches if one.standing == Standing.COPIED.value]
    try:
        return [
            allow_videos(
                video_ids=(report.video_id, other_id),
                licensed=ruling.ground == "licensed",
                reason=ruling.reason,
                decision=f"appeal {ruling.appeal_id}",
                actor=ruling.actor,
                now=ruling.now,
            )
            for other_id in copied
        ]
    except AllowanceRefused as refusal:
        raise AppealRefused(str(refusal)) from refusal

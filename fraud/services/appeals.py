"""What the appeals desk asks about alerts, and what a decision changes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.handlers import (
    Ask,
    Description,
    Ground,
    Judgement,
    Link,
    Ruling,
    Words,
)
from creatorspark.core.appeals.subjects import number_of, title_of_video
from creatorspark.core.appeals.wording import day
from creatorspark.core.domain.appeals.states import Outcome as AppealOutcome
from creatorspark.core.models import User
from fraud.domain.outcomes import RELEASING, Outcome
from fraud.models import Alert
from fraud.selectors.desk import staff_evidence
from fraud.selectors.reports import Evidence, evidence_of
from fraud.services.alerts import Said, carry_out, lock, needs_two, standing_decision
from fraud.services.telling import page_of
from fraud.services.two_people import agreed, fresh_proposal, part_words, two_people

TEMPLATE: Final = "appeals/evidence/fraud_alert.html"
STAFF_TEMPLATE: Final = "admin/fraud/evidence.html"
# Money waits while these run, so they are longer than the house’s and end in its release.
APPEAL_TERMS: Final = {"decide_days": 14, "second_look_days": 14}
AS_ALERT: Final = {
    AppealOutcome.UPHELD: Outcome.UPHELD,
    AppealOutcome.PARTLY: Outcome.PARTLY,
    AppealOutcome.OVERTURNED: Outcome.OVERTURNED,
}

GROUNDS: Final = (
    Ground(
        code="advert",
        label=gettext_lazy("I paid for an advert"),
        helps=gettext_lazy("The receipt, or a picture of the campaign in the platform’s own app."),
    ),
    Ground(
        code="news",
        label=gettext_lazy("Somebody showed or linked my video"),
        helps=gettext_lazy("A link to the page, the newspaper or the post."),
    ),
    Ground(
        code="event",
        label=gettext_lazy("There was an event, a show or an appeal"),
        helps=gettext_lazy("What it was, when, and anything that shows it."),
    ),
    Ground(
        code="shared",
        label=gettext_lazy("People share devices: a home, a school, a club"),
        helps=gettext_lazy("Who shares them, and about how many people they are."),
    ),
    Ground(
        code="victim",
        label=gettext_lazy("Others did this to me"),
        helps=gettext_lazy("Messages or dates that fit, if you have any."),
    ),
    Ground(
        code="other",
        label=gettext_lazy("Another reason"),
        helps=gettext_lazy("Whatever shows where the people came from."),
    ),
)


class AlertAppeals:
    """Answers for alerts; the subject is an alert's number.

    The judgement is the finding until somebody decides it at first look; what an appeal decided
    belongs to the judgement it was against, so that two looks stay two.
    """

    label: Words = gettext_lazy("Unusual numbers")
    outcomes: Sequence[AppealOutcome] = (
        AppealOutcome.UPHELD,
        AppealOutcome.PARTLY,
        AppealOutcome.OVERTURNED,
    )

    def grounds(self) -> Sequence[Ground]:
        """Return what a creator may say."""
        return GROUNDS

    def judgement(self, subject_id: str) -> Judgement | None:
        """Return what stands about an alert; None for one that no creator meets."""
        alert = _alert(subject_id)
        if alert is None:
            return None
        looked = alert.decisions.filter(is_proposal=False, appeal=None)
        first = looked.exclude(decided_by=None).last()
        return Judgement(
            id=f"{alert.pk}.{first.pk}" if first else f"{alert.pk}",
            creator_id=alert.creator_id,
            rule=alert.reason_code,
            made_at=first.decided_at if first else alert.created_at,
            made_by=first.decided_by_id if first else None,
            nothing_to_appeal=_nothing(alert),
        )

    def titles(self, subject_ids: Collection[str]) -> Mapping[str, str]:
        """Name alerts in one query."""
        numbers = [number for one in subject_ids if (number := number_of(one)) is not None]
        rows = Alert.objects.filter(pk__in=numbers).select_related("video")
        return {str(row.pk): title_of(row) for row in rows}

    def describe(self, subject_id: str, *, for_staff: bool) -> Description:
        """Put the evidence together. Raises LookupError where there is no such alert."""
        alert = _alert(subject_id)
        if alert is None:
            raise LookupError(subject_id)
        evidence = evidence_of(alert, for_staff=for_staff)
        return Description(
            title=title_of(alert),
            sentences=(*evidence.sentences, *(two_people(alert) if for_staff else ())),
            facts=_facts(alert, evidence),
            links=_links(alert, for_staff=for_staff),
            template=STAFF_TEMPLATE if for_staff else TEMPLATE,
            evidence=staff_evidence(alert) if for_staff else evidence,
        )

    def consequence(self, outcome: AppealOutcome) -> Words:
        """Say what an outcome changes."""
        return {
            AppealOutcome.OVERTURNED: _(
                "Nothing is set aside any more: everything counts and is paid as usual. You also "
                "get some points, because you had to wait."
            ),
            AppealOutcome.PARTLY: _(
                "A part of what was set aside is free and paid as usual. The other part stays set "
                "aside while you can still appeal."
            ),
            AppealOutcome.UPHELD: _(
                "What is in question stays set aside while you can still appeal. The rest is free."
            ),
        }[outcome]

    def asks(self, subject_id: str) -> Sequence[Ask]:
        """Ask how much doesn't count, where only a part does."""
        alert = _alert(subject_id)
        if alert is None or alert.affected < 2:
            return ()
        return (
            Ask(
                name="false_views",
                outcome=AppealOutcome.PARTLY,
                label=part_words(alert)[0],
                helps=_("Only where a part counts.") + " " + part_words(alert)[1],
                most=alert.affected - 1,
                initial=_part_so_far(alert),
            ),
        )

    def decide(self, ruling: Ruling) -> Mapping[str, Any]:
        """Carry a decision out, in the transaction in which it is made."""
        found = _alert(ruling.subject_id)
        if found is None:
            raise AppealRefused(_("There is no such alert any more."))
        alert = lock(found.pk)
        said = Said(
            outcome=AS_ALERT[ruling.outcome],
            reason=ruling.reason,
            actor=ruling.actor,
            false_views=_false_views(alert, ruling),
            appeal_id=ruling.appeal_id,
        )
        _check_two(alert, said, actor=ruling.actor)
        decision = carry_out(alert, said, now=ruling.now, confirms=fresh_proposal(alert))
        return {"decision": decision.pk, "share": decision.share}


def _alert(subject_id: str) -> Alert | None:
    number = number_of(subject_id)
    if number is None:
        return None
    shown = Alert.objects.exclude(tier__in=[Alert.Tier.SHADOW, Alert.Tier.NOTE])
    return shown.select_related("video", "creator").filter(pk=number).first()


def _nothing(alert: Alert) -> str:
    if alert.outcome in RELEASING:
        return _("This is settled in your favour, so there is nothing to appeal.")
    return ""


def _check_two(alert: Alert, said: Said, *, actor: User) -> None:
    """Refuse one person alone where two must agree: somebody else has to have said the same."""
    if said.outcome in RELEASING or not needs_two(alert):
        return
    amount = alert.affected if said.false_views is None else said.false_views
    if agreed(alert, outcome=said.outcome, false_views=amount, by=actor):
        return
    if alert.resolved_at is not None:
        raise AppealRefused(
            _(
                "This is more than was decided about %(alert)s, and one person alone can’t say "
                "so. Nothing was changed; decide the same, or less."
            )
            % {"alert": alert.reference},
            code="second_person",
        )
    raise AppealRefused(
        _(
            "This takes two people. Ask somebody to propose the same on the page of %(alert)s: "
            "the same outcome, and of a part as many. Then decide here."
        )
        % {"alert": alert.reference},
        code="second_person",
    )


def _false_views(alert: Alert, ruling: Ruling) -> int | None:
    """Return how much doesn't count: for a part, what is given or what staff said before."""
    if ruling.outcome is not AppealOutcome.PARTLY:
        return None
    part = ruling.options.get("false_views") or _part_so_far(alert)
    if part is None:
        raise AppealRefused(_("Say how many don’t count."), code="option")
    return int(part)


def _part_so_far(alert: Alert) -> int | None:
    for said in (fresh_proposal(alert), standing_decision(alert)):
        if said is not None and said.outcome == Outcome.PARTLY:
            return said.false_views
    return None


def title_of(alert: Alert) -> str:
    """Name an alert as its creator reads it."""
    if alert.video is None:
        return _("Unusual numbers on your profile (%(alert)s)") % {"alert": alert.reference}
    return _("Unusual numbers on %(video)s (%(alert)s)") % {
        "video": title_of_video(alert.video.caption),
        "alert": alert.reference,
    }


def _facts(alert: Alert, evidence: Evidence) -> Sequence[tuple[Words, Words]]:
    facts: list[tuple[Words, Words]] = [
        (_("From"), day(alert.window_start)),
        (_("To"), day(alert.window_end)),
        (_("In question"), evidence.affected),
        (_("Found by"), _("A computer")),
        (_("Rule"), f"{alert.policy_version}: {', '.join(evidence.codes)}"),
    ]
    if alert.outcome:
        facts.append((_("So far"), evidence.outcome))
    return facts


def _links(alert: Alert, *, for_staff: bool) -> Sequence[Link]:
    if not for_staff:
        return (Link(label=_("Read the whole report"), url=page_of(alert)),)
    links = [Link(label=_("The alert"), url=f"/admin/fraud/alert/{alert.pk}/change/")]
    if alert.video_id:
        links.append(Link(label=_("The video"), url=f"/admin/core/video/{alert.video_id}/change/"))
    return links

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
from fraud.domain.outcomes import KEEPING, RELEASING, WHOLE, Outcome
from fraud.models import Alert, AlertDecision
from fraud.selectors.desk import staff_evidence
from fraud.selectors.reports import Evidence, evidence_of
from fraud.services.alerts import (
    Said,
    agrees,
    carry_out,
    lock,
    needs_two,
    standing_decision,
    standing_proposal,
)
from fraud.services.grounds import GROUNDS
from fraud.services.telling import page_of
from fraud.services.two_people import part_words, too_few, two_people

TEMPLATE: Final = "appeals/evidence/fraud_alert.html"
STAFF_TEMPLATE: Final = "admin/fraud/evidence.html"
# Money waits while these run, so they are longer than the house’s and end in its release.
APPEAL_TERMS: Final = {"decide_days": 14, "second_look_days": 14}
AS_ALERT: Final = {
    AppealOutcome.UPHELD: Outcome.UPHELD,
    AppealOutcome.PARTLY: Outcome.PARTLY,
    AppealOutcome.OVERTURNED: Outcome.OVERTURNED,
}


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

    def outcomes_for(self, subject_id: str) -> Sequence[AppealOutcome]:
        """Return how an alert can be decided: there is no part of views that aren't counted."""
        alert = _alert(subject_id)
        if alert is None or alert.tier == Alert.Tier.CASE:
            return self.outcomes
        return (AppealOutcome.UPHELD, AppealOutcome.OVERTURNED)

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
            made_with=_took_part(alert),
            nothing_to_appeal=_nothing(alert),
        )

    def titles(self, subject_ids: Collection[str]) -> Mapping[str, str]:
        """Name alerts in one query."""
        numbers = [number for one in subject_ids if (number := number_of(one)) is not None]
        rows = Alert.objects.filter(pk__in=numbers).select_related("video")
        return {str(row.pk): title_of(row) for row in rows}

    def amounts(self, subject_ids: Collection[str]) -> Mapping[str, str]:
        """Say how much alerts are about, in one query: “9,000 views”, “gifts of $41.20”."""
        numbers = [number for one in subject_ids if (number := number_of(one)) is not None]
        rows = Alert.objects.filter(pk__in=numbers)
        return {str(row.pk): evidence_of(row, for_staff=True).affected for row in rows}

    def describe(self, subject_id: str, *, for_staff: bool) -> Description:
        """Put the evidence together. Raises LookupError where there is no such alert."""
        alert = _alert(subject_id)
        if alert is None:
            raise LookupError(subject_id)
        evidence = evidence_of(alert, for_staff=for_staff)
        return Description(
            title=title_of(alert),
            sentences=(
                *evidence.sentences,
                *((*two_people(alert), *too_few(alert)) if for_staff else ()),
            ),
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
        if alert is None or alert.tier != Alert.Tier.CASE or alert.affected < 2:
            return ()
        return (
            Ask(
                name="false_views",
                outcome=AppealOutcome.PARTLY,
                label=part_words(alert)[0],
                helps=_("Only where a part counts.") + " " + part_words(alert)[1],
                most=_most_of_a_part(alert),
                initial=_part_so_far(alert),
            ),
        )

    def decide(self, ruling: Ruling) -> Mapping[str, Any]:
        """Carry a decision out, in the transaction in which it is made."""
        found = _alert(ruling.subject_id)
        if found is None:
            raise AppealRefused(_("There is no such alert any more."))
        alert = lock(found.pk)
        said, proposal = _said(alert, ruling), standing_proposal(alert)
        _check_two(alert, said, proposal)
        decision = carry_out(alert, said, now=ruling.now, proposal=proposal)
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


def _took_part(alert: Alert) -> frozenset[int]:
    """Return everybody who proposed or decided something about it."""
    said = alert.decisions.exclude(decided_by=None)
    return frozenset(said.values_list("decided_by_id", flat=True))


def _said(alert: Alert, ruling: Ruling) -> Said:
    """Return what an appeal decides: never more than the decision that it is against.

    An upheld appeal leaves that decision as it is, so a part stays that part.
    """
    against = _against(alert)
    outcome, part = AS_ALERT[ruling.outcome], None
    if outcome is Outcome.PARTLY:
        part = _part(alert, ruling)
    elif outcome is Outcome.UPHELD and against is not None:
        outcome = Outcome(against.outcome)
        part = against.false_views if outcome is Outcome.PARTLY else None
    return Said(
        outcome=outcome,
        reason=ruling.reason,
        actor=ruling.actor,
        false_views=part,
        appeal_id=ruling.appeal_id,
        share_at_most=against.share if against is not None else WHOLE,
    )


def _against(alert: Alert) -> AlertDecision | None:
    made = standing_decision(alert)
    return made if made is not None and made.outcome in KEEPING else None


def _check_two(alert: Alert, said: Said, proposal: AlertDecision | None) -> None:
    """Refuse one person alone where two must agree and nobody else said just the same.

    What another person decided already was said by them: no appeal keeps more than that.
    """
    if said.outcome not in KEEPING or not needs_two(alert) or _against(alert) is not None:
        return
    if not agrees(proposal, said):
        raise AppealRefused(
            _(
                "This takes two people. Ask somebody to propose the same on the page of %(alert)s: "
                "the same outcome, and of a part as many. Then decide here."
            )
            % {"alert": alert.reference},
            code="second_person",
        )


def _part(alert: Alert, ruling: Ruling) -> int:
    """Return how much doesn't count: what is given, or what staff said before."""
    part = ruling.options.get("false_views") or _part_so_far(alert)
    if part is None:
        raise AppealRefused(_("Say how many don’t count."), code="option")
    if part > _most_of_a_part(alert):
        raise AppealRefused(
            _("That is more than the decision before. An appeal never takes more."), code="option"
        )
    return int(part)


def _most_of_a_part(alert: Alert) -> int:
    against = _against(alert)
    whole = alert.affected - 1
    return min(whole, against.false_views) if against is not None else whole


def _part_so_far(alert: Alert) -> int | None:
    for said in (standing_proposal(alert), standing_decision(alert)):
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

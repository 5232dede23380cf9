"""Deciding alerts: by a person at first look, by an appeal, or by the clock. One way for all.

Decisions are appended. Each is carried out in the transaction that records it, under the lock on
the creator's row that every change of money takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.models import Appeal, CountExclusion, Creator, User
from creatorspark.core.services import audit
from fraud.domain.outcomes import FIRST_LOOK, KEEPING, RELEASING, SUBJECT_KIND, WHOLE, Outcome
from fraud.domain.parameters import Parameters, ProcessParameters
from fraud.models import Alert, AlertDecision
from fraud.selectors.shares import NOTHING, withheld_shares
from fraud.services import announcing, claims, regressions, telling
from fraud.services.holds import keep_shares, release_hold

CLEARED: Final = Outcome.CLEARED.value
UPHELD: Final = Outcome.UPHELD.value
OUTCOMES: Final = tuple(outcome.value for outcome in FIRST_LOOK)


class AlertError(Exception):
    """The alert can't be decided like this; the message is for a person."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was decided, and by whom; None: by the clock. `false_views`: how much doesn't count,
    given for a part only. `share_at_most` bounds what stays withheld, in ten-thousandths.
    """

    outcome: Outcome
    reason: str
    actor: User | None
    note: str = ""
    false_views: int | None = None
    appeal_id: int | None = None
    share_at_most: int = WHOLE


def terms_of(alert: Alert) -> ProcessParameters:
    """Return the terms under which the alert was made: a later policy doesn't alter them."""
    return Parameters.of_stored(alert.evidence["parameters"]).process


def resolve(
    alert: Alert,
    *,
    outcome: str,
    reason: str,
    actor: User,
    now: datetime,
    false_views: int | None = None,
    note: str = "",
) -> Alert:
    """Decide an alert at first look. Cleared: holds end and views count again. Upheld: what is in
    question stays withheld, for good once nobody can appeal any more; the rest is free.

    `reason` is read by the creator. What goes against a large creator or sum only becomes a
    proposal, until a second person says the same. Raises AlertError when it is decided already,
    is being appealed, or can't be decided so.
    """
    if outcome not in OUTCOMES:
        raise AlertError(_("Choose “cleared”, “upheld” or “partly”."))
    said = Said(
        outcome=Outcome(outcome), reason=reason, actor=actor, note=note, false_views=false_views
    )
    _check_words(said, alert)
    with transaction.atomic():
        fresh = lock(alert.pk)
        if fresh.resolved_at is not None or fresh.tier == Alert.Tier.SHADOW:
            raise AlertError(_("Somebody decided this alert already. Nothing was changed."))
        if fresh.creator.user_id == actor.pk:
            raise AlertError(_("It is about your own profile, so somebody else decides."))
        if waits := claims.in_the_way(fresh, actor=actor, now=now):
            raise AlertError(waits)
        proposal = standing_proposal(fresh)
        if said.outcome in KEEPING and needs_two(fresh) and not agrees(proposal, said):
            _propose(fresh, said, earlier=proposal, now=now)
        else:
            _check_no_appeal(fresh)
            carry_out(fresh, said, now=now, proposal=proposal)
    alert.refresh_from_db()
    return alert


def lock(alert_id: int) -> Alert:
    """Lock the creator and return the alert as it is now. Raises Alert.DoesNotExist."""
    owner = Alert.objects.values_list("creator_id", flat=True)
    creator = _lock_creator(owner.get(pk=alert_id))
    # Profiles may have been merged while we waited; the alert is the kept one's then.
    while creator.pk != (now_theirs := owner.get(pk=alert_id)):
        creator = _lock_creator(now_theirs)
    alert = Alert.objects.get(pk=alert_id)
    alert.creator = creator
    return alert


def _lock_creator(creator_id: int) -> Creator:
    return Creator.objects.select_for_update(no_key=True).get(pk=creator_id)


def needs_two(alert: Alert) -> bool:
    """Say whether two people must agree on what goes against this creator."""
    terms = terms_of(alert)
    return alert.tier == Alert.Tier.CASE and (
        alert.affected >= terms.second_person_views
        or (alert.creator.follower_count or 0) >= terms.second_person_followers
    )


def standing_proposal(alert: Alert) -> AlertDecision | None:
    """Return the newest proposal; None once something was decided after it."""
    last = alert.decisions.last()
    return last if last is not None and last.is_proposal else None


def standing_decision(alert: Alert) -> AlertDecision | None:
    """Return the decision that stands."""
    return alert.decisions.filter(is_proposal=False).last()


def _check_words(said: Said, alert: Alert) -> None:
    if not said.reason.strip():
        raise AlertError(_("Say why; the creator reads it."))
    if said.outcome is not Outcome.PARTLY:
        if said.false_views is not None:
            raise AlertError(_("How much doesn’t count is only said where a part doesn’t."))
        return
    if alert.tier != Alert.Tier.CASE:
        raise AlertError(_("Views that aren’t counted count again, or they don’t: all of them."))
    if said.false_views is None or not 0 < said.false_views < alert.affected:
        raise AlertError(
            _("Say how many of the %(n)d don’t count: fewer than all, and more than none.")
            % {"n": alert.affected}
        )


def _check_no_appeal(alert: Alert) -> None:
    open_now = Appeal.objects.filter(
        subject_kind=SUBJECT_KIND, subject_id=str(alert.pk), closed_at=None
    ).first()
    if open_now is not None:
        raise AlertError(
            _("The creator appealed. Decide %(appeal)s; it decides the alert.")
            % {"appeal": open_now.reference}
        )


def agrees(proposal: AlertDecision | None, said: Said) -> bool:
    """Say whether this is the second word: by somebody else, the same outcome, just as much."""
    return (
        proposal is not None
        and said.actor is not None
        and proposal.decided_by_id != said.actor.pk
        and proposal.outcome == said.outcome
        and proposal.false_views == (said.false_views or proposal.alert.affected)
    )


def _propose(
    alert: Alert, said: Said, *, earlier: AlertDecision | None, now: datetime
) -> AlertDecision:
    if earlier is not None and said.actor is not None and earlier.decided_by_id == said.actor.pk:
        raise AlertError(_("You proposed it already. Somebody else confirms it."))
    proposal = _append(alert, said, is_proposal=True, share=0, confirms=None, now=now)
    # The second person needs it now.
    Alert.objects.filter(pk=alert.pk).update(looked_by=None, looked_until=None)
    audit.record(
        "fraud.alert.proposed", target=alert, actor=said.actor, after={"outcome": said.outcome}
    )
    telling.tell_staff(
        alert,
        f"proposed.{proposal.pk}",
        title=_("%(alert)s waits for a second person") % {"alert": alert.reference},
        body=said.reason,
        but=said.actor,
        now=now,
    )
    return proposal


def carry_out(
    alert: Alert, said: Said, *, now: datetime, proposal: AlertDecision | None = None
) -> AlertDecision:
    """Record a decision and do what it means. The caller holds the lock and asked whether it may.

    Repeating the decision of the same appeal does nothing twice: appeals are decided once.
    """
    keeps = said.outcome in KEEPING
    shares = withheld_shares(alert, said.false_views) if keeps else NOTHING
    share = min(shares.whole, said.share_at_most)
    agreed = proposal if agrees(proposal, said) else None
    decision = _append(alert, said, is_proposal=False, share=share, confirms=agreed, now=now)
    Alert.objects.filter(pk=alert.pk).update(
        state=Alert.State.RESOLVED,
        resolved_at=now,
        resolved_by=said.actor,
        outcome=said.outcome,
        final_at=None if said.outcome in RELEASING else alert.final_at,
        apology_points=_apology(alert, said),
        looked_by=None,
        looked_until=None,
    )
    if said.outcome in RELEASING:
        _release(alert, said, now=now)
        if said.actor is not None:
            regressions.ask(alert, now=now)
    else:
        keep_shares(shares)
    audit.record(
        "fraud.alert.resolved",
        target=alert,
        actor=said.actor,
        after={"outcome": said.outcome, "share": share, "appeal": said.appeal_id},
    )
    alert.refresh_from_db(fields=["state", "outcome", "resolved_at", "resolved_by", "final_at"])
    announcing.announce_decided(alert, decision, creator=alert.creator, now=now)
    if said.appeal_id is None:
        # The appeal has words of its own.
        telling.tell_decided(alert, decision, now=now)
    return decision


def _append(
    alert: Alert,
    said: Said,
    *,
    is_proposal: bool,
    share: int,
    confirms: AlertDecision | None,
    now: datetime,
) -> AlertDecision:
    false_views = alert.affected if said.false_views is None else said.false_views
    return AlertDecision.objects.create(
        alert=alert,
        outcome=said.outcome,
        is_proposal=is_proposal,
        confirms=confirms,
        override_of=None if is_proposal else standing_decision(alert),
        appeal_id=said.appeal_id,
        false_views=false_views if said.outcome in KEEPING else 0,
        share=share,
        reason=said.reason.strip(),
        note=said.note.strip(),
        decided_by=said.actor,
        decided_at=now,
    )


def _release(alert: Alert, said: Said, *, now: datetime) -> None:
    # What was lost already comes back: a decision put right late is put right in full.
    alert.holds.exclude(final_at=None).update(final_at=None, restored_at=now)
    for number, hold in enumerate(alert.holds.filter(released_at=None).order_by("pk")):
        release_hold(hold, reason=said.reason, actor=said.actor, now=now, is_told=number == 0)
    exclusions_of([alert.pk]).delete()


def exclusions_of(alert_ids: Iterable[int]) -> QuerySet[CountExclusion]:
    """Return what these alerts took off the counts."""
    found = Q(pk__in=[])
    for alert_id in alert_ids:
        found |= Q(source__startswith=f"fraud.alert.{alert_id}.")
    return CountExclusion.objects.filter(found)


def _apology(alert: Alert, said: Said) -> int:
    """Return the points that say sorry for a case that was wrong, or that nobody decided."""
    if alert.tier != Alert.Tier.CASE or said.outcome not in RELEASING:
        return 0
    return terms_of(alert).apology_points

"""Rules at work: which only try things out, which rest for a creator, and how often they fell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from creatorspark.core.appeals.wording import day
from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from creatorspark.lib.intervals import wilson
from fraud.domain.findings import Finding, ReasonCode
from fraud.domain.outcomes import Outcome
from fraud.domain.parameters import Parameters
from fraud.models import Alert, RuleSnooze, RuleSwitch

LOOK_BACK: Final = timedelta(weeks=26)
STAFF_TOLD_AT_MOST: Final = 50
# A rule that is wrong about one creator only rests for that one.
FEWEST_CREATORS: Final = 3
LONGEST_REST: Final = 90
"""Days that a rule may rest for a creator before somebody has to say it again."""


class SnoozeError(Exception):
    """The rule can't rest like this; the message is for a person."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """How a rule fared: decisions by people, those that went the creator's way, and of how many
    creators these were.
    """

    code: str
    decided: int
    fell: int
    creators: int

    @property
    def share(self) -> float:
        """Return the share that fell, from 0 to 1."""
        return self.fell / self.decided if self.decided else 0.0

    @property
    def surely(self) -> float:
        """Return the share that fell but for chance: the lower end of its 95 % interval."""
        return (wilson(self.fell, self.decided).low or 0.0) if self.decided else 0.0


_FELL: Final = Q(outcome__in=[Outcome.CLEARED, Outcome.OVERTURNED])
_COUNTS: Final = {
    "decided": Count("pk"),
    "fell": Count("pk", filter=_FELL),
    "creators": Count("creator", filter=_FELL, distinct=True),
}


def records(*, now: datetime) -> list[Record]:
    """Return how every rule fared lately, by the decisions of people that stand."""
    rows: Any = (
        Alert.objects.filter(
            tier=Alert.Tier.CASE, resolved_at__gte=now - LOOK_BACK, resolved_by__isnull=False
        )
        .values("reason_code")
        .annotate(**_COUNTS)
        .order_by("reason_code")
    )
    return [
        Record(
            code=row["reason_code"],
            decided=row["decided"],
            fell=row["fell"],
            creators=row["creators"],
        )
        for row in rows
    ]


def in_shadow(parameters: Parameters) -> frozenset[str]:
    """Return the codes that only try things out: by policy, or because they were often wrong."""
    switched = RuleSwitch.objects.filter(ended_at=None).values_list("code", flat=True)
    return frozenset(parameters.rules.shadow) | frozenset(switched)


def without_snoozed(findings: Sequence[Finding], *, now: datetime) -> list[Finding]:
    """Return the findings but for those of rules that rest for their creator."""
    rows = RuleSnooze.objects.filter(until__gt=now, placed_at__lte=now)
    resting = set(rows.values_list("creator_id", "code"))
    return [one for one in findings if (one.creator, one.code.value) not in resting]


def switch_often_wrong(parameters: Parameters, *, now: datetime) -> list[RuleSwitch]:
    """Put rules in shadow of which surely too much fell, and tell staff; return the new switches.

    Few decisions say little, so not the share counts but what is left of it when chance is taken
    off, and it must have fallen for several creators. What was decided before a person let a rule
    work again isn't held against it.
    """
    terms, made = parameters.process, []
    for one in records(now=now):
        record = _since_last_trial(one, now=now)
        if record.decided < terms.least_decisions or record.creators < FEWEST_CREATORS:
            continue
        if record.surely <= terms.overturned_share:
            continue
        with transaction.atomic():
            switch, is_new = RuleSwitch.objects.get_or_create(
                code=record.code,
                ended_at=None,
                defaults={"since": now, "decided": record.decided, "fell": record.fell},
            )
            if is_new:
                made.append(switch)
                audit.record(
                    "fraud.rule.switched",
                    target=switch,
                    actor=None,
                    after={"code": switch.code, "decided": switch.decided, "fell": switch.fell},
                )
                _tell(switch, now=now)
    return made


def _since_last_trial(record: Record, *, now: datetime) -> Record:
    last = RuleSwitch.objects.filter(code=record.code).exclude(ended_at=None).order_by("-ended_at")
    ended = last.values_list("ended_at", flat=True).first()
    if ended is None:
        return record
    later = Alert.objects.filter(
        tier=Alert.Tier.CASE,
        reason_code=record.code,
        resolved_by__isnull=False,
        resolved_at__gt=max(ended, now - LOOK_BACK),
    )
    return Record(code=record.code, **later.aggregate(**_COUNTS))


def _tell(switch: RuleSwitch, *, now: datetime) -> None:
    _tell_staff(
        f"fraud.rule.{switch.pk}.switched",
        title=_("%(code)s works in shadow now") % {"code": switch.code},
        body=_(
            "%(fell)d of its last %(decided)d cases were decided the other way. It makes no "
            "alerts until somebody lets it work again."
        )
        % {"fell": switch.fell, "decided": switch.decided},
        url=f"/admin/fraud/ruleswitch/{switch.pk}/change/",
        now=now,
    )


def _tell_staff(
    key: str, *, title: str, body: str, url: str, now: datetime, but: User | None = None
) -> None:
    staff = User.objects.filter(is_staff=True, is_active=True)
    for user in (staff.exclude(pk=but.pk) if but else staff).order_by("pk")[:STAFF_TOLD_AT_MOST]:
        notify(user, key=key, title=title[:200], body=body, url=url, now=now)


def end_switch(switch: RuleSwitch, *, reason: str, actor: User, now: datetime) -> None:
    """Let a rule work again; doing it twice does it once."""
    with transaction.atomic():
        ended = RuleSwitch.objects.filter(pk=switch.pk, ended_at=None).update(
            ended_at=now, ended_by=actor, ended_reason=reason
        )
        if ended:
            audit.record(
                "fraud.rule.restored", target=switch, actor=actor, after={"code": switch.code}
            )


def snooze(
    *, creator_id: int, code: str, days: int, reason: str, actor: User, now: datetime
) -> RuleSnooze:
    """Let a rule rest for one creator, for at most `LONGEST_REST` days, and tell other staff.

    Raises SnoozeError, also for one's own profile.
    """
    if code not in set(ReasonCode) or not 1 <= days <= LONGEST_REST:
        raise SnoozeError(
            _("Choose a rule and a number of days, %(n)d at most.") % {"n": LONGEST_REST}
        )
    if not reason.strip():
        raise SnoozeError(_("Say why."))
    with transaction.atomic():
        creator = Creator.objects.get(pk=creator_id)
        if creator.user_id == actor.pk:
            raise SnoozeError(_("It is about your own profile, so somebody else lets it rest."))
        row = RuleSnooze.objects.create(
            creator_id=creator_id,
            code=code,
            until=now + timedelta(days=days),
            reason=reason.strip(),
            placed_by=actor,
            placed_at=now,
        )
        audit.record(
            "fraud.rule.snoozed",
            target=row,
            actor=actor,
            after={"code": code, "creator": creator_id, "days": days},
        )
        _tell_staff(
            f"fraud.snooze.{row.pk}.placed",
            title=_("%(code)s rests for %(creator)s until %(day)s")
            % {"code": code, "creator": creator, "day": day(row.until)},
            body=row.reason,
            url=f"/admin/fraud/rulesnooze/{row.pk}/change/",
            but=actor,
            now=now,
        )
    return row


def end_snooze(row: RuleSnooze, *, actor: User, now: datetime) -> None:
    """Let a rule look at a creator again before its rest is over. Raises SnoozeError."""
    with transaction.atomic():
        until = RuleSnooze.objects.select_for_update().values_list("until", flat=True)
        before = until.filter(until__gt=now, placed_at__lt=now).filter(pk=row.pk).first()
        if before is None:
            raise SnoozeError(_("The rest is over already. Nothing was changed."))
        RuleSnooze.objects.filter(pk=row.pk).update(until=now)
        audit.record(
            "fraud.rule.woken",
            target=row,
            actor=actor,
            before={"until": before.isoformat()},
            after={"code": row.code, "creator": row.creator_id},
        )

"""What a creator is told about their tier: a rise, a warning, and a fall before it happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator, Notification
from creatorspark.lib.periods import week_label
from rewards.domain.tier_course import Move
from rewards.domain.tier_policy import TierPolicy
from rewards.domain.tiers import facts_of, measures
from rewards.models import TierStanding
from rewards.services import tier_words
from rewards.services.tier_cases import Case, Look

PAGE = "/studio/tier/"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message to a creator, once per `key`."""

    creator_id: int
    key: str
    title: str
    body: str


def tell(messages: Sequence[Message], *, now: datetime) -> None:
    """Leave the messages for the creators who have an account; the sweep sends the e-mails."""
    people = dict(
        Creator.objects.filter(
            pk__in=[message.creator_id for message in messages], user__isnull=False
        ).values_list("pk", "user_id")
    )
    Notification.objects.bulk_create(
        [
            Notification(
                user_id=people[message.creator_id],
                key=message.key,
                title=message.title,
                body=message.body,
                url=PAGE,
                created_at=now,
            )
            for message in messages
            if message.creator_id in people
        ],
        ignore_conflicts=True,
    )


def warning(case: Case, *, look: Look) -> Message:
    """Say that a tier is at risk, for how long it surely stays, and what would keep it."""
    left = case.decision.weeks_left
    stays = ngettext(
        "You keep %(tier)s. If next week looks the same, we tell you about the change before it "
        "happens.",
        "You keep %(tier)s. If the next %(weeks)d weeks look the same, we tell you about the "
        "change before it happens.",
        left,
    ) % {"tier": tier_words.name_of(case.present), "weeks": left}
    return Message(
        creator_id=case.creator_id,
        key=f"rewards.tier.{week_label(look.week)}.warn",
        title=_("Your %(tier)s tier may change") % {"tier": tier_words.name_of(case.present)},
        body=" ".join([stays, *_gaps(case, tier=case.present, rules=look.rules)]),
    )


def change(case: Case, standing: TierStanding, *, look: Look) -> Message:
    """Say which tier comes, from when, and what it brings or what would bring the old one back."""
    move = case.decision.move
    values = {
        "tier": tier_words.name_of(standing.tier),
        "before": tier_words.name_of(case.present),
        "day": date_format(standing.week),
    }
    if move is Move.RISE:
        title = _("%(tier)s from %(day)s: well done")
        body = _("Your videos of the last weeks earned it.")
    elif standing.tier:
        title = _("Your tier becomes %(tier)s on %(day)s")
        body = _("Until then you keep %(before)s, and nothing that was paid changes.")
    else:
        title = _("Your %(before)s tier ends on %(day)s")
        body = _("Until then you keep it, and nothing that was paid changes.")
    if move is Move.RISE:
        more = [_brings(standing.tier, look=look)]
    else:
        more = _gaps(case, tier=case.present, rules=look.rules)
    return Message(
        creator_id=case.creator_id,
        key=f"rewards.tier.{week_label(look.week)}.{move.value}",
        title=title % values,
        body=" ".join([body % values, *more]).strip(),
    )


def _gaps(case: Case, *, tier: str, rules: TierPolicy) -> list[str]:
    found = rules.named(tier)
    if found is None:
        return []
    return [
        tier_words.sentence(measure, tier=tier, strong=rules.strong_letters)
        for measure in measures(facts_of(case.videos, rules), found)
        if not measure.is_met
    ]


def _brings(tier: str, *, look: Look) -> str:
    found = look.rules.named(tier)
    step = look.rpm_steps.get(tier, Decimal(1))
    lines = tier_words.brings(found, rpm_step=step) if found else []
    return _("What it brings: %(list)s.") % {"list": "; ".join(lines)} if lines else ""

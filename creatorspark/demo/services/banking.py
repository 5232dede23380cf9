"""Creators of the demo world give bank details, staff pay them, and the bank says how it went."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from creatorspark.core.models import Creator
from creatorspark.demo.domain.banking import number_of, number_of_crowd
from creatorspark.demo.domain.cast import CAST
from creatorspark.demo.selectors import creators_of, demo_user
from creatorspark.demo.services.logins import ADMIN
from rewards import interface as rewards

# After a week's Monday: reviews end, details are given, staff press, the bank answers, and once
# more for what came back.
SETTLED_AT = timedelta(hours=4, minutes=30)
TOLD_AT = timedelta(days=1, hours=8)
SENT_AT = timedelta(days=1, hours=10)
ANSWERED_AT = timedelta(days=2, hours=7)
RETURNED_AT = timedelta(days=4, hours=7)


def pay_out(monday: datetime, *, number: int, of: int, now: datetime) -> None:
    """Live through week `number` (from 1 to `of`) of payouts, as far as it is past."""
    if monday + SETTLED_AT < now:
        rewards.settle_payouts(now=monday + SETTLED_AT)
    if monday + TOLD_AT < now:
        _tell_details(number, of=of, now=monday + TOLD_AT)
    if monday + SENT_AT < now:
        rewards.send_payouts(
            key=f"demo-{monday.date()}", actor=demo_user(ADMIN), now=monday + SENT_AT
        )
    with TemporaryDirectory() as folder:
        for answered_at in (monday + ANSWERED_AT, monday + RETURNED_AT):
            if answered_at < now:
                rewards.play_bank(folder=Path(folder), now=answered_at)


def _tell_details(week: int, *, of: int, now: datetime) -> None:
    for story in dict.fromkeys(member.story for member in CAST):
        account = number_of(story, week=week, of=of)
        for place, creator in enumerate(creators_of(story)):
            if account is not None:
                _tell(creator, account + 10 * place, now=now)
    if week == 1:
        handles = [member.handle for member in CAST]
        crowd = Creator.objects.filter(is_demo=True).exclude(handle__in=handles).order_by("pk")
        for place, creator in enumerate(crowd):
            account = number_of_crowd(place)
            if account is not None:
                _tell(creator, account, now=now)


def _tell(creator: Creator, number: int, *, now: datetime) -> None:
    rewards.set_bank_account(
        creator_id=creator.pk,
        holder=creator.display_name or creator.handle,
        iban=rewards.trial_iban(number=number),
        actor=creator.user,
        now=now,
    )

"""Gifts that a creator gives to themself: through new accounts, circles, or their own phone."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import Activity, Events, Ints, Kind
from fraud.domain.circles import circles
from fraud.domain.detectors import register
from fraud.domain.findings import (
    Finding,
    Reading,
    ReasonCode,
    Sentence,
    gettext_noop,
    severity_of,
)
from fraud.domain.parameters import GiftParameters, Parameters

DAY: Final = 86_400
SAMPLE: Final = 20
BASELINE: Final = gettext_noop("how people give")


@register("gifting")
def detect(activity: Activity, parameters: Parameters) -> Iterator[Finding]:
    """Look at each creator's gifts, and at circles of creators who give to each other."""
    gifts = activity.events.of_kind(Kind.GIFT)
    limits = parameters.gifts
    for creator in distinct(gifts.creator):
        received = gifts.where(gifts.creator == creator)
        yield from _new_accounts(int(creator), received, activity, limits=limits)
        yield from _own_accounts(int(creator), received, activity, limits=limits)
    yield from _circles(gifts, activity, limits=limits)


def _new_accounts(
    creator: int, received: Events, activity: Activity, *, limits: GiftParameters
) -> Iterator[Finding]:
    """New accounts that give the same and do nothing else. An appeal brings new accounts too, but
    people give what they like, and look first.
    """
    given = received.where(received.amount > 0)
    born = dict(zip(activity.signups.account.tolist(), activity.signups.at.tolist(), strict=True))
    age = np.array([at - born.get(who, 0) for who, at in zip(given.actor, given.at, strict=True)])
    new = given.where(age < limits.new_account_days * DAY) if len(given) else given
    total, amount = int(given.amount.sum()), int(new.amount.sum())
    if len(new) < limits.least_gifts or amount < limits.least_amount:
        return
    if amount < limits.new_share * total:
        return
    signs = _signs(new, received, activity.events, limits=limits)
    if len(signs) < 2:
        return
    yield Finding(
        code=ReasonCode.GIFT_NEW_ACCOUNTS,
        severity=severity_of(len(signs), at=1, full=3),
        start=int(new.at.min()),
        end=int(new.at.max()) + 1,
        creator=creator,
        affected=amount,
        total=total,
        accounts=tuple(distinct(new.actor).tolist()),
        observed={
            "gifts": len(new),
            "amount": amount,
            "share": round(amount / total, 4),
            **signs,
        },
        expected={"share": limits.new_share},
        baseline=BASELINE,
        evidence=_rows(new),
        facts=(
            Sentence(
                gettext_noop(
                    "%(share)d of every 100 in gifts came from accounts made less than %(days)d "
                    "days before."
                ),
                {"share": round(100 * amount / total), "days": limits.new_account_days},
            ),
            *(Sentence(_SIGNS[name]) for name in signs),
        ),
        readings=(
            Reading(
                "appeal",
                False,
                Sentence(gettext_noop("People who answer an appeal give different amounts.")),
            ),
        ),
        conclusive=len(signs) >= 3,
        benefit=1.0,
    )


_SIGNS: Final = {
    "same_amount": gettext_noop("Most of them gave the very same amount."),
    "no_other_doings": gettext_noop("Most of them did nothing else, before or after."),
    "refunded": gettext_noop("Most of the gifts were taken back later."),
    "shared_device": gettext_noop("Most of them gave from one and the same device."),
}


def _signs(
    new: Events, received: Events, events: Events, *, limits: GiftParameters
) -> dict[str, float]:
    senders = distinct(new.actor)
    others = events.where(np.isin(events.actor, senders))
    busy = others.of_kind(Kind.VIEW, Kind.LIKE, Kind.FOLLOW, Kind.COMMENT)
    back = received.where((received.amount < 0) & np.isin(received.actor, senders))
    devices = new.device[new.device != 0]
    shares = {
        "same_amount": _top_share(new.amount),
        "no_other_doings": 1 - len(distinct(busy.actor)) / len(senders),
        "refunded": -float(back.amount.sum()) / float(new.amount.sum()),
        "shared_device": _top_share(devices) if len(devices) else 0.0,
    }
    least = {
        "same_amount": limits.same_amount_share,
        "no_other_doings": limits.no_other_doings_share,
        "refunded": limits.refunded_share,
        "shared_device": limits.same_amount_share,
    }
    return {name: round(share, 3) for name, share in shares.items() if share >= least[name]}


def _top_share(values: Ints) -> float:
    return float(np.unique(values, return_counts=True)[1].max() / len(values))


def _own_accounts(
    creator: int, received: Events, activity: Activity, *, limits: GiftParameters
) -> Iterator[Finding]:
    """Several accounts that were only ever seen on the creator's own devices; one is a family."""
    own = activity.own_devices.get(creator, frozenset())
    given = received.where((received.amount > 0) & (received.actor != 0))
    if not own or not len(given):
        return
    senders = distinct(given.actor)
    theirs = activity.events.where(np.isin(activity.events.actor, senders))
    elsewhere = theirs.actor[(theirs.device != 0) & ~np.isin(theirs.device, list(own))]
    on_own = theirs.actor[np.isin(theirs.device, list(own))]
    only = np.setdiff1d(on_own, elsewhere)
    gifts = given.where(np.isin(given.actor, only))
    amount = int(gifts.amount.sum())
    if len(only) < limits.own_accounts or amount < limits.least_amount:
        return
    values = {"accounts": len(only), "gifts": len(gifts)}
    yield Finding(
        code=ReasonCode.GIFT_OWN_ACCOUNTS,
        severity=severity_of(len(only), at=limits.own_accounts, full=2.0 * limits.own_accounts),
        start=int(gifts.at.min()),
        end=int(gifts.at.max()) + 1,
        creator=creator,
        affected=amount,
        total=int(given.amount.sum()),
        accounts=tuple(only.tolist()),
        observed={**values, "amount": amount},
        expected={"accounts": limits.own_accounts - 1},
        baseline=gettext_noop("a household that shares a phone"),
        evidence=_rows(gifts),
        facts=(
            Sentence(
                gettext_noop(
                    "%(gifts)d gifts came from %(accounts)d accounts. We only ever saw them on a "
                    "device that you sign in with."
                ),
                values,
            ),
        ),
        readings=(
            Reading(
                "household",
                False,
                Sentence(gettext_noop("A family: one or two such accounts would be one.")),
            ),
        ),
        conclusive=True,
        benefit=1.0,
    )


def _circles(gifts: Events, activity: Activity, *, limits: GiftParameters) -> Iterator[Finding]:
    for circle in circles(gifts, owner=activity.owner, limits=limits):
        for creator in circle.creators:
            received = circle.gifts.where(circle.gifts.creator == creator)
            values = {
                "creators": len(circle.creators),
                "share": round(100 * circle.share),
                "rounds": circle.rounds,
            }
            yield Finding(
                code=ReasonCode.GIFT_CIRCLE,
                severity=severity_of(circle.share, at=limits.circle_share, full=1.0),
                start=int(circle.gifts.at.min()),
                end=int(circle.gifts.at.max()) + 1,
                creator=creator,
                affected=int(received.amount.sum()),
                total=int(gifts.amount[gifts.creator == creator].clip(min=0).sum()),
                accounts=tuple(distinct(circle.gifts.actor).tolist()),
                observed=values | {"share": round(circle.share, 4)},
                expected={"share": limits.circle_share},
                baseline=BASELINE,
                evidence=_rows(circle.gifts),
                facts=(
                    Sentence(
                        gettext_noop(
                            "%(creators)d creators gave to each other on %(rounds)d days or more. "
                            "%(share)d of every 100 that they gave came back to them."
                        ),
                        values,
                    ),
                ),
                readings=(
                    Reading(
                        "friends",
                        False,
                        Sentence(gettext_noop("Friends give now and then, and not as much back.")),
                    ),
                ),
                conclusive=circle.share >= 0.9,
                benefit=1.0,
            )


def _rows(gifts: Events) -> tuple[dict[str, int | float | str], ...]:
    return tuple(
        {"account": who, "at": at, "amount": amount}
        for who, at, amount in zip(
            gifts.actor.tolist(), gifts.at.tolist(), gifts.amount.tolist(), strict=True
        )
    )[:SAMPLE]

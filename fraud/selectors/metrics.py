"""How protection did in a period, read from alerts, holds, decisions and appeals.

A fixed number of queries, whatever happened; of evidence only what is counted is read.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTransform

from creatorspark.core.models import Appeal, CountExclusion, Creator, Decision
from creatorspark.lib.calendar_periods import Period
from fraud.domain.metrics import (
    FELL,
    NOT_KNOWN,
    DecisionFact,
    Times,
    decided,
    main_device,
    times,
)
from fraud.domain.outcomes import RELEASING, SUBJECT_KIND, Outcome
from fraud.domain.period_figures import AppealFigures, DiscountFigures, Figures, HoldFigures
from fraud.models import Alert, AlertDecision, Hold, RuleSwitch

_CONTEXT: Final = KeyTransform("context", "alert__evidence")


def figures_of(period: Period) -> Figures:
    """Return the figures of a period, or of what there is of it so far."""
    markets = _creators_by_market(period)
    alerts = Alert.objects.filter(_within("created_at", period)).aggregate(
        cases=Count("pk", filter=Q(tier=Alert.Tier.CASE)),
        shadow=Count("pk", filter=Q(tier=Alert.Tier.SHADOW)),
    )
    proposals = AlertDecision.objects.filter(_within("decided_at", period)).aggregate(
        proposed=Count("pk", filter=Q(is_proposal=True)),
        agreed=Count("pk", filter=Q(confirms__isnull=False)),
    )
    return Figures(
        creators=sum(markets.values()),
        creators_by_market=markets,
        cases=alerts["cases"],
        shadow=alerts["shadow"],
        holds=_holds(period),
        decided=decided(_decisions(period)),
        notice=_notice(period),
        appeals=_appeals(period),
        discounts=_discounts(period),
        proposed=proposals["proposed"],
        agreed=proposals["agreed"],
        on_trial=_on_trial(period),
    )


def _within(name: str, period: Period) -> Q:
    return Q(**{f"{name}__gte": period.start, f"{name}__lt": period.end})


def _creators_by_market(period: Period) -> dict[str, int]:
    rows = Creator.objects.filter(
        created_at__lt=period.end, erased_at=None, merged_into=None
    ).values_list("country")
    return dict(rows.annotate(creators=Count("pk")).order_by("country"))


def _holds(period: Period) -> HoldFigures:
    made = Hold.objects.exclude(alert=None)
    counted = made.aggregate(
        placed=Count("pk", filter=_within("placed_at", period)),
        creators=Count("creator", filter=_within("placed_at", period), distinct=True),
        open=Count("pk", filter=_open_at_end(period)),
    )
    ended = made.filter(_within("released_at", period)).values_list("placed_at", "released_at")
    spans = ((placed, released) for placed, released in ended.iterator() if released)
    return HoldFigures(**counted, hours=times(spans))


def _open_at_end(period: Period) -> Q:
    still = Q(released_at=None) | Q(released_at__gte=period.end)
    not_final = Q(final_at=None) | Q(final_at__gte=period.end)
    return Q(placed_at__lt=period.end) & still & not_final


def _notice(period: Period) -> Times:
    cases = Alert.objects.filter(_within("created_at", period), tier=Alert.Tier.CASE)
    return times(cases.values_list("window_start", "created_at").iterator())


def _decisions(period: Period) -> Iterable[DecisionFact]:
    rows = (
        AlertDecision.objects.filter(
            _within("decided_at", period), is_proposal=False, alert__tier=Alert.Tier.CASE
        )
        .annotate(
            market=KeyTransform("market", _CONTEXT),
            devices=KeyTransform("device_classes", _CONTEXT),
            rule=F("alert__reason_code"),
            creator=F("alert__creator_id"),
            made_at=F("alert__created_at"),
            decide_by=F("alert__decide_by"),
        )
        .order_by("pk")
        .values(
            *("alert_id", "creator", "rule", "outcome", "decided_at", "decided_by_id"),
            *("override_of_id", "made_at", "decide_by", "market", "devices"),
        )
    )
    return [_decision(row) for row in rows.iterator()]


def _decision(row: Mapping[str, Any]) -> DecisionFact:
    market, devices = row["market"], row["devices"]
    return DecisionFact(
        alert_id=row["alert_id"],
        creator_id=row["creator"],
        rule=row["rule"],
        outcome=Outcome(row["outcome"]),
        at=row["decided_at"],
        by_person=row["decided_by_id"] is not None,
        is_first=row["override_of_id"] is None,
        created_at=row["made_at"],
        decide_by=row["decide_by"],
        market=market if isinstance(market, str) else NOT_KNOWN,
        device=main_device(devices) if isinstance(devices, dict) else NOT_KNOWN,
    )


def _appeals(period: Period) -> AppealFigures:
    filed = Appeal.objects.filter(subject_kind=SUBJECT_KIND).aggregate(
        filed=Count("pk", filter=_within("filed_at", period)),
        withdrawn=Count(
            "pk", filter=_within("closed_at", period) & Q(state=Appeal.State.WITHDRAWN)
        ),
        open=Count(
            "pk",
            filter=Q(filed_at__lt=period.end) & (Q(closed_at=None) | Q(closed_at__gte=period.end)),
        ),
    )
    of_alerts = Decision.objects.filter(
        _within("decided_at", period), appeal__subject_kind=SUBJECT_KIND
    )
    first = Q(override_of=None)
    late = Q(decided_at__gt=F("appeal__due_at"))
    made = of_alerts.aggregate(
        overturned=Count("pk", filter=first & Q(outcome=Decision.Outcome.OVERTURNED)),
        partly=Count("pk", filter=first & Q(outcome=Decision.Outcome.PARTLY)),
        upheld=Count("pk", filter=first & Q(outcome=Decision.Outcome.UPHELD)),
        in_time=Count("pk", filter=first & ~late),
        late=Count("pk", filter=first & late),
        put_right=Count("pk", filter=~first),
    )
    return AppealFigures(**filed, **made)


def _discounts(period: Period) -> DiscountFigures:
    made = Alert.objects.filter(_within("created_at", period), tier=Alert.Tier.DISCOUNT)
    counted = made.aggregate(alerts=Count("pk"), creators=Count("creator", distinct=True))
    taken = [views for (views,) in _views_taken(period)]
    given_back = AlertDecision.objects.filter(
        _within("decided_at", period),
        is_proposal=False,
        alert__tier=Alert.Tier.DISCOUNT,
        outcome__in=list(RELEASING),
    )
    views = sum(taken)
    return DiscountFigures(
        **counted,
        views=views,
        largest=max(taken) / views if views else 0.0,
        given_back=given_back.count(),
    )


def _views_taken(period: Period) -> QuerySet[CountExclusion, tuple[int]]:
    """Return the views that left the counts, a creator a row."""
    rows = CountExclusion.objects.filter(
        _within("created_at", period), source__startswith="fraud.alert."
    )
    sums = rows.values("video__creator").annotate(taken=Sum("views")).order_by()
    return sums.values_list("taken")


def freed_holds(period: Period) -> QuerySet[Hold]:
    """Return the holds of cases whose newest decision by a person in the period freed all."""
    made = AlertDecision.objects.filter(
        _within("decided_at", period), is_proposal=False, alert__tier=Alert.Tier.CASE
    )
    standing = made.exclude(decided_by=None).order_by("alert_id", "-pk").distinct("alert_id")
    fell = [
        alert_id
        for alert_id, outcome in standing.values_list("alert_id", "outcome")
        if outcome in FELL
    ]
    return Hold.objects.filter(alert__in=fell).order_by("pk")


def _on_trial(period: Period) -> tuple[str, ...]:
    rows = RuleSwitch.objects.filter(_within("since", period)).order_by("code")
    return tuple(rows.values_list("code", flat=True).distinct())

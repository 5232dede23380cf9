"""Everything that staff read about one alert before they decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.core.appeals.wording import day
from creatorspark.core.models import Appeal, CountExclusion
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.models import Alert, HourlyCount
from fraud.selectors.amounts import gift_money
from fraud.selectors.charts import Charts, charts_of
from fraud.selectors.reports import Evidence, evidence_of, outcome_words

EARLIER: Final = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """A count of the window's hours, when it was found and now; `changed` when they differ."""

    name: str
    then: str
    now: str
    changed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """Another alert of the creator."""

    reference: str
    url: str
    on: str
    code: str
    tier: str
    outcome: str
    appeal: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffEvidence:
    """The evidence with its charts, what the same window says now, and the creator's history."""

    evidence: Evidence
    charts: Charts
    beside: Sequence[Beside]
    earlier: Sequence[Earlier]
    earlier_in_all: int


def staff_evidence(alert: Alert) -> StaffEvidence:
    """Gather it; the number of queries doesn't grow with what there is."""
    earlier = Alert.objects.filter(creator_id=alert.creator_id).exclude(pk=alert.pk)
    return StaffEvidence(
        evidence=evidence_of(alert, for_staff=True),
        charts=charts_of(alert),
        beside=_beside(alert),
        earlier=_earlier(earlier.exclude(tier=Alert.Tier.SHADOW).order_by("-pk")[:EARLIER]),
        earlier_in_all=earlier.exclude(tier=Alert.Tier.SHADOW).count(),
    )


def _beside(alert: Alert) -> list[Beside]:
    """Lay counts that mean the same then and now side by side."""
    context: Mapping[str, Any] = alert.evidence.get("context", {})
    series = context.get("series", {})
    counted = ("views", "machines", "likes") if series else ()
    then = {name: sum(series[name][_hours(alert, series)]) for name in counted}
    now, out = _now(alert), _left_out(alert)
    rows = [
        _row(_("Views"), then.get("views", 0) + then["machines"] if then else None, now["views"]),
        # What counts as a machine is learned, so a change here is no change of the facts.
        _row(_("Of them by machines"), then.get("machines"), now["machine_views"], told=False),
        _row(_("Likes"), then.get("likes"), now["likes"]),
    ]
    rows.append(Beside(name=_("Left out of what counts"), then="–", now=_n(out), changed=False))
    if now["gifts"]:
        money = gift_money(now["gifts"])
        rows.append(Beside(name=_("All gifts, refunds taken off"), then="–", now=money,
                           changed=False))  # fmt: skip
    return rows


def _row(name: str, then: int | None, now: int | None, *, told: bool = True) -> Beside:
    return Beside(
        name=name,
        then="–" if then is None else _n(then),
        now="–" if now is None else _n(now),
        changed=told and None not in (then, now) and then != now,
    )


def _now(alert: Alert) -> dict[str, int | None]:
    """Sum what the roll-ups say about the whole hours of the window today; None: no roll-ups."""
    first = alert.window_start.replace(minute=0, second=0, microsecond=0)
    rows = HourlyCount.objects.filter(
        creator_id=alert.creator_id, hour__gte=first, hour__lt=alert.window_end
    )
    names = ("views", "machine_views", "likes", "gifts")
    return rows.aggregate(**{name: Sum(name) for name in names})


def _hours(alert: Alert, series: Mapping[str, Any]) -> slice:
    first = (int(alert.window_start.timestamp()) - series["start"]) // series["step"]
    last = -(-(int(alert.window_end.timestamp()) - series["start"]) // series["step"])
    return slice(max(0, first), max(0, last))


def _left_out(alert: Alert) -> int:
    rows = CountExclusion.objects.filter(
        video__creator_id=alert.creator_id,
        window_start__lt=alert.window_end,
        window_end__gt=alert.window_start,
    )
    return int(rows.aggregate(views=Sum("views"))["views"] or 0)


def _earlier(rows: Any) -> list[Earlier]:
    alerts = list(rows)
    subjects = [str(row.pk) for row in alerts]
    appeals = Appeal.objects.filter(subject_kind=SUBJECT_KIND, subject_id__in=subjects)
    states = {row.subject_id: row.get_state_display() for row in appeals.order_by("pk")}
    words = outcome_words(for_staff=True)
    return [
        Earlier(
            reference=row.reference,
            url=reverse("admin:fraud_alert_change", args=[row.pk]),
            on=day(row.created_at),
            code=row.reason_code,
            tier=row.get_tier_display(),
            outcome=words.get(row.outcome, _("Open") if row.resolved_at is None else "–"),
            appeal=states.get(str(row.pk), ""),
        )
        for row in alerts
    ]


def _n(value: int) -> str:
    return number_format(value, force_grouping=True)

"""Figures of a period from what happened, kept once it is over, and never changed after."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from creatorspark.core.appeals import desk, filing
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import AuditEntry, CountExclusion
from creatorspark.lib.calendar_periods import Length, parse_period
from creatorspark.lib.canonical import sha256_of
from fraud import interface as fraud
from fraud.domain.outcomes import SUBJECT_KIND
from fraud.models import PeriodFigures
from fraud.selectors.metrics import figures_of
from fraud.services.alerts import resolve
from fraud.services.figures import FiguresError, keep_figures
from fraud.services.tending import tend
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import held_alert

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 7, 10, 12, tzinfo=UTC)
QUARTER = parse_period("2026-Q3")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def creator(country="DE"):
    return CreatorFactory(
        user=UserFactory(), country=country, follower_count=10, created_at=JULY - 90 * DAY
    )


def alert_of(someone, *, at=JULY, **more):
    return held_alert(
        someone, video=VideoFactory(creator=someone), at=at, start=at - DAY, end=at, **more
    )


def decide(alert, outcome, *, hours=10):
    at = alert.created_at + hours * HOUR
    return resolve(
        alert, outcome=outcome, reason="We looked.", actor=UserFactory(superuser=True), now=at
    )


def appeal(alert, outcome, *, filed, decided):
    wish = filing.Wish(
        kind=SUBJECT_KIND, subject_id=str(alert.pk), ground="advert", statement="An advert."
    )
    row = filing.file_appeal(wish, actor=alert.creator.user, now=filed)
    person = UserFactory(superuser=True)
    desk.take(row.pk, person=person, actor=person, now=decided)
    verdict = desk.Verdict(outcome=outcome, reason="The receipt fits.")
    desk.decide(row.pk, verdict, actor=person, now=decided)
    return row


def test_a_quarter_with_a_bit_of_everything():
    german, american = creator("DE"), creator("US")
    desktop = {"market": "DE", "device_classes": {"desktop": 0.8, "app": 0.2}}
    decide(alert_of(german, context=desktop), "cleared", hours=10)
    upheld = decide(alert_of(american, at=JULY + DAY), "upheld", hours=100)
    appeal(upheld, Outcome.OVERTURNED, filed=JULY + 10 * DAY, decided=JULY + 12 * DAY)
    alert_of(german, at=JULY + 20 * DAY)
    tend(now=JULY + 28 * DAY)
    found = figures_of(QUARTER)
    assert found.creators == 2
    assert found.creators_by_market == {"DE": 1, "US": 1}
    assert (found.cases, found.holds.placed, found.holds.creators, found.holds.open) == (3, 3, 2, 0)
    assert found.holds_per_thousand == 1500
    first = found.decided.first
    assert (first.cleared, first.upheld, first.expired, first.again) == (1, 1, 1, 0)
    assert (first.in_time, first.late) == (1, 2)
    assert found.decided.total.cleared == 1
    assert found.decided.total.overturned == 1
    assert found.decided.wronged == 2
    assert found.decided.markets["DE"].fell == 1
    assert found.decided.markets[""].fell == 1
    assert set(found.decided.devices) == {"desktop", ""}
    assert found.wrong_per_thousand("DE") == 1000
    assert found.notice.median == 24
    assert (found.appeals.filed, found.appeals.overturned, found.appeals.in_time) == (1, 1, 1)
    assert found.holds.hours.count == 3


def test_what_falls_later_counts_later():
    alert = decide(alert_of(creator()), "upheld")
    before = figures_of(QUARTER)
    later = datetime(2026, 10, 3, tzinfo=UTC)
    appeal(alert, Outcome.OVERTURNED, filed=later - DAY, decided=later)
    assert figures_of(QUARTER).decided == before.decided
    after = figures_of(parse_period("2026-Q4")).decided
    assert (after.total.overturned, after.first.all, after.first.again) == (1, 0, 1)
    assert [hold.creator_id for hold in fraud.freed_in(period=parse_period("2026-Q4"))] == [
        alert.creator_id
    ]
    assert fraud.freed_in(period=QUARTER) == ()


def test_two_people_and_views_that_left_the_counts():
    large = alert_of(creator(), affected=200_000)
    resolve(large, outcome="upheld", reason="No.", actor=UserFactory(superuser=True), now=JULY)
    resolve(large, outcome="upheld", reason="No.", actor=UserFactory(superuser=True), now=JULY)
    victim = creator()
    made = held_alert(victim, at=JULY, tier="discount", state="open")
    CountExclusion.objects.create(
        video=VideoFactory(creator=victim),
        window_start=JULY,
        window_end=JULY + HOUR,
        views=800,
        reason="UA_DECLARED_BOT",
        source=f"fraud.alert.{made.pk}.UA_DECLARED_BOT",
        created_at=JULY,
    )
    found = figures_of(QUARTER)
    assert (found.proposed, found.agreed) == (1, 1)
    assert (found.discounts.alerts, found.discounts.views, found.discounts.largest) == (1, 800, 1)


def test_queries_do_not_grow_with_what_happened():
    decide(alert_of(creator()), "cleared")
    with CaptureQueriesContext(
        connection,
    ) as few:
        figures_of(QUARTER)
    for _ in range(6):
        decide(alert_of(creator("US")), "upheld")
    with CaptureQueriesContext(connection) as many:
        figures_of(QUARTER)
    assert len(many) == len(few) <= 14


def test_a_period_is_kept_once_and_for_good():
    figures = figures_of(QUARTER).as_json()

    def keep(published: dict[str, int], *, now: datetime) -> bool:
        return keep_figures(QUARTER, figures=figures, published=published, now=now)

    assert keep({"some": 1}, now=QUARTER.end) is True
    assert keep({"some": 2}, now=QUARTER.end + DAY) is False
    (row,) = fraud.kept_periods(length=Length.QUARTER)
    assert row.published == {"some": 1}
    assert row.sha256 == sha256_of({"some": 1})
    assert fraud.figures_from_json(row.figures) == figures_of(QUARTER)
    assert AuditEntry.objects.filter(action="fraud.figures.kept").count() == 1
    for change in (
        lambda: PeriodFigures.objects.update(published={}),
        lambda: PeriodFigures.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_not_over_or_too_fine_is_not_kept():
    with pytest.raises(FiguresError, match="over"):
        keep_figures(QUARTER, figures={}, published={}, now=QUARTER.end - HOUR)
    month = parse_period("2026-07")
    with pytest.raises(FiguresError, match="quarters"):
        keep_figures(month, figures={}, published={}, now=QUARTER.end)

"""What a case puts on hold: the videos it names, and nothing where only gifts are in question."""

from dataclasses import replace
from datetime import timedelta

import pytest

from creatorspark.core.models import Creator, Notification
from fraud.domain.cases import Judgement, Tier
from fraud.domain.findings import Finding, ReasonCode
from fraud.domain.outcomes import held_videos
from fraud.domain.parameters import Parameters
from fraud.interface import marks_of, report_of
from fraud.models import Alert
from fraud.services.acting import hold_or_tell
from fraud.services.alerts import resolve
from fraud.services.tending import tend
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.alerts import FINDING, held_alert

pytestmark = pytest.mark.django_db
VIEWS = Finding(code=ReasonCode.CLOCKWORK_VIEWS, severity=0.9, start=0, end=9, affected=10, total=9)
GIFTS = replace(VIEWS, code=ReasonCode.GIFT_CIRCLE)


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory(), follower_count=5_000)


def case(creator: Creator, *found: Finding) -> Alert:
    """A case with these findings, as the worker leaves it."""
    findings = [
        FINDING
        | {
            "code": one.code,
            "family": one.family,
            "video": one.video,
            "affected": one.affected,
            "total": one.total,
            "start": one.start,
            "end": one.end,
        }
        for one in found
    ]
    evidence = {
        "rule": "built-in",
        "parameters": Parameters.from_policy({}).as_policy(),
        "findings": findings,
    }
    alert = held_alert(creator, affected=300, evidence=evidence)
    alert.holds.all().delete()
    judged = Judgement(
        tier=Tier.CASE,
        creator=creator.pk,
        findings=found,
        families=frozenset(one.family for one in found),
        affected=300,
        share=0.5,
        why="material",
    )
    Notification.objects.all().delete()
    hold_or_tell(judged, alert=alert, creator=creator, now=NOW)
    return alert


def told(creator: Creator) -> list[str]:
    return list(Notification.objects.filter(user=creator.user).values_list("title", flat=True))


def decide(alert: Alert, outcome: str) -> Alert:
    person = UserFactory(superuser=True)
    return resolve(alert, outcome=outcome, reason="We looked.", actor=person, now=NOW)


def test_videos_that_findings_name_are_held_else_all_of_them():
    assert held_videos([VIEWS]) == (None,)
    assert held_videos([replace(VIEWS, video=7), VIEWS, replace(VIEWS, video=3)]) == (3, 7)
    assert held_videos([GIFTS]) == ()
    assert held_videos([GIFTS, replace(VIEWS, video=3)]) == (3,)


def test_a_case_on_two_videos_holds_these_two_each_by_its_share(creator):
    one, two, other = VideoFactory.create_batch(3, creator=creator, snapshots=0)
    alert = case(
        creator,
        replace(VIEWS, video=one.pk, affected=200, total=400),
        replace(VIEWS, video=two.pk, affected=100, total=1_000),
    )
    assert sorted(alert.holds.values_list("video", flat=True)) == [one.pk, two.pk]
    assert set(marks_of(video_ids=[one.pk, two.pk, other.pk])) == {one.pk, two.pk}
    assert len(told(creator)) == 1
    decide(alert, "upheld")
    assert dict(alert.holds.values_list("video", "share")) == {one.pk: 5_000, two.pk: 1_000}


def test_a_case_about_gifts_holds_nothing_and_says_so(creator):
    video = VideoFactory(creator=creator)
    alert = case(creator, replace(GIFTS, video=video.pk))
    assert not alert.holds.exists()
    assert marks_of(video_ids=[video.pk]) == {}
    assert told(creator) == ["Some gifts look unusual, and a person looks at them"]
    report = report_of(alert_id=alert.pk, creator_id=creator.pk)
    assert report is not None
    assert report.freed_at == alert.release_at


def test_a_case_without_holds_ends_by_the_clock_too(creator):
    alert = case(creator, GIFTS)
    assert tend(now=NOW + timedelta(days=8))["expired"] == 1
    alert.refresh_from_db()
    assert (alert.outcome, alert.apology_points) == ("expired", 250)
    assert told(creator)[0] == "Nobody decided in time, so it ended in your favour"
    assert tend(now=NOW + timedelta(days=9)) == {"expired": 0, "final": 0}


def test_a_case_without_holds_is_decided_and_closed(creator):
    alert = case(creator, GIFTS)
    decide(alert, "upheld")
    assert alert.decisions.get().share == 0
    assert tend(now=NOW + timedelta(days=185))["final"] == 1
    assert tend(now=NOW + timedelta(days=186))["final"] == 0


def test_whoever_is_cleared_in_time_gets_an_apology_too(creator):
    alert = held_alert(creator, video=VideoFactory(creator=creator))
    assert decide(alert, "cleared").apology_points == 250

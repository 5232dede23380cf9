"""The worker: only creators whose sums changed, a piece at a time, nothing twice, nothing lost."""

from datetime import timedelta
from functools import partial

import numpy as np
import pytest
from django.db import transaction

from creatorspark.core.models import CountExclusion
from creatorspark.core.policies.services import activate, create_draft
from fraud.domain import cheats, innocents
from fraud.models import Alert, DueCreator, Hold, RuleSnooze, RuleSwitch
from fraud.selectors import activity, due, spool
from fraud.services import detection
from fraud.services.alerts import resolve
from fraud.services.detection import detect, detect_due, mark_all_due
from fraud.services.events.rollups import roll_up
from fraud.services.rules import end_switch, snooze
from tests.factories import CreatorFactory, UserFactory
from tests.factories.alerts import held_alert
from tests.integration.fraud.test_detection import NOW, Stored

pytestmark = pytest.mark.django_db
SPAN = timedelta(days=40)


def work(now=NOW, **options) -> list[Alert]:
    while roll_up(hours=2_000):
        pass
    return detect_due(now=now, span=SPAN, **options)


def found(alerts) -> set[tuple[int, str, str]]:
    return {(alert.creator_id, alert.tier, alert.reason_code) for alert in alerts}


@pytest.fixture(params=["asked", "laid out"])
def archive(request, monkeypatch) -> None:
    """Read the database for each piece, or read it once and lay it out on disk."""
    if request.param == "laid out":
        monkeypatch.setattr(detection, "ASKED_FOR", -1)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "story",
    [
        partial(cheats.bought_views, creator=5, views=9_000),
        partial(cheats.ring, creator=5),
        partial(cheats.device_farm, creator=5),
        partial(cheats.scripts, creator=5, views=700),
    ],
    ids=lambda story: story.func.__name__,
)
def test_pieces_find_what_the_whole_finds(monkeypatch, story):
    monkeypatch.setattr(due, "CREATORS_AT_ONCE", 2)
    Stored(story)
    with transaction.atomic():
        whole = found(detect(now=NOW, span=SPAN))
        transaction.set_rollback(True)
    assert whole
    assert found(work()) == whole


@pytest.mark.usefixtures("archive")
def test_innocents_stay_innocent_in_pieces(monkeypatch):
    monkeypatch.setattr(due, "CREATORS_AT_ONCE", 2)
    Stored(partial(innocents.raid, creator=4), innocents.one_address)
    assert work() == []


def test_a_school_and_a_viral_hit_stay_untouched_beside_bought_views():
    stored = Stored(
        partial(innocents.school, teacher=3),
        partial(innocents.raid, creator=4),
        partial(cheats.bought_views, creator=5, views=9_000),
    )
    assert {creator for creator, _tier, _code in found(work())} == {stored.creator(5).pk}


def test_only_who_changed_is_examined_and_nothing_twice():
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    assert len(work()) == 1
    assert work(now=NOW + timedelta(hours=1)) == []
    assert mark_all_due(now=NOW) > 1
    assert work(now=NOW + timedelta(hours=2)) == []
    assert (Alert.objects.count(), Hold.objects.count()) == (1, 1)


def test_a_crash_leaves_creators_due(monkeypatch):
    Stored(partial(cheats.bought_views, creator=5, views=9_000))

    def die(*_given, **_more):
        raise RuntimeError("The power went.")

    with monkeypatch.context() as broken:
        broken.setattr(detection, "act", die)
        with pytest.raises(RuntimeError):
            work()
    assert DueCreator.objects.exists()
    assert len(work()) == 1


def test_one_who_cannot_be_examined_keeps_nobody_else_waiting(monkeypatch):
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    bad, guilty = stored.creator(1).pk, stored.creator(5).pk
    examined = detection.examine_creators

    def fails_for_one(creator_ids, **options):
        if bad in creator_ids:
            raise RuntimeError("These numbers can't be read.")
        return examined(creator_ids, **options)

    with monkeypatch.context() as broken:
        broken.setattr(detection, "examine_creators", fails_for_one)
        with pytest.raises(RuntimeError):
            work()
    assert list(DueCreator.objects.values_list("creator_id", flat=True)) == [bad]
    assert list(Alert.objects.values_list("creator_id", flat=True)) == [guilty]
    assert work() == []
    assert not DueCreator.objects.exists()


def test_sums_that_change_meanwhile_keep_a_creator_due(monkeypatch):
    stored = Stored()
    examined = detection.examine_creators

    def meanwhile(creator_ids, **options):
        made = examined(creator_ids, **options)
        DueCreator.objects.filter(creator_id=stored.creator(1).pk).update(
            since=NOW + timedelta(days=1)
        )
        return made

    monkeypatch.setattr(detection, "examine_creators", meanwhile)
    work()
    assert list(DueCreator.objects.values_list("creator_id", flat=True)) == [stored.creator(1).pk]


def test_a_rule_in_shadow_freezes_nothing_and_is_written_down():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    trial = {"rules": {"shadow": ["VIEWS_WITHOUT_LIKES"]}}
    draft = create_draft("fraud", version="fraud-2", parameters=trial, actor=None)
    activate(draft, effective_from=NOW - timedelta(days=2), actor=None, now=NOW - timedelta(days=3))
    assert {tier for _, tier, _ in found(work())} == {"shadow"}
    assert not Hold.objects.exists()
    assert work(now=NOW + timedelta(hours=1)) == []
    assert {alert.creator_id for alert in Alert.objects.all()} == {stored.creator(5).pk}


def test_a_rule_rests_for_one_creator_until_a_day():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    snooze(
        creator_id=stored.creator(5).pk,
        code="VIEWS_WITHOUT_LIKES",
        days=5,
        reason="A screen in a shop.",
        actor=UserFactory(superuser=True),
        now=NOW,
    )
    assert not Hold.objects.filter(alert__reason_code="VIEWS_WITHOUT_LIKES").exists()
    assert "VIEWS_WITHOUT_LIKES" not in {code for _, _, code in found(work())}
    assert RuleSnooze.objects.count() == 1


def test_a_rule_that_is_often_wrong_switches_itself_off_and_staff_let_it_work_again():
    staff = UserFactory(superuser=True)
    for number in range(6):
        creator = CreatorFactory(follower_count=10)
        alert = held_alert(creator, at=NOW)
        resolve(
            alert,
            outcome="cleared" if number < 4 else "upheld",
            reason="We looked.",
            actor=staff,
            now=NOW,
        )
    work()
    (switch,) = RuleSwitch.objects.all()
    assert (switch.code, switch.decided, switch.fell) == ("VIEWS_WITHOUT_LIKES", 6, 4)
    assert staff.notifications.filter(title__contains="shadow").count() == 1
    work(now=NOW + timedelta(hours=1))
    assert RuleSwitch.objects.count() == 1
    end_switch(switch, reason="Mended.", actor=staff, now=NOW + timedelta(hours=2))
    work(now=NOW + timedelta(hours=3))
    assert RuleSwitch.objects.filter(ended_at=None).count() == 0


@pytest.mark.parametrize("story", [cheats.ring, cheats.device_farm])
def test_accounts_of_which_only_a_part_was_read_accuse_nobody(monkeypatch, archive, story):
    monkeypatch.setattr(activity, "FOLLOWED", 0)
    monkeypatch.setattr(activity, "_SURELY_FEW", 0)
    Stored(partial(story, creator=5))
    assert work() == []


@pytest.mark.parametrize("story", [cheats.ring, cheats.device_farm])
def test_accounts_that_are_named_are_read_before_others(monkeypatch, archive, story):
    stored = Stored(partial(story, creator=5))
    doings = stored.world.activity().events
    guilty = {one for members in stored.world.guilty.values() for one in members}
    theirs = int(np.isin(doings.actor, sorted(guilty)).sum())
    monkeypatch.setattr(activity, "FOLLOWED", theirs + 200)
    monkeypatch.setattr(activity, "_SURELY_FEW", 0)
    cases = {creator for creator, tier, _code in found(work()) if tier == Alert.Tier.CASE}
    assert cases == {stored.creator(5).pk}


def test_one_huge_creator_is_looked_at_a_part_of_the_time_at_a_time(monkeypatch):
    monkeypatch.setattr(detection, "ASKED_FOR", -1)
    monkeypatch.setattr(spool, "AT_ONCE", 4_000)
    stored = Stored(partial(cheats.scripts, creator=5, views=700))
    work()
    left_out = CountExclusion.objects.filter(video__creator=stored.creator(5))
    assert 650 <= sum(one.views for one in left_out) <= 700


def test_the_spool_gives_what_the_database_gives(tmp_path):
    stored = Stored(partial(cheats.ring, creator=5))
    while roll_up(hours=2_000):
        pass
    start, end = NOW - SPAN, NOW
    creators = [one.pk for one in stored.creators]
    piece_of = {pk: number % 3 for number, pk in enumerate(creators)}
    laid_out = spool.Spool(tmp_path, piece_of=piece_of, events=due.events_between(start, end))
    laid_out.fill(start, end)
    asked = activity.Stored(start=start, end=end)
    piece = [pk for pk, number in piece_of.items() if number == 1]
    ours, others = (np.sort(np.concatenate(one.theirs(piece))) for one in (laid_out, asked))
    assert len(ours)
    assert ours.tolist() == others.tolist()
    accounts = np.unique(ours["actor"])[:50].astype(np.int64)
    assert laid_out.sizes(accounts).tolist() == asked.sizes(accounts).tolist()
    doings = [
        np.sort(rest[np.isin(rest["actor"], accounts)]).tolist()
        for rest in (laid_out.elsewhere(accounts, piece), asked.elsewhere(accounts, piece))
    ]
    assert doings[0] == doings[1]

"""Staff try a draft on weeks that were paid: by a worker, to the cent, without a trace."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobFault, JobProgress
from creatorspark.core.models import Job
from creatorspark.core.policies import services as policies
from creatorspark.core.policies import simulations
from creatorspark.lib.periods import week_end, week_label, week_start
from rewards.domain.pay_policy import DEFAULT_PARAMETERS
from rewards.domain.replay import replay
from rewards.models import EarningsLine
from rewards.services.policies import rules_of
from rewards.services.sandbox.reading import read_past
from rewards.services.sandbox.work import try_policy
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory
from tests.factories.policies import PolicyFactory
from tests.integration.rewards.weeks import AFTER, MONDAY, WEEK, close, observed, staff, video_of

pytestmark = pytest.mark.django_db
LATER = MONDAY + WEEK


@pytest.fixture
def paid():
    """Two weeks: a film that is graded A and original, one that fell, a short one."""
    creator = CreatorFactory(country="US", niche="food", follower_count=5_000, language="en")
    other = CreatorFactory(country="", niche="", follower_count=None, language="")
    hit = video_of(creator, views=100_000, duration_seconds=20)
    fell = video_of(other, views=80_000, duration_seconds=4)
    scoring.ensure_default_policies(now=AFTER)
    scoring.grade_everything(now=AFTER)
    scoring.record_verdict(
        video_id=hit.pk, verdict="original", reason="Hers.", actor=staff(), now=AFTER
    )
    close()
    observed(hit, 150_000, at=week_end(LATER) - timedelta(hours=20))
    observed(fell, 60_000, at=week_end(LATER) - timedelta(hours=20))
    close(LATER)
    return {"hit": hit, "fell": fell}


def draft(**changes):
    return policies.create_draft(
        "pay", version="ours-2", parameters={**DEFAULT_PARAMETERS, **changes}, actor=None
    )


def run(policy, *, first=MONDAY, last=LATER):
    return try_policy(
        JobProgress(None),
        {
            "policy_id": policy.pk,
            "sha256": policy.sha256,
            "first": week_label(first),
            "last": week_label(last),
        },
    )


def test_the_policy_that_paid_gives_back_what_was_paid(paid):
    past = read_past(MONDAY, LATER, progress=JobProgress(None))
    again = replay(past.rows, pay=past.rows.policies[0])
    assert again.base.tolist() == past.rows.base.tolist()
    assert again.bonus.tolist() == past.rows.bonus.tolist()
    stored = EarningsLine.objects.values_list("amount", flat=True)
    assert int(again.total.sum()) == sum(stored)
    assert sorted(past.rows.gained.tolist()) == [-20_000, 50_000, 80_000, 100_000]


def test_twice_the_rpm_costs_twice_as_much(paid):
    outcome = run(draft(rpm=[{"rpm_minor": "90"}, {"market": "US", "rpm_minor": "140"}]))
    # 150,000 views at 70 for grade A and original, 60,000 left at 45 with half the bonus for now.
    assert outcome["totals"]["base"] == [105_00 + 27_00, 210_00 + 54_00]
    assert outcome["totals"]["bonus"][1] == 2 * outcome["totals"]["bonus"][0]
    assert [row["paid"] for row in outcome["by_week"]] == [
        [70_00 + 14_00 + 36_00 + 3_60, 140_00 + 28_00 + 72_00 + 7_20],
        [35_00 + 7_00 - 9_00 - 90, 70_00 + 14_00 - 18_00 - 1_80],
    ]
    assert outcome["people"]["up"]["creators"] == 2
    assert [row["name"] for row in outcome["groups"]["niche"]] == ["food", ""]
    assert [row["name"] for row in outcome["groups"]["length"]] == ["≤ 15 s", "16–30 s"]


def test_a_stricter_rule_about_views_makes_losers(paid):
    rule = {"min_seconds": 5, "max_age_days": 0}
    outcome = run(draft(qualified_views=rule))
    loser = paid["fell"].creator
    assert outcome["people"]["up"]["creators"] == 0
    assert outcome["people"]["losses"] == [
        {"creator": loser.pk, "handle": loser.handle, "paid": [27_00 + 2_70, 0]}
    ]


def test_from_the_second_week_on_the_first_stays_as_it_was(paid):
    outcome = run(draft(rpm=[{"rpm_minor": "90"}]), first=LATER)
    # The fall takes back what the first week paid, at the first week's rate.
    assert outcome["totals"]["base"] == [35_00 - 9_00, 45_00 - 9_00]


def test_a_bonus_for_a_letter_that_had_none_uses_the_verdict_that_no_line_said():
    creator = CreatorFactory(country="", niche="")
    video = video_of(creator, views=100_000)
    PolicyFactory(
        kind="pay", version="bare", active=True, parameters={**DEFAULT_PARAMETERS, "bonus": {}}
    )
    scoring.ensure_default_policies(now=AFTER)
    scoring.grade_everything(now=AFTER)
    close()
    scoring.record_verdict(
        video_id=video.pk, verdict="original", reason="Hers.", actor=staff(), now=AFTER
    )
    outcome = run(draft(), last=MONDAY)
    assert outcome["totals"]["bonus"] == [0, 9_00]
    assert outcome["totals"]["waiting"] == [0, 0]


def test_lower_cut_offs_of_a_grade_policy_change_letters_and_bonus_only(paid):
    from scoring.domain.engagement import DEFAULT_PARAMETERS as GRADES

    cuts = {"A": 0.999, "B": 0.99, "C": 0.4, "D": 0.2}
    stricter = policies.create_draft(
        "grade", version="grade-2", parameters={**GRADES, "cutoffs": cuts}, actor=None
    )
    outcome = run(stricter)
    assert outcome["totals"]["base"][0] == outcome["totals"]["base"][1]
    assert outcome["only_cutoffs"] is True
    letters = {row["name"]: row["lines"] for row in outcome["by_letter"]}
    past = read_past(MONDAY, LATER, progress=JobProgress(None))
    kept = int((past.rows.score >= 0.999).sum())
    assert letters["A"] == [4, kept]
    other = policies.create_draft(
        "grade",
        version="grade-3",
        parameters={**GRADES, "cutoffs": cuts, "shrink_views": 10},
        actor=None,
    )
    assert run(other)["only_cutoffs"] is False


def test_a_draft_that_changed_meanwhile_is_not_tried(paid):
    policy = draft()
    with pytest.raises(JobFault, match="changed"):
        try_policy(
            JobProgress(None),
            {"policy_id": policy.pk, "sha256": "0" * 64, "first": "2025-W19", "last": "2025-W19"},
        )


def test_weeks_in_which_nothing_was_paid_say_so(paid):
    with pytest.raises(JobFault, match="nothing to compare"):
        run(draft(), first=MONDAY - WEEK, last=MONDAY - WEEK)


def test_a_trial_leaves_no_trace(paid):
    lines = list(EarningsLine.objects.order_by("pk").values())
    run(draft(rpm=[{"rpm_minor": "900"}]))
    assert list(EarningsLine.objects.order_by("pk").values()) == lines


class TestPages:
    @pytest.fixture
    def desk(self, client):
        person = staff()
        client.force_login(person)
        return person

    def ask(self, client, policy, **answers):
        address = f"/admin/core/policy/{policy.pk}/act/simulate/"
        return client.post(address, answers, follow=True)

    def test_staff_choose_weeks_wait_and_read(self, client, desk, paid):
        policy = draft(rpm=[{"rpm_minor": "90"}])
        form = client.get(f"/admin/core/policy/{policy.pk}/act/simulate/").content.decode()
        assert "2025-W20 (12 May to 18 May 2025)" in form
        page = self.ask(client, policy, first="2025-W19", last="2025-W20")
        assert page.redirect_chain[-1][0] == f"/admin/core/policy/{policy.pk}/simulation/"
        job = Job.objects.get(kind="rewards.try_policy")
        assert jobs.run(job.pk, now=timezone.now())
        shown = client.get(page.redirect_chain[-1][0]).content.decode()
        for words in (
            "Cost of these weeks",
            "Creators who would gain",
            "By market",
            f'href="/admin/core/creator/{paid["hit"].creator_id}/change/"',
            "Left out are sums that staff added",
            f"/admin/core/policy/{policy.pk}/simulation.csv",
        ):
            assert words in shown, words

    def test_the_last_week_can_not_come_first(self, client, desk, paid):
        answer = self.ask(client, draft(), first="2025-W20", last="2025-W19")
        assert "swap them" in answer.content.decode()
        assert not Job.objects.filter(kind="rewards.try_policy").exists()

    def test_without_closed_weeks_the_form_says_when_to_come_back(self, client, desk):
        answer = self.ask(client, draft())
        assert "No week has been closed yet" in answer.content.decode()

    def test_the_numbers_come_as_files(self, client, desk, paid):
        policy = draft(rpm=[{"rpm_minor": "90"}])
        job = simulations.request(policy, actor=desk, now=timezone.now())
        assert job.parameters["first"] == "2025-W19"
        address = f"/admin/core/policy/{policy.pk}/simulation"
        assert client.get(f"{address}.csv").status_code == 404
        jobs.run(job.pk, now=timezone.now())
        table = list(csv.reader(StringIO(client.get(f"{address}.csv").content.decode())))
        assert table[0] == ["section", "group", "measure", "paid", "draft"]
        assert ["totals", "", "base", "132.00", "189.00"] in table
        whole = json.loads(client.get(f"{address}.json").content)
        assert whole["result"]["totals"]["base"] == [132_00, 189_00]
        assert client.get(f"{address}.exe").status_code == 404

    def test_strangers_and_creators_get_nothing(self, client, paid):
        policy = draft()
        address = f"/admin/core/policy/{policy.pk}/simulation.csv"
        assert client.get(address).status_code == 302
        client.force_login(UserFactory())
        assert client.get(address).status_code in {302, 403}


class TestActivation:
    def test_a_pay_policy_starts_with_a_week(self):
        close()
        now = week_end(LATER) + timedelta(days=1)
        policy = draft(rpm=[{"rpm_minor": "90"}])
        with pytest.raises(policies.PolicyError, match="Monday at 00:00 UTC"):
            policies.activate(
                policy, effective_from=now + timedelta(days=1), actor=staff(), now=now
            )
        with pytest.raises(policies.PolicyError, match="in the past"):
            policies.activate(policy, effective_from=week_start(LATER), actor=staff(), now=now)
        start = week_end(LATER + WEEK)
        active = policies.activate(policy, effective_from=start, actor=staff(), now=now)
        assert active.effective_from == start
        assert rules_of(active).rpm[0].rpm_minor == 90

    def test_the_refusal_names_the_next_monday(self):
        close()
        now = week_end(MONDAY)
        policy = draft()
        with pytest.raises(policies.PolicyError, match="Monday, 19 May 2025"):
            policies.activate(policy, effective_from=now + timedelta(hours=1), actor=None, now=now)

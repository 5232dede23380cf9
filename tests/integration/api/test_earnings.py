"""Earnings through the API: lines and statements to their owner and to staff, and trials."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client

from creatorspark.core.models import Job, Policy
from creatorspark.lib.canonical import canonical_json
from creatorspark.lib.signing import is_valid
from rewards.domain.pay_policy import DEFAULT_PARAMETERS
from rewards.models import Statement
from tests.factories import PolicyFactory, VideoFactory
from tests.factories.statements import WEEK, StatementFactory
from tests.integration.api.callers import assert_problem, browser, machine, queries_of
from tests.integration.api.test_pages import read_all

pytestmark = pytest.mark.django_db
LABEL = "2025-W19"


@pytest.fixture
def statement(creator) -> Statement:
    return StatementFactory(creator=creator, views=50_000)


# Lines ------------------------------------------------------------------------------------------
def test_lines_state_amount_cause_policy_and_inputs(creator, statement):
    bonus, base = browser(creator.user).get("/earnings/").body["results"]
    assert base["amount"] == {"amount": "35.00", "currency": "USD"}
    assert (base["kind"], base["cause"], base["week"]) == ("base", f"views:{LABEL}", LABEL)
    assert base["inputs"]["qualified_views"] == 50_000
    assert base["policy_sha256"] == statement.close.policy.sha256
    assert bonus["amount"]["amount"] == "7.00"
    assert bonus["statement"] == str(statement.pk)
    one = browser(creator.user).get(f"/earnings/{base['id']}/")
    assert one.body == base


def test_lines_are_narrowed(creator, statement):
    other = StatementFactory(creator=creator, week=WEEK + timedelta(weeks=1))
    caller = browser(creator.user)
    video = other.lines.first().video_id

    def found(query: str) -> set[tuple[str, str]]:
        rows = caller.get(f"/earnings/?{query}").body["results"]
        return {(row["week"], row["kind"]) for row in rows}

    both = {(LABEL, "base"), (LABEL, "bonus")}
    later = {("2025-W20", "base"), ("2025-W20", "bonus")}
    assert found(f"week={LABEL}") == found(f"statement={statement.pk}") == both
    assert found(f"video={video}") == later
    assert found("kind=bonus") == {(LABEL, "bonus"), ("2025-W20", "bonus")}
    assert found(f"creator={creator.pk}") == both | later
    assert found(f"creator={creator.pk + 1}") == set()


@pytest.mark.parametrize("query", ["week=2025-W54", "week=soon", "kind=gift", "video=x", "week="])
def test_a_filter_that_means_nothing_is_refused(creator, query):
    assert_problem(browser(creator.user).get(f"/earnings/?{query}"), 400, "invalid")


def test_pages_go_on_without_gap_or_repetition(creator):
    for number in range(3):
        StatementFactory(creator=creator, week=WEEK + timedelta(weeks=number))
    caller = browser(creator.user)
    whole = [row["id"] for row in caller.get("/earnings/").body["results"]]
    assert len(whole) == 6
    assert read_all(caller, "/earnings/?limit=1") == whole


# Statements -------------------------------------------------------------------------------------
def test_a_statement_holds_what_proves_it(creator, statement):
    row = browser(creator.user).get(f"/statements/{statement.pk}/").body
    assert row["payable"] == row["total"] == {"amount": "42.00", "currency": "USD"}
    assert row["sha256"] == statement.sha256
    assert row["key_fingerprint"] == statement.key.fingerprint
    assert (row["previous"], row["previous_sha256"]) == (None, None)
    assert [(one["state"], one["amount"]["amount"]) for one in row["payouts"]] == [
        ("pending", "42.00")
    ]
    assert row["envelope"] == f"/api/v1/statements/{statement.pk}/envelope/"


def test_a_statement_is_found_by_its_week(creator, staff, statement):
    rival = StatementFactory()
    own = browser(creator.user)
    assert own.get(f"/statements/{LABEL}/").body["id"] == str(statement.pk)
    assert_problem(own.get("/statements/2025-W20/"), 404, "not-found")
    assert_problem(own.get("/statements/2025-W99/"), 404, "not-found")
    everyone = browser(staff)
    assert_problem(everyone.get(f"/statements/{LABEL}/"), 404, "not-found")
    named = everyone.get(f"/statements/{LABEL}/?creator={rival.creator_id}")
    assert named.body["id"] == str(rival.pk)


def test_the_envelope_can_be_checked_by_hand(creator, statement):
    second = StatementFactory(creator=creator, week=WEEK + timedelta(weeks=1))
    answer = browser(creator.user).get(f"/statements/{second.pk}/envelope/")
    assert answer.headers["Content-Type"] == "application/json"
    assert 'filename="statement-2025-W20.json"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    body = json.loads(answer.raw)
    signed = canonical_json(body["statement"])
    assert signed in answer.raw
    assert hashlib.sha256(signed).hexdigest() == body["sha256"] == second.sha256
    assert is_valid(signed, signature=body["signature"], public_key=body["public_key"])
    assert body["statement"]["previous_sha256"] == statement.sha256


def test_the_policy_and_the_key_that_a_statement_names_are_public(creator, statement):
    row = browser(creator.user).get(f"/statements/{statement.pk}/").body
    named = Client().get(f"/api/v1/policies/?sha256={row['policy_sha256']}").json()["results"]
    assert [policy["version"] for policy in named] == [row["policy_version"]]
    keys = Client().get("/.well-known/creatorspark-keys.json").json()
    assert row["public_key"] in json.dumps(keys)


# Access -----------------------------------------------------------------------------------------
PATHS = ("/earnings/{line}/", "/statements/{statement}/", "/statements/{statement}/envelope/")


@pytest.mark.parametrize("path", PATHS)
def test_only_the_owner_and_staff_know_of_it(creator, rival, brand, staff, person, statement, path):
    line = statement.lines.earliest("pk")
    address = path.format(line=line.pk, statement=statement.pk)
    for user in (creator.user, staff):
        assert browser(user).get(address).status == 200
        assert machine(user).get(address).status == 200
    for user in (rival.user, brand, person):
        assert_problem(browser(user).get(address), 404, "not-found")
    assert Client().get(f"/api/v1{address}").status_code == 401
    assert machine(staff, scope="ingest").get(address).status == 403


@pytest.mark.parametrize("path", ["/earnings/", "/statements/"])
def test_lists_hold_nothing_of_others(rival, brand, staff, statement, path):
    for user in (rival.user, brand):
        assert browser(user).get(path).body["results"] == []
    assert browser(staff).get(path).body["results"]


@pytest.mark.parametrize("path", ["/earnings/", "/statements/"])
def test_lists_ask_as_often_for_many_rows(creator, path):
    caller = browser(creator.user)
    StatementFactory(creator=creator)
    few = queries_of(lambda: caller.get(path))
    for number in range(1, 5):
        StatementFactory(creator=creator, week=WEEK + timedelta(weeks=number))
    assert queries_of(lambda: caller.get(path)) == few


# Trials -----------------------------------------------------------------------------------------
@pytest.fixture
def draft(statement) -> Policy:
    return PolicyFactory(
        kind="pay", version="pay-2", parameters={**DEFAULT_PARAMETERS, "review_days": 3}
    )


def test_staff_try_a_draft_on_weeks_that_were_paid(staff, draft):
    wish = {"policy": str(draft.pk), "first": LABEL, "last": LABEL}
    answer = browser(staff).post("/pay/simulate/", wish, key="once")
    assert answer.status == 202
    job = Job.objects.get()
    assert answer.body["id"] == str(job.pk)
    assert (job.parameters["policy_id"], job.parameters["first"]) == (draft.pk, LABEL)
    assert browser(staff).post("/pay/simulate/", wish, key="once").body["id"] == str(job.pk)
    assert browser(staff).post("/pay/simulate/", {"policy": str(draft.pk)}).status == 202
    assert browser(staff).get(f"/jobs/{job.pk}/").status == 200


@pytest.mark.parametrize(
    ("wish", "status", "kind"),
    [
        ({}, 400, "invalid"),
        ({"first": LABEL}, 400, "invalid"),
        ({"first": "2025-W20", "last": LABEL}, 400, "invalid"),
        ({"first": "never", "last": LABEL}, 400, "invalid"),
        ({"policy": "999999"}, 404, "not-found"),
    ],
)
def test_a_trial_of_nothing_is_refused(staff, draft, wish, status, kind):
    asked = ({"policy": str(draft.pk)} if wish.keys() & {"first"} else {}) | wish
    assert_problem(browser(staff).post("/pay/simulate/", asked), status, kind)
    assert not Job.objects.exists()


def test_other_policies_are_not_tried_here(staff, statement):
    points = PolicyFactory(kind="points")
    answer = browser(staff).post("/pay/simulate/", {"policy": str(points.pk)})
    assert_problem(answer, 404, "not-found")


def test_only_staff_try(creator, brand, draft):
    for user in (creator.user, brand):
        answer = browser(user).post("/pay/simulate/", {"policy": str(draft.pk)})
        assert_problem(answer, 403, "permission-denied")
    assert not Job.objects.exists()


def test_a_video_that_others_know_is_no_way_to_its_earnings(brand, rival, statement):
    video = VideoFactory(creator=rival)
    assert browser(brand).get(f"/earnings/?video={video.pk}").body["results"] == []

"""Who may do what: strangers, creators, brands, staff, and tokens of every scope."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from creatorspark.core.models import ApiToken, Creator, Job
from creatorspark.core.services import tokens
from tests.factories import CreatorFactory, PolicyFactory, UserFactory, VideoFactory
from tests.integration.api.callers import (
    Caller,
    assert_problem,
    browser,
    machine,
    make_token,
)

pytestmark = pytest.mark.django_db
NEW_TOKEN = {"name": "collector", "scope": "read", "days": 7}


def ids(reply) -> set[str]:
    assert reply.status == 200, reply.raw
    return {row["id"] for row in reply.body["results"]}


# Rows -------------------------------------------------------------------------------------------
@pytest.fixture
def world(creator, rival):
    """Two creators with a video each."""
    return VideoFactory(creator=creator), VideoFactory(creator=rival)


def test_a_stranger_sees_rules_and_nothing_else(world):
    rule, draft = PolicyFactory(active=True), PolicyFactory()
    stranger = Caller()
    assert ids(stranger.get("/policies/")) == {str(rule.pk)}
    assert stranger.get(f"/policies/{rule.pk}/").body["sha256"] == rule.sha256
    assert_problem(stranger.get(f"/policies/{draft.pk}/"), 404, "not-found")
    for path in ("/me/", "/creators/", "/videos/", "/snapshots/", "/jobs/", "/tokens/"):
        assert_problem(stranger.get(path), 401, "not-authenticated")


def test_drafts_are_nobodys_through_the_api(staff):
    draft = PolicyFactory()
    assert_problem(browser(staff).get(f"/policies/{draft.pk}/"), 404, "not-found")


def test_a_creator_sees_their_own_and_a_stranger_gets_404(world, creator, rival):
    own, others = world
    caller = browser(creator.user)
    assert ids(caller.get("/creators/")) == {str(creator.pk)}
    assert ids(caller.get("/videos/")) == {str(own.pk)}
    assert ids(caller.get("/snapshots/")) == {str(own.latest_id)}
    assert ids(caller.get(f"/videos/?creator={rival.pk}")) == set()
    for path in (
        f"/creators/{rival.pk}/",
        f"/videos/{others.pk}/",
        f"/snapshots/{others.latest_id}/",
    ):
        assert_problem(caller.get(path), 404, "not-found")


def test_an_account_without_a_profile_sees_no_one(world, person):
    CreatorFactory(user=None)
    for path in ("/creators/", "/videos/", "/snapshots/"):
        assert ids(browser(person).get(path)) == set()


def test_a_brand_sees_nobody_but_through_kits(world, brand):
    own, _others = world
    caller = browser(brand)
    for path in ("/creators/", "/videos/", "/snapshots/"):
        assert ids(caller.get(path)) == set()
    for path in (
        f"/creators/{own.creator_id}/",
        f"/videos/{own.pk}/",
        f"/snapshots/{own.latest_id}/",
    ):
        assert_problem(caller.get(path), 404, "not-found")
    assert_problem(caller.get("/jobs/"), 403, "permission-denied")


def test_owners_and_staff_see_every_count(creator, staff):
    video = VideoFactory(creator=creator, gifts=7, watch_through=0.5)
    for reader in (creator.user, staff):
        shown = browser(reader).get(f"/videos/{video.pk}/").body["metrics"]
        assert [shown[name] for name in ("gifts", "watch_through")] == [7, 0.5]


def test_creators_are_shown_without_their_account(staff, creator):
    shown = browser(staff).get(f"/creators/{creator.pk}/").body
    assert "user" not in shown
    assert creator.user.email not in str(shown)


def test_staff_see_all(world, staff):
    own, others = world
    caller = browser(staff)
    assert ids(caller.get("/videos/")) == {str(own.pk), str(others.pk)}
    assert ids(caller.get("/snapshots/")) == {str(own.latest_id), str(others.latest_id)}
    assert ids(caller.get("/jobs/")) == set()


def test_tokens_are_their_owners_alone(creator, rival, staff):
    token, _secret = make_token(rival.user)
    for user in (creator.user, staff):
        caller = browser(user)
        assert ids(caller.get("/tokens/")) == set()
        assert_problem(caller.get(f"/tokens/{token.pk}/"), 404, "not-found")
        assert_problem(caller.delete(f"/tokens/{token.pk}/"), 404, "not-found")
    token.refresh_from_db()
    assert token.revoked_at is None


# Tokens -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scope", "reads", "writes"), [("read", 200, 403), ("write", 200, 200), ("ingest", 403, 403)]
)
def test_a_scope_covers_what_it_says(staff, scope, reads, writes):
    job = Job.objects.create(kind="test")
    caller = machine(staff, scope=scope)
    assert caller.get("/jobs/").status == reads
    assert caller.post(f"/jobs/{job.pk}/cancel/").status == writes
    job.refresh_from_db()
    assert job.state == ("cancelled" if writes == 200 else "queued")


@pytest.mark.parametrize("scope", ["read", "write", "ingest"])
def test_a_token_never_manages_tokens(creator, scope):
    caller = machine(creator.user, scope=scope)
    before = ApiToken.objects.count()
    assert_problem(caller.get("/tokens/"), 403, "permission-denied")
    assert_problem(caller.post("/tokens/", NEW_TOKEN), 403, "permission-denied")
    mine = ApiToken.objects.get(user=creator.user)
    assert_problem(caller.delete(f"/tokens/{mine.pk}/"), 403, "permission-denied")
    assert ApiToken.objects.filter(revoked_at=None).count() == before


def test_answers_are_kept_by_no_cache(creator):
    made = browser(creator.user).post("/tokens/", NEW_TOKEN)
    for reply in (made, machine(creator.user).get("/me/"), Caller().get("/me/")):
        assert reply.headers["Cache-Control"] == "no-store"
        assert {"Authorization", "Cookie"} <= set(reply.headers["Vary"].split(", "))


def test_a_token_says_what_it_is(creator):
    me = machine(creator.user, scope="read").get("/me/").body
    assert me["scope"] == "read"
    assert me["creator"]["id"] == str(creator.pk)
    assert me["token_expires_at"]
    me = browser(creator.user).get("/me/").body
    assert (me["scope"], me["email"]) == (None, creator.user.email)


@pytest.mark.parametrize("end", ["expired", "revoked", "closed", "unknown", "empty", "prefix"])
def test_a_token_that_ended_opens_nothing(creator, end):
    token, secret = make_token(creator.user)
    rows = ApiToken.objects.filter(pk=token.pk)
    if end == "expired":
        rows.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "revoked":
        rows.update(revoked_at=timezone.now())
    elif end == "closed":
        creator.user.is_active = False
        creator.user.save()
    secret = {"unknown": tokens.MARK + "x" * 43, "empty": "", "prefix": token.prefix}.get(
        end, secret
    )
    reply = Caller().get("/me/", Authorization=f"Bearer {secret}")
    document = assert_problem(reply, 401, "not-authenticated")
    assert not secret or secret not in str(document)


def test_a_bad_token_is_not_saved_by_a_good_session(creator):
    reply = browser(creator.user).get("/me/", Authorization="Bearer cs_wrong")
    assert_problem(reply, 401, "not-authenticated")


def test_only_a_hash_of_the_secret_is_stored_and_it_is_found_by_the_whole_of_it(creator):
    token, secret = make_token(creator.user)
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(row)
    assert row["digest"] == tokens.digest_of(secret)
    for wrong in (secret[:-1], secret + "x", secret.swapcase(), row["digest"]):
        reply = Caller().get("/me/", Authorization=f"Bearer {wrong}")
        assert_problem(reply, 401, "not-authenticated")


@pytest.mark.parametrize("name", ["access_token", "token", "api_key", "anything"])
def test_a_secret_in_the_address_is_refused_even_when_it_is_good(creator, name):
    _token, secret = make_token(creator.user)
    for caller in (Caller(), machine(creator.user), browser(creator.user)):
        document = assert_problem(caller.get(f"/me/?{name}={secret}"), 400, "malformed")
        assert secret not in str(document)


# Browsers ---------------------------------------------------------------------------------------
def test_a_session_writes_only_with_a_csrf_token(creator):
    caller = browser(creator.user, csrf=True)
    assert_problem(caller.post("/tokens/", NEW_TOKEN), 403, "permission-denied")
    wrong = caller.post("/tokens/", NEW_TOKEN, **{"X-CSRFToken": "x" * 64})
    assert_problem(wrong, 403, "permission-denied")
    assert not ApiToken.objects.exists()
    caller.client.get(settings.LOGIN_URL)
    caller.client.cookies[settings.CSRF_COOKIE_NAME] = "k" * 32
    right = caller.post("/tokens/", NEW_TOKEN, **{"X-CSRFToken": "k" * 32})
    assert right.status == 201


def test_a_form_of_another_site_does_not_get_through(creator):
    caller = browser(creator.user, csrf=True)
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        raw = b'{"name":"x","scope":"write"}'
        reply = caller.send("POST", "/tokens/", raw=raw, content_type=content_type)
        assert_problem(reply, 415, "unsupported-media-type")
    assert not ApiToken.objects.exists()


def test_a_machine_needs_no_csrf_token(staff):
    job = Job.objects.create(kind="test")
    _token, secret = make_token(staff, scope="write")
    caller = Caller(secret=secret, csrf=True)
    assert caller.post(f"/jobs/{job.pk}/cancel/").status == 200


@override_settings(STAFF_SECOND_FACTOR=True)
def test_staff_without_a_second_factor_are_refused_in_the_browser(staff):
    reply = browser(staff).get("/jobs/")
    assert_problem(reply, 403, "permission-denied")


# Mass assignment --------------------------------------------------------------------------------
def test_unasked_members_change_nothing(creator, rival):
    wish = NEW_TOKEN | {
        "user": str(rival.user.pk),
        "user_id": rival.user.pk,
        "digest": "0" * 64,
        "prefix": "cs_mine",
        "expires_at": "2999-01-01T00:00:00Z",
        "last_used_at": "2020-01-01T00:00:00Z",
        "id": "1",
    }
    made = browser(creator.user).post("/tokens/", wish)
    assert made.status == 201
    token = ApiToken.objects.get()
    assert token.user == creator.user
    assert token.digest == tokens.digest_of(made.body["secret"])
    assert token.expires_at < timezone.now() + timedelta(days=8)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_facts_cannot_be_written(creator, method):
    video = VideoFactory(creator=creator)
    before = Creator.objects.filter(pk=creator.pk).values().get()
    caller = browser(creator.user)
    for path in (
        f"/creators/{creator.pk}/",
        f"/videos/{video.pk}/",
        f"/snapshots/{video.latest_id}/",
        "/creators/",
        "/videos/",
        "/me/",
    ):
        reply = caller.send(method, path, {"follower_count": 9, "verified": True})
        assert_problem(reply, 405, "method-not-allowed")
    assert Creator.objects.filter(pk=creator.pk).values().get() == before


def test_only_staff_make_tokens_that_ingest(creator, staff):
    wish = NEW_TOKEN | {"scope": "ingest"}
    assert_problem(browser(creator.user).post("/tokens/", wish), 400, "invalid")
    assert browser(staff).post("/tokens/", wish).status == 201


def test_a_closed_account_has_no_session(creator):
    caller = browser(creator.user)
    creator.user.is_active = False
    creator.user.save()
    assert_problem(caller.get("/me/"), 401, "not-authenticated")


def test_someone_who_left_staff_sees_no_jobs(staff):
    caller = machine(staff)
    assert caller.get("/jobs/").status == 200
    staff.is_staff, staff.role = False, "creator"
    staff.save()
    assert_problem(caller.get("/jobs/"), 403, "permission-denied")


def test_jobs_of_staff_are_stopped_and_started_again(staff):
    job = Job.objects.create(kind="test")
    caller = browser(staff)
    assert caller.post(f"/jobs/{job.pk}/cancel/").body["state"] == "cancelled"
    document = assert_problem(caller.post(f"/jobs/{job.pk}/cancel/"), 409, "refused")
    assert document["reason"] == "job_over"
    assert caller.post(f"/jobs/{job.pk}/retry/").body["state"] == "queued"
    document = assert_problem(caller.post(f"/jobs/{job.pk}/retry/"), 409, "refused")
    assert document["reason"] == "job_not_failed"


def test_jobs_are_hidden_from_others(creator):
    job = Job.objects.create(kind="test", created_by=UserFactory(staff=True))
    for path in ("/jobs/", f"/jobs/{job.pk}/"):
        assert_problem(browser(creator.user).get(path), 403, "permission-denied")
    assert_problem(
        machine(creator.user, scope="write").post(f"/jobs/{job.pk}/cancel/"),
        403,
        "permission-denied",
    )

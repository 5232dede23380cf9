"""The staff's pages: everything opens, nothing can be edited past a service, acts do one thing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import AuditEntry, ImportRun, Job, Policy, ProfileClaim
from creatorspark.core.services import audit, claims, tokens
from creatorspark.core.services.notifications import notify
from tests.factories import NOW, CreatorFactory, PolicyFactory, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db

FACTS = [
    "apitoken",
    "auditentry",
    "creator",
    "importrun",
    "job",
    "metricsnapshot",
    "notification",
    "policy",
    "profileclaim",
    "user",
    "video",
]


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def one_of_each(staff):
    creator = CreatorFactory()
    VideoFactory(creator=creator)
    person = UserFactory()
    claims.start(person, creator=creator, now=NOW)
    tokens.issue(person, name="laptop", scope="read", lifetime=timedelta(days=9), now=NOW)
    notify(person, key="test", title="Hello", now=NOW)
    PolicyFactory(active=True)
    jobs.enqueue("test.work", parameters={"a": 1}, actor=staff, now=NOW)
    ImportRun.objects.create(format="tiktok", file_name="trending.json", created_at=NOW)
    audit.record("core.test.done", target=creator, actor=None)


def act(client, row, name, **answers):
    return client.post(f"{address(row)}act/{name}/", answers, follow=False)


def rows_of(model: str):
    return apps.get_model("core", model)._default_manager.all()


def address(row) -> str:
    options = row._meta
    change = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    return change.removesuffix("change/")


class TestPages:
    @pytest.mark.parametrize("model", FACTS)
    def test_lists_and_pages_open(self, client, one_of_each, model):
        listed = client.get(reverse(f"admin:core_{model}_changelist"), {"q": "a"})
        assert listed.status_code == 200
        page = client.get(address(rows_of(model).first()) + "change/")
        assert page.status_code == 200

    @pytest.mark.parametrize("model", FACTS)
    def test_nothing_is_deleted(self, client, one_of_each, model):
        client.force_login(UserFactory(superuser=True))
        row = rows_of(model).first()
        page = client.get(address(row) + "change/").content.decode()
        assert "deletelink" not in page
        assert "/delete/" not in page
        assert client.post(address(row) + "delete/", {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(reverse(f"admin:core_{model}_changelist"), chosen)
        assert rows_of(model).filter(pk=row.pk).exists()

    @pytest.mark.parametrize("model", [model for model in FACTS if model != "policy"])
    def test_facts_have_no_form(self, client, one_of_each, model):
        client.force_login(UserFactory(superuser=True))
        row = rows_of(model).first()
        assert client.get(reverse(f"admin:core_{model}_add")).status_code == 403
        assert client.post(address(row) + "change/", {}).status_code == 403

    def test_the_first_page_says_what_waits(self, client, one_of_each):
        Job.objects.create(
            kind="x", state="failed", error="The file was cut off.", finished_at=timezone.now()
        )
        page = client.get(reverse("admin:index")).content.decode()
        for words in ("Claims waiting", "Jobs failed", "The file was cut off.", "trending.json"):
            assert words in page
        assert "core.test.done" in page
        assert reverse("admin:core_policy_changelist") in page

    def test_the_first_page_asks_the_same_number_of_queries_for_more_rows(
        self, client, one_of_each
    ):
        def count() -> int:
            with CaptureQueriesContext(connection) as seen:
                client.get(reverse("admin:index"))
            return len(seen)

        before = count()
        for place in range(5):
            jobs.enqueue(f"more.{place}", parameters={}, actor=UserFactory(), now=NOW)
            audit.record("core.more.done", target=UserFactory(), actor=UserFactory())
        assert count() == before

    def test_creators_see_none_of_it(self, client):
        client.force_login(UserFactory())
        for model in FACTS:
            page = client.get(reverse(f"admin:core_{model}_changelist"))
            assert page.status_code == 302

    def test_secrets_and_schedules_have_no_pages(self):
        registered = {model._meta.label_lower for model in admin.site._registry}
        assert not registered & {
            "mfa.authenticator",
            "account.emailaddress",
            "django_celery_beat.periodictask",
        }


class TestActs:
    def test_an_act_asks_before_it_does(self, client, staff):
        job = Job.objects.create(kind="x", state="failed", created_at=NOW)
        page = client.get(f"{address(job)}act/retry/")
        assert page.status_code == 200
        assert "csrfmiddlewaretoken" in page.content.decode()
        job.refresh_from_db()
        assert job.state == Job.State.FAILED, "a link alone must change nothing"

    def test_buttons_follow_the_state(self, client, staff):
        failed = Job.objects.create(kind="x", state="failed", created_at=NOW)
        done = Job.objects.create(kind="x", state="succeeded", created_at=NOW)
        assert "act/retry/" in client.get(address(failed) + "change/").content.decode()
        assert "act/" not in client.get(address(done) + "change/").content.decode()

    def test_a_job_is_tried_again_and_stopped(self, client, staff):
        job = Job.objects.create(kind="x", state="failed", created_at=NOW)
        act(client, job, "retry")
        job.refresh_from_db()
        assert job.state == Job.State.QUEUED
        act(client, job, "cancel")
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED
        act(client, job, "cancel")
        acts = AuditEntry.objects.order_by("pk").values_list("action", "actor_id")
        assert list(acts) == [("core.job.retried", staff.pk), ("core.job.cancelled", staff.pk)]

    def test_several_jobs_at_once(self, client, staff):
        made = [Job.objects.create(kind="x", state="failed", created_at=NOW) for _ in range(3)]
        chosen = {"action": "retry_chosen", "_selected_action": [job.pk for job in made[:2]]}
        client.post(reverse("admin:core_job_changelist"), chosen)
        assert Job.objects.filter(state=Job.State.QUEUED).count() == 2

    def test_a_claim_is_approved(self, client, staff):
        user, creator = UserFactory(), CreatorFactory()
        claim = claims.start(user, creator=creator, now=NOW)
        page = act(client, claim, "approve", reason="Seen on a call")
        assert page.url == address(claim) + "change/"
        creator.refresh_from_db()
        claim.refresh_from_db()
        assert (creator.user, claim.decided_by) == (user, staff)

    def test_a_rejection_without_a_reason_is_kept_on_the_page(self, client, staff):
        claim = claims.start(UserFactory(), creator=CreatorFactory(), now=NOW)
        page = act(client, claim, "reject", reason="")
        assert page.context["form"].errors["reason"]
        assert ProfileClaim.objects.get().state == ProfileClaim.State.PENDING

    def test_a_refusal_of_the_service_is_shown(self, client, staff):
        user = UserFactory()
        claim = claims.start(user, creator=CreatorFactory(), now=NOW)
        CreatorFactory(user=user)
        page = act(client, claim, "approve", reason="Fine")
        assert "already has a profile" in page.content.decode()

    def test_only_owners_make_staff(self, client, staff):
        person = UserFactory()
        act(client, person, "make-staff")
        person.refresh_from_db()
        assert not person.is_staff
        client.force_login(UserFactory(superuser=True))
        act(client, person, "make-staff")
        person.refresh_from_db()
        assert (person.is_staff, person.role, person.is_superuser) == (True, "staff", False)

    def test_staff_close_creators_but_not_each_other(self, client, staff):
        creator, colleague = UserFactory(), UserFactory(staff=True)
        act(client, creator, "close", reason="Asked for it")
        act(client, colleague, "close", reason="Rivalry")
        act(client, staff, "close", reason="Tired")
        for user, active in ((creator, False), (colleague, True), (staff, True)):
            user.refresh_from_db()
            assert user.is_active is active

    def test_creators_reach_no_act(self, client):
        job = Job.objects.create(kind="x", state="failed", created_at=NOW)
        client.force_login(UserFactory())
        assert act(client, job, "retry").status_code == 302
        job.refresh_from_db()
        assert job.state == Job.State.FAILED


class TestPolicies:
    def write(self, client, **answers):
        rules = '{"formula": "fair", "clip": 2}'
        given = {"kind": "points", "version": "fair-2", "parameters": rules, "note": ""}
        return client.post(reverse("admin:core_policy_add"), given | answers)

    def test_a_draft_is_written_changed_and_activated(self, client, staff):
        self.write(client)
        policy = Policy.objects.get()
        assert (policy.state, policy.created_by, len(policy.sha256)) == ("draft", staff, 64)
        before = policy.sha256
        client.post(address(policy) + "change/", {"parameters": '{"formula": "fair"}'})
        policy.refresh_from_db()
        assert policy.parameters == {"formula": "fair"}
        assert policy.sha256 != before
        start = timezone.now() + timedelta(days=2)
        act(
            client,
            policy,
            "activate",
            effective_from_0=f"{start:%Y-%m-%d}",
            effective_from_1=f"{start:%H:%M:%S}",
        )
        policy.refresh_from_db()
        assert policy.state == Policy.State.ACTIVE
        page = client.post(address(policy) + "change/", {"parameters": "{}"})
        assert page.status_code == 403
        assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
            "core.policy.drafted",
            "core.policy.edited",
            "core.policy.activated",
        ]

    def test_a_version_is_given_once(self, client, staff):
        self.write(client)
        page = self.write(client)
        assert page.context["adminform"].form.errors
        assert Policy.objects.count() == 1

    @pytest.mark.parametrize(
        ("rules", "sentence"),
        [
            ('{"formula": "fair", "cap": 7}', "Unknown parameter cap"),
            ('{"formula": "fair", "clip": 99}', "clip must be a number"),
            ("[1]", "JSON object"),
            ("{", "valid JSON"),
        ],
    )
    def test_rules_that_make_no_sense_are_refused(self, client, staff, rules, sentence):
        page = self.write(client, parameters=rules)
        assert sentence in str(page.context["adminform"].form.errors)
        assert not Policy.objects.exists()
        self.write(client)
        policy = Policy.objects.get()
        page = client.post(address(policy) + "change/", {"parameters": rules})
        assert sentence in str(page.context["adminform"].form.errors)

    def test_the_past_is_refused_with_a_sentence(self, client, staff):
        PolicyFactory(kind="points", active=True)
        draft = PolicyFactory(kind="points")
        page = act(
            client, draft, "activate", effective_from_0="2020-01-01", effective_from_1="00:00"
        )
        assert "start in the past" in page.content.decode()
        draft.refresh_from_db()
        assert draft.state == Policy.State.DRAFT

    def test_what_is_in_force_is_copied_not_changed(self, client, staff):
        rules = {"formula": "fair"}
        policy = PolicyFactory(kind="points", version="fair-1", active=True, parameters=rules)
        act(client, policy, "copy", version="fair-2")
        copy = Policy.objects.get(version="fair-2")
        assert (copy.state, copy.parameters) == ("draft", policy.parameters)

    def test_a_trial_is_asked_for_once_and_shown(self, client, staff):
        PolicyFactory(kind="points", active=True, parameters={"formula": "classic"})
        policy = PolicyFactory(kind="points", parameters={"formula": "fair"})
        VideoFactory(snapshots=3, posted_at=timezone.now() - timedelta(days=30))
        page = act(client, policy, "simulate")
        act(client, policy, "simulate")
        job = Job.objects.get()
        running = client.get(page.url).content.decode()
        assert 'hx-trigger="every' in running
        part = client.get(page.url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert jobs.run(job.pk, now=timezone.now())
        shown = client.get(page.url).content.decode()
        assert 'hx-trigger="every' not in shown
        for words in ("Cost on this history", "Who would gain most", "By niche", "cooking"):
            assert words in shown, words
        assert 'data-type="bar"' in shown
        act_again = client.get(address(policy) + "change/").content.decode()
        assert page.url in act_again

    def test_a_trial_without_videos_says_so(self, client, staff):
        PolicyFactory(kind="points", active=True, parameters={"formula": "fair"})
        policy = PolicyFactory(kind="points", parameters={"formula": "fair"})
        page = act(client, policy, "simulate")
        jobs.run(Job.objects.get().pk, now=timezone.now())
        assert "nothing to compare" in client.get(page.url).content.decode()

    def test_a_changed_draft_makes_its_trial_old(self, client, staff):
        PolicyFactory(kind="points", active=True, parameters={"formula": "fair"})
        policy = PolicyFactory(kind="points", parameters={"formula": "fair"})
        page = act(client, policy, "simulate")
        jobs.run(Job.objects.get().pk, now=timezone.now())
        assert "changed after this trial" not in client.get(page.url).content.decode()
        client.post(address(policy) + "change/", {"parameters": '{"formula": "fair", "clip": 2}'})
        assert "changed after this trial" in client.get(page.url).content.decode()

    def test_kinds_without_a_trial_have_no_button(self, client, staff):
        policy = PolicyFactory(kind="other")
        assert "act/simulate/" not in client.get(address(policy) + "change/").content.decode()

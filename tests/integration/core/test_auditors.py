"""An auditor reads what is for auditors or for everyone, writes nothing, and sees no person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from creatorspark.core.middleware import AUDITORS_READ, AuditorsRead
from creatorspark.core.models import ApiToken, AuditEntry, User
from creatorspark.core.services import accounts, tokens
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory(superuser=True)


@pytest.fixture
def auditor(owner):
    person = UserFactory()
    accounts.set_auditor(person, auditor=True, actor=owner, now=NOW)
    person.refresh_from_db()
    return person


class TestGranting:
    def test_an_owner_makes_and_unmakes_auditors(self, owner, auditor):
        assert (auditor.role, auditor.is_staff) == (User.Role.AUDITOR, False)
        assert not accounts.set_auditor(auditor, auditor=True, actor=owner, now=NOW)
        assert accounts.set_auditor(auditor, auditor=False, actor=owner, now=NOW)
        auditor.refresh_from_db()
        assert auditor.role == User.Role.CREATOR
        actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["core.account.made_auditor", "core.account.left_auditors"]

    def test_other_staff_can_not(self):
        with pytest.raises(accounts.AccountError, match="owner"):
            accounts.set_auditor(
                UserFactory(), auditor=True, actor=UserFactory(staff=True), now=NOW
            )

    @pytest.mark.parametrize("trait", ["brand", "staff", "superuser"])
    def test_who_does_other_work_needs_another_account(self, owner, trait):
        with pytest.raises(accounts.AccountError, match="account of their own"):
            accounts.set_auditor(UserFactory(**{trait: True}), auditor=True, actor=owner, now=NOW)

    def test_a_creator_needs_another_account(self, owner):
        person = UserFactory()
        CreatorFactory(user=person)
        with pytest.raises(accounts.AccountError, match="account of their own"):
            accounts.set_auditor(person, auditor=True, actor=owner, now=NOW)

    def test_tokens_end_and_none_are_made(self, owner):
        person = UserFactory()
        lifetime = tokens.MAX_LIFETIME
        tokens.issue(person, name="mine", scope="read", lifetime=lifetime, now=NOW)
        accounts.set_auditor(person, auditor=True, actor=owner, now=NOW)
        assert not ApiToken.objects.filter(revoked_at=None).exists()
        person.refresh_from_db()
        with pytest.raises(tokens.TokenError, match="browser only"):
            tokens.issue(person, name="mine", scope="read", lifetime=lifetime, now=NOW)

    def test_nobody_signs_up_as_one(self):
        with pytest.raises(accounts.AccountError):
            accounts.register(User(email="new@test.example"), role="auditor", display_name="New")

    def test_the_desk_has_a_button_for_owners(self, client, owner):
        client.force_login(owner)
        person = UserFactory()
        page = client.post(f"/admin/core/user/{person.pk}/act/make-auditor/", follow=True)
        assert "They may read rules and fairness reports now" in page.content.decode()
        person.refresh_from_db()
        assert person.role == User.Role.AUDITOR


def doors(patterns, space=""):
    """Yield (name, pattern) of every address there is."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from doors(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern


class TestDoors:
    def test_every_door_that_is_not_theirs_is_shut(self, auditor, rf):
        guard = AuditorsRead(lambda request: HttpResponse())
        opened, shut = set(), set()
        for name, pattern in doors(get_resolver().url_patterns):
            request = rf.get("/anywhere/") if name != "notifications_read" else rf.post("/")
            request.user = auditor
            request.resolver_match = type("Match", (), {"view_name": name})()
            try:
                guard.process_view(request, pattern.callback, (), {})
            except PermissionDenied:
                shut.add(name)
            else:
                opened.add(name)
        public = {name for name in opened if not name.startswith(AUDITORS_READ)}
        assert public
        assert all(name.startswith("api:") for name in public), public
        assert shut >= {
            "creators:overview",
            "brands:home",
            "imports:index",
            "tokens:index",
            "notifications_read",
            "admin:index",
            "admin:core_creator_changelist",
            "admin:core_user_changelist",
            "api:creator-list",
            "api:video-list",
            "api:token-list",
            "api:job-list",
        }

    def test_pages_and_api_refuse(self, client, auditor):
        video = VideoFactory()
        client.force_login(auditor)
        for path in (
            "/studio/",
            "/brand/",
            "/tokens/",
            "/staff/imports/",
            "/admin/",
            f"/admin/core/creator/{video.creator_id}/change/",
            "/api/v1/creators/",
            f"/api/v1/videos/{video.pk}/",
            "/api/v1/redemptions/",
            "/api/v1/me/",
        ):
            assert client.get(path).status_code == 403, path

    def test_nothing_can_be_written(self, client, auditor):
        client.force_login(auditor)
        for path in ("/messages/read/", "/tokens/", "/api/v1/redemptions/", "/studio/profile/"):
            assert client.post(path, {}).status_code == 403, path

    def test_what_is_public_or_theirs_is_open(self, client, auditor):
        client.force_login(auditor)
        for path in ("/learn/points/", "/api/v1/policies/", "/accounts/password/change/"):
            assert client.get(path).status_code == 200, path
        assert client.post("/theme/", {"theme": "dark"}).status_code == 302
        assert client.post("/accounts/logout/").status_code == 302

    def test_others_are_not_touched(self, client):
        client.force_login(UserFactory(brand=True))
        assert client.get("/api/v1/me/").status_code == 200
        assert client.get("/brand/").status_code == 200

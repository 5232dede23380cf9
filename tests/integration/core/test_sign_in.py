"""Sign-up, verification, login, reset and the second factor, through the pages themselves."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from creatorspark.core.models import AuditEntry, User
from creatorspark.core.services import accounts
from tests.factories import DEFAULT_PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "correct-horse-battery"
ANSWERS = {
    "email": "New.Person@test.example",
    "display_name": "New Person",
    "role": "creator",
    "password1": NEW_PASSWORD,
    "password2": NEW_PASSWORD,
}


def code_for(secret: str) -> str:
    """Return what an authenticator app shows for `secret` at this moment."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def log_in(client: Client, user: User, password: str = DEFAULT_PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link_in(mail, pattern: str) -> str:
    found = re.search(rf"https?://[^/]+({pattern})", mail.body)
    assert found, mail.body
    return found.group(1)


class TestSignUp:
    @pytest.mark.parametrize("role", ["creator", "brand"])
    def test_a_person_signs_up_verifies_and_gets_in(self, client, mailoutbox, role):
        page = client.post(reverse("account_signup"), ANSWERS | {"role": role})
        assert page.url == reverse("account_email_verification_sent")
        user = User.objects.get()
        assert (user.email, user.role, user.display_name) == (
            "new.person@test.example",
            role,
            "New Person",
        )
        assert not user.is_staff
        assert AuditEntry.objects.get().action == "core.account.registered"
        assert not is_in(client)
        log_in(client, user, NEW_PASSWORD)
        assert not is_in(client), "an unproven address must not get in"

        link = link_in(mailoutbox[0], r"/accounts/confirm-email/[^/\s]+/")
        assert client.get(link).status_code == 200
        client.post(link)
        log_in(client, user, NEW_PASSWORD)
        assert is_in(client)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"role": "staff"},
            {"role": ""},
            {"password2": "something-else-entirely"},
            {"password1": "12345678", "password2": "12345678"},
            {"email": "not-an-address"},
            {"display_name": "\u202e\u200b"},
            {"display_name": ""},
        ],
    )
    def test_a_wrong_answer_makes_no_account(self, client, wrong):
        page = client.post(reverse("account_signup"), ANSWERS | wrong)
        assert page.status_code == 200
        assert page.context["form"].errors
        assert not User.objects.exists()

    def test_a_name_does_not_turn_the_words_after_it_around(self, client):
        client.post(reverse("account_signup"), ANSWERS | {"display_name": "Ana\u202e Sol\u200b"})
        user = User.objects.get()
        assert user.display_name == "Ana Sol"
        accounts.rename(user, display_name="\u2067Bo")
        user.refresh_from_db()
        assert user.display_name == "Bo"

    def test_a_taken_address_is_not_revealed(self, client, mailoutbox):
        UserFactory(email="new.person@test.example")
        page = client.post(reverse("account_signup"), ANSWERS)
        assert page.url == reverse("account_email_verification_sent")
        assert User.objects.count() == 1
        assert "password/reset" in mailoutbox[0].body


class TestLogIn:
    def test_capitals_in_the_address_do_not_matter(self, client):
        user = UserFactory(email="ana@test.example")
        client.post(
            reverse("account_login"), {"login": "ANA@test.example", "password": DEFAULT_PASSWORD}
        )
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_wrong_and_unknown_read_alike(self, client):
        user = UserFactory()
        wrong = log_in(client, user, "not-it").context["form"].non_field_errors()
        unknown = client.post(
            reverse("account_login"), {"login": "nobody@test.example", "password": "not-it"}
        )
        assert wrong == unknown.context["form"].non_field_errors()

    def test_the_sixth_guess_is_refused_even_when_right(self, client):
        user = UserFactory()
        for _ in range(5):
            log_in(client, user, "not-it")
        page = log_in(client, user)
        assert not is_in(client)
        assert "Too many" in str(page.context["form"].errors)
        other = Client()
        log_in(other, UserFactory())
        assert is_in(other)

    def test_a_closed_account_stays_out(self, client):
        log_in(client, UserFactory(is_active=False))
        assert not is_in(client)

    def test_a_foreign_next_address_is_ignored(self, client):
        page = client.post(
            reverse("account_login") + "?next=https://evil.example/",
            {"login": UserFactory().email, "password": DEFAULT_PASSWORD},
        )
        assert page.url == "/home/"

    def test_the_admin_uses_the_same_login(self, client):
        page = client.get("/admin/login/?next=/admin/core/job/")
        assert page.url.startswith(reverse("account_login"))
        assert "next=" in page.url
        page = client.post(
            "/admin/login/",
            {"username": UserFactory(staff=True).email, "password": DEFAULT_PASSWORD},
        )
        assert page.url.startswith(reverse("account_login"))
        assert not is_in(client)

    def test_the_admin_is_closed_to_creators(self, client):
        client.force_login(UserFactory())
        assert client.get("/admin/login/").status_code == 403
        assert client.get("/admin/").url.startswith("/admin/login/")


class TestReset:
    def test_a_forgotten_password_is_replaced_once(self, client, mailoutbox):
        user = UserFactory()
        client.post(reverse("account_reset_password"), {"email": user.email})
        link = link_in(mailoutbox[0], r"/accounts/password/reset/key/[^/\s]+/")
        form = client.get(link)
        client.post(form.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)
        assert Client().get(link).status_code == 200, "a used link explains itself"
        client.post(
            link, {"password1": "another-one-entirely", "password2": "another-one-entirely"}
        )
        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)

    def test_an_unknown_address_reads_the_same(self, client):
        known = client.post(reverse("account_reset_password"), {"email": UserFactory().email})
        unknown = client.post(reverse("account_reset_password"), {"email": "no@test.example"})
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


class TestSecondFactor:
    def enrol(self, client: Client, user: User) -> str:
        log_in(client, user)
        asked = client.get(reverse("mfa_activate_totp"))["Location"]
        assert asked.startswith(reverse("account_reauthenticate"))
        client.post(asked, {"password": DEFAULT_PASSWORD})
        secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
        page = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
        assert page.status_code == 302, page.context["form"].errors
        return str(secret)

    def test_the_code_is_asked_for_and_a_wrong_one_refused(self, client):
        user = UserFactory()
        secret = self.enrol(client, user)
        fresh = Client()
        assert log_in(fresh, user).url.startswith(reverse("mfa_authenticate"))
        assert not is_in(fresh)
        fresh.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not is_in(fresh)
        fresh.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
        assert is_in(fresh)

    def test_a_recovery_code_works_once(self, client):
        user = UserFactory()
        self.enrol(client, user)
        stored = Authenticator.objects.get(user=user, type="recovery_codes")
        code = RecoveryCodes(stored).get_unused_codes()[0]
        for expected in (True, False):
            fresh = Client()
            log_in(fresh, user)
            fresh.post(reverse("mfa_authenticate"), {"code": code})
            assert is_in(fresh) is expected

    def test_the_secret_is_sealed_in_the_database(self, client):
        user = UserFactory()
        secret = self.enrol(client, user)
        for row in Authenticator.objects.filter(user=user):
            assert secret not in str(row.data)
        totp = Authenticator.objects.get(user=user, type="totp")
        assert TOTP(totp).validate_code(code_for(secret))


class TestStaffNeedASecondFactor:
    @pytest.fixture(autouse=True)
    def _as_in_production(self, settings):
        settings.STAFF_SECOND_FACTOR = True

    def test_staff_without_one_are_sent_to_set_it_up(self, client):
        client.force_login(UserFactory(superuser=True))
        for address in ("/admin/", "/home/"):
            assert client.get(address).url == reverse("mfa_activate_totp")
        assert client.get(reverse("account_logout")).status_code == 200

    def test_staff_with_one_go_on_and_cannot_drop_it(self, client):
        user = UserFactory(superuser=True)
        TestSecondFactor().enrol(client, user)
        assert client.get("/admin/").status_code == 200
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=user, type="totp").exists()

    def test_creators_are_not_asked(self, client):
        client.force_login(UserFactory())
        assert client.get("/home/").status_code != 302 or "2fa" not in client.get("/home/").url

    def test_a_demo_does_not_force_it(self, client, settings):
        settings.STAFF_SECOND_FACTOR = False
        client.force_login(UserFactory(superuser=True))
        assert client.get("/admin/").status_code == 200

"""The token page: one's own tokens only, a secret shown once, and the end of a token."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.models import ApiToken, Creator, User
from creatorspark.core.services import tokens
from tests.factories import UserFactory
from tests.integration.portals.scenes import client_of

PAGE = "/tokens/"
WISH = {"name": "Nightly report", "scope": "read", "days": "90", "once": "a"}
SECRET = re.compile(r"cs_[\w-]{43}")


def browser_of(user: User) -> Client:
    """Return a browser in which a person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def token_of(user: User, name: str = "Report", *, days: int = 30, age_days: int = 0) -> ApiToken:
    """Make a token for a test, that many days ago."""
    return tokens.issue(
        user,
        name=name,
        scope="read",
        lifetime=timedelta(days=days),
        now=timezone.now() - timedelta(days=age_days),
    ).token


def text_of(client: Client, path: str = PAGE) -> str:
    """Return a page that must be there."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", [PAGE, "/tokens/1/revoke/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_log_in(client: Client, db: None, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize(
    ("traits", "profile"),
    [
        ({}, "/studio/profile/"),
        ({"brand": True}, "/brand/profile/"),
        ({"staff": True}, "/accounts/2fa/"),
    ],
)
def test_everyone_reaches_their_tokens_from_their_profile(
    db: None, traits: dict[str, bool], profile: str
) -> None:
    client = browser_of(UserFactory(**traits))
    assert f'href="{PAGE}"' in text_of(client, profile)
    html = text_of(client)
    assert "No tokens yet" in html
    assert f'href="{profile}"' in html


def test_a_secret_is_shown_once_works_and_is_never_shown_again(
    creator: Creator, signed_in: Client
) -> None:
    response = signed_in.post(PAGE, WISH)
    html = response.content.decode()
    (secret,) = set(SECRET.findall(html))
    assert "no-store" in response["Cache-Control"]
    found = tokens.authenticate(secret, now=timezone.now())
    assert found is not None
    assert found.user == creator.user
    assert found.expires_at - found.created_at == timedelta(days=90)
    again = text_of(signed_in)
    assert secret not in again
    assert "Nightly report" in again
    assert found.prefix in again
    assert secret not in text_of(signed_in, f"/tokens/{found.pk}/revoke/")


def test_reloading_the_answer_makes_no_second_token(creator: Creator, signed_in: Client) -> None:
    signed_in.post(PAGE, WISH)
    response = signed_in.post(PAGE, WISH, follow=True)
    assert b"This token was made already" in response.content
    assert not SECRET.search(response.content.decode())
    assert ApiToken.objects.count() == 1
    signed_in.post(PAGE, WISH | {"once": "b"})
    assert ApiToken.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "x" * 81},
        {"name": "a\x00b"},
        {"scope": "everything"},
        {"scope": "ingest"},
        {"days": "9999"},
        {"days": "x"},
    ],
)
def test_a_wrong_wish_makes_nothing_and_says_why(signed_in: Client, wrong: dict[str, str]) -> None:
    html = signed_in.post(PAGE, WISH | wrong).content.decode()
    assert 'class="errorlist"' in html
    assert not ApiToken.objects.exists()
    assert signed_in.post(PAGE, WISH).context["issued"], "the same form may be sent corrected"


def test_only_staff_are_offered_to_send_metrics(signed_in: Client) -> None:
    assert 'value="ingest"' not in text_of(signed_in)
    staff = browser_of(UserFactory(staff=True))
    assert 'value="ingest"' in text_of(staff)
    staff.post(PAGE, WISH | {"scope": "ingest"})
    assert ApiToken.objects.get().scope == "ingest"


def test_staff_without_their_second_factor_get_no_token(db: None, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    response = browser_of(UserFactory(staff=True)).post(PAGE, WISH)
    assert response["Location"] == "/accounts/2fa/totp/activate/"
    assert not ApiToken.objects.exists()


def test_the_limit_is_said_in_words(creator: Creator, signed_in: Client) -> None:
    assert creator.user is not None
    for _ in range(tokens.MAX_LIVE):
        token_of(creator.user)
    html = signed_in.post(PAGE, WISH).content.decode()
    assert "You have 20 tokens in use. Revoke one first." in html
    assert ApiToken.objects.count() == tokens.MAX_LIVE


def test_a_token_is_revoked_after_a_question(creator: Creator, signed_in: Client) -> None:
    secret = SECRET.findall(signed_in.post(PAGE, WISH).content.decode())[0]
    address = f"/tokens/{ApiToken.objects.get().pk}/revoke/"
    assert "Revoke “Nightly report”?" in text_of(signed_in, address)
    assert tokens.authenticate(secret, now=timezone.now()), "asking ends nothing"
    done = signed_in.post(address, follow=True).content.decode()
    assert "“Nightly report” stopped working" in done
    assert "No tokens yet" in done
    assert tokens.authenticate(secret, now=timezone.now()) is None
    for method in (signed_in.get, signed_in.post):
        assert b"This token was revoked before" in method(address, follow=True).content


def test_another_persons_token_does_not_exist(creator: Creator, signed_in: Client) -> None:
    theirs = token_of(UserFactory(), "Theirs")
    address = f"/tokens/{theirs.pk}/revoke/"
    assert "Theirs" not in text_of(signed_in)
    assert signed_in.get(address).status_code == 404
    assert signed_in.post(address).status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None
    assert signed_in.get(f"/tokens/{'9' * 30}/revoke/").status_code == 404


def test_tokens_that_work_stand_first_and_old_ones_are_marked(
    creator: Creator, signed_in: Client
) -> None:
    assert creator.user is not None
    token_of(creator.user, "Gone", days=1, age_days=3)
    token_of(creator.user, "Older", days=200, age_days=5)
    token_of(creator.user, "Newer", days=3)
    html = text_of(signed_in)
    assert html.index("Newer") < html.index("Ends soon") < html.index("Older")
    assert html.index("Older") < html.index("Gone") < html.index("Expired")
    assert "never used" in html


def test_expired_tokens_never_crowd_out_working_ones(creator: Creator, signed_in: Client) -> None:
    assert creator.user is not None
    token_of(creator.user, "Working")
    for number in range(15):
        token_of(creator.user, f"Gone {number}", days=1, age_days=3 + number)
    html = text_of(signed_in)
    assert "Working" in html
    assert html.count("Expired") == 10


def test_a_name_cannot_bring_markup_into_the_page(signed_in: Client) -> None:
    html = signed_in.post(PAGE, WISH | {"name": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_queries_do_not_grow_with_tokens(creator: Creator) -> None:
    assert creator.user is not None
    client = client_of(creator)
    counted = []
    for rows in (1, 12):
        for number in range(rows):
            token_of(creator.user, f"Token {number}")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as caught:
            assert text_of(client).count("/revoke/") >= rows
        counted.append(len(caught))
    # Session, user, unread messages, tokens.
    assert counted == [4, 4]

"""API tokens: shown once, kept as a hash, ended by time, by hand or with the account."""

from datetime import timedelta

import pytest

from creatorspark.core.models import ApiToken, AuditEntry
from creatorspark.core.services import accounts, tokens
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def issue(user=None, *, scope="read", lifetime=MONTH):
    return tokens.issue(
        user or UserFactory(), name="laptop", scope=scope, lifetime=lifetime, now=NOW
    )


def test_the_secret_opens_the_token_and_is_not_stored():
    issued = issue()
    assert tokens.authenticate(issued.secret, now=NOW) == issued.token
    row = ApiToken.objects.values().get()
    assert issued.secret not in map(str, row.values())
    assert issued.secret.startswith(row["prefix"])
    assert len(row["prefix"]) == tokens.PREFIX_LENGTH


def test_a_wrong_secret_opens_nothing():
    issued = issue()
    for wrong in ("", "cs_", issued.secret[:-1], issued.secret + "x", issued.token.digest):
        assert tokens.authenticate(wrong, now=NOW) is None


def test_a_token_ends_by_time_by_hand_and_with_the_account():
    user = UserFactory()
    expired, revoked, closed = issue(user), issue(user), issue(user)
    assert tokens.authenticate(expired.secret, now=NOW + MONTH - timedelta(seconds=1))
    assert tokens.authenticate(expired.secret, now=NOW + MONTH) is None
    assert tokens.revoke(revoked.token, actor=user, now=NOW)
    assert not tokens.revoke(revoked.token, actor=user, now=NOW)
    assert tokens.authenticate(revoked.secret, now=NOW) is None
    user.is_active = False
    user.save()
    assert tokens.authenticate(closed.secret, now=NOW) is None


def test_who_joins_or_leaves_staff_begins_without_tokens():
    """A creator's token was made without a second factor; one that sends figures made them pay."""
    owner, person = UserFactory(superuser=True), UserFactory()
    as_creator = issue(person, scope="write")
    accounts.set_staff(person, staff=True, actor=owner, now=NOW)
    assert tokens.authenticate(as_creator.secret, now=NOW) is None
    person.refresh_from_db()
    as_staff = issue(person, scope="ingest")
    assert not accounts.set_staff(person, staff=True, actor=owner, now=NOW)
    assert tokens.authenticate(as_staff.secret, now=NOW) == as_staff.token
    accounts.set_staff(person, staff=False, actor=owner, now=NOW)
    assert tokens.authenticate(as_staff.secret, now=NOW) is None


def test_use_is_noted_but_not_on_every_request():
    issued = issue()
    for minutes in (0, 1, 4, 6):
        tokens.authenticate(issued.secret, now=NOW + timedelta(minutes=minutes))
    issued.token.refresh_from_db()
    assert issued.token.last_used_at == NOW + timedelta(minutes=6)
    tokens.authenticate(issued.secret, now=NOW + timedelta(minutes=7))
    issued.token.refresh_from_db()
    assert issued.token.last_used_at == NOW + timedelta(minutes=6)


@pytest.mark.parametrize(
    ("scope", "lifetime"),
    [
        ("everything", MONTH),
        ("ingest", MONTH),
        ("read", timedelta()),
        ("read", timedelta(days=400)),
    ],
)
def test_what_a_creator_may_not_ask_for(scope, lifetime):
    with pytest.raises(tokens.TokenError):
        issue(scope=scope, lifetime=lifetime)
    assert not ApiToken.objects.exists()


def test_staff_make_tokens_that_send_metrics():
    assert issue(UserFactory(staff=True), scope="ingest").token.scope == "ingest"


def test_there_is_a_limit_and_revoking_makes_room():
    user = UserFactory()
    last = [issue(user) for _ in range(tokens.MAX_LIVE)][-1]
    with pytest.raises(tokens.TokenError, match="Revoke one"):
        issue(user)
    tokens.revoke(last.token, actor=user, now=NOW)
    issue(user)
    acts = AuditEntry.objects.values_list("action", flat=True)
    assert list(acts).count("core.token.issued") == tokens.MAX_LIVE + 1

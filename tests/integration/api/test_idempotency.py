"""One key does one thing: repeated, changed, crashed, or sent many times at once."""

import inspect
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from creatorspark.core.api.account import Tokens
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.models import ApiToken, AuditEntry, IdempotentResponse
from creatorspark.core.services import idempotency
from tests.factories import UserFactory
from tests.integration.api.callers import Reply, assert_problem, browser

BODY = {"name": "collector", "scope": "read", "days": 7}
KEY = "5e1c0b1e-1f52-4a2c-9d0c-0a8f7a0f3f10"


@pytest.mark.django_db
def test_the_same_request_is_done_once_and_answered_alike(person):
    caller = browser(person)
    first = caller.post("/tokens/", BODY, key=KEY)
    again = caller.post("/tokens/", dict(reversed(BODY.items())), key=KEY)
    assert (first.status, again.status) == (201, 201)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.body == first.body | {"secret": None}
    assert ApiToken.objects.filter(user=person).count() == 1
    assert AuditEntry.objects.filter(action="core.token.issued").count() == 1


@pytest.mark.django_db
def test_the_stored_answer_holds_no_secret(person):
    reply = browser(person).post("/tokens/", BODY, key=KEY)
    stored = IdempotentResponse.objects.get(user=person)
    assert reply.body["secret"] not in str(stored.body)
    assert '"secret":null' in (stored.body or {})["text"]


@pytest.mark.django_db
def test_another_body_or_address_under_the_same_key_is_refused(person):
    caller = browser(person)
    made = caller.post("/tokens/", BODY, key=KEY)
    assert_problem(caller.post("/tokens/", BODY | {"days": 8}, key=KEY), 422, "key-reused")
    other = caller.delete(f"/tokens/{made.body['id']}/", key=KEY)
    assert_problem(other, 422, "key-reused")
    assert ApiToken.objects.filter(user=person, revoked_at=None).count() == 1


@pytest.mark.django_db
def test_keys_belong_to_people(person):
    browser(person).post("/tokens/", BODY, key=KEY)
    other = UserFactory()
    reply = browser(other).post("/tokens/", BODY, key=KEY)
    assert reply.status == 201
    assert "Idempotency-Replayed" not in reply.headers
    assert ApiToken.objects.filter(user=other).count() == 1


@pytest.mark.django_db
def test_an_answer_without_a_body_is_given_again(person):
    caller = browser(person)
    token = caller.post("/tokens/", BODY).body["id"]
    first = caller.delete(f"/tokens/{token}/", key=KEY)
    again = caller.delete(f"/tokens/{token}/", key=KEY)
    assert (first.status, again.status) == (204, 204)
    assert (first.raw, again.raw) == (b"", b"")
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
def test_a_refusal_changed_nothing_so_the_key_is_free(person):
    caller = browser(person)
    assert_problem(caller.post("/tokens/", BODY | {"scope": "ingest"}, key=KEY), 400, "invalid")
    assert not IdempotentResponse.objects.exists()
    assert caller.post("/tokens/", BODY, key=KEY).status == 201


@pytest.mark.django_db
def test_a_crash_after_the_act_undoes_it_with_its_answer(person, monkeypatch):
    act: Any = inspect.unwrap(Tokens.create)

    def crash(view, request):
        act(view, request)
        raise ZeroDivisionError

    monkeypatch.setattr(Tokens, "create", idempotent()(crash))
    caller = browser(person)
    caller.client.raise_request_exception = False
    assert_problem(caller.post("/tokens/", BODY, key=KEY), 500, "unexpected")
    assert not ApiToken.objects.filter(user=person).exists()
    assert not IdempotentResponse.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 256, "x" * 100_000, "a b", "ключ", "a\tb", " "])
def test_unusable_keys_are_refused(person, key):
    reply = browser(person).post("/tokens/", BODY, key=key)
    assert_problem(reply, 400, "key-invalid")
    assert not ApiToken.objects.filter(user=person).exists()


@pytest.mark.django_db
def test_the_longest_key_works(person):
    caller = browser(person)
    assert caller.post("/tokens/", BODY, key="k" * 255).status == 201
    assert caller.post("/tokens/", BODY, key="k" * 255).headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db(transaction=True)
def test_a_request_under_way_is_not_waited_for():
    person = UserFactory()
    begun, done = threading.Event(), threading.Event()

    def hold_the_key() -> None:
        try:
            with transaction.atomic():
                idempotency.claim(idempotency.Claim(user=person, key=KEY, request_digest="0" * 64))
                begun.set()
                assert done.wait(timeout=30)
        finally:
            begun.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(hold_the_key)
        assert begun.wait(timeout=30)
        reply = browser(person).post("/tokens/", BODY, key=KEY)
        done.set()
        holder.result(timeout=30)
    assert_problem(reply, 409, "in-progress")
    assert reply.headers["Retry-After"] == "1"
    # Nobody finished it, so the key is free.
    assert browser(person).post("/tokens/", BODY, key=KEY).status == 201


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_it_once():
    person = UserFactory()
    line = threading.Barrier(8)
    callers = [browser(person) for _ in range(8)]

    def ask(caller) -> Reply:
        try:
            line.wait(timeout=30)
            return caller.post("/tokens/", BODY, key=KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(ask, callers))
    assert ApiToken.objects.filter(user=person).count() == 1
    statuses = [reply.status for reply in replies]
    assert set(statuses) <= {201, 409}
    fresh = [r for r in replies if r.status == 201 and "Idempotency-Replayed" not in r.headers]
    assert len(fresh) == 1
    for reply in replies:
        if reply.status == 409:
            assert_problem(reply, 409, "in-progress")


@pytest.mark.django_db
def test_old_answers_are_forgotten(person):
    now = timezone.now()
    for age in (1, 6, 8, 30):
        IdempotentResponse.objects.create(
            user=person, key=f"{age}", created_at=now - timedelta(days=age), request_digest=""
        )
    assert idempotency.forget_old(now=now) == 2
    assert set(IdempotentResponse.objects.values_list("key", flat=True)) == {"1", "6"}

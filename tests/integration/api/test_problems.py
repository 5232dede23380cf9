"""Every error is a problem document, whoever raises it and wherever."""

import pytest
from django.db import OperationalError
from django.test import override_settings

from creatorspark.core.api.creators import Creators
from tests.integration.api.callers import (
    PROBLEM,
    ROOT,
    Caller,
    assert_problem,
    browser,
    machine,
)

pytestmark = pytest.mark.django_db
BIG = 10 * 1024 * 1024


def test_an_unknown_address_is_not_found():
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert_problem(Caller().send(method, "/nothing/here"), 404, "not-found")


def test_the_version_itself_and_a_missing_slash_are_not_found(creator):
    assert_problem(browser(creator.user).get("/"), 404, "not-found")
    document = assert_problem(browser(creator.user).get("/creators"), 404, "not-found")
    assert document["instance"] == f"{ROOT}/creators"


def test_a_stranger_is_told_how_to_sign_in():
    reply = Caller().get("/creators/")
    assert_problem(reply, 401, "not-authenticated")
    assert reply.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_missing_row_is_not_found(creator):
    caller = browser(creator.user)
    for path in ("/creators/999999/", f"/creators/{2**63}/", "/creators/9999999999999999999/"):
        assert_problem(caller.get(path), 404, "not-found")


def test_an_unknown_method_is_refused(creator):
    reply = browser(creator.user).send("PUT", "/creators/", {})
    assert_problem(reply, 405, "method-not-allowed")
    assert "GET" in reply.headers["Allow"]


def test_another_format_is_not_acceptable(creator):
    reply = browser(creator.user).get("/creators/", Accept="text/csv")
    assert_problem(reply, 406, "not-acceptable")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_other_bodies_than_json_are_refused(creator, content_type):
    for caller in (browser(creator.user), machine(creator.user, scope="write")):
        reply = caller.send("POST", "/tokens/", raw=b"name=x", content_type=content_type)
        expected = (415, "unsupported-media-type")
        if caller.secret:
            expected = (403, "permission-denied")
        assert_problem(reply, *expected)


@pytest.mark.parametrize(
    "body", [b"{", b'{"name": "\xff"}', b'{"name": "\\u0000"}', b"[" * 5_000, b"nul", b"NaN"]
)
def test_a_body_that_is_no_json_is_malformed(creator, body):
    reply = browser(creator.user).send("POST", "/tokens/", raw=body)
    assert_problem(reply, 400, "malformed")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"1", b"true"])
def test_json_of_another_shape_is_invalid(creator, body):
    assert_problem(browser(creator.user).send("POST", "/tokens/", raw=body), 400, "invalid")


def test_a_body_in_chunks_is_refused_and_not_taken_for_an_empty_one(creator):
    caller = browser(creator.user)
    reply = caller.send("POST", "/tokens/", raw=b"", headers={"Transfer-Encoding": "chunked"})
    assert_problem(reply, 411, "length-required")


def test_an_address_names_its_methods(creator):
    reply = browser(creator.user).send("OPTIONS", "/tokens/")
    assert (reply.status, reply.raw) == (204, b"")
    assert {"GET", "POST"} <= set(reply.headers["Allow"].split(", "))


def test_ten_megabytes_are_too_large(creator):
    body = b'{"name": "' + b"x" * BIG + b'"}'
    reply = browser(creator.user).send("POST", "/tokens/", raw=body)
    assert_problem(reply, 413, "too-large")


def test_invalid_values_are_named_by_field(creator):
    reply = browser(creator.user).post("/tokens/", {"name": 7, "scope": "all", "days": "9"})
    document = assert_problem(reply, 400, "invalid")
    assert {row["field"] for row in document["errors"]} == {"name", "scope", "days"}


@pytest.mark.parametrize(
    "query",
    [
        "platform=myspace",
        "niche=",
        "handle=%00",
        "handle=" + "x" * 200,
        "limit=0",
        "limit=many",
        "cursor=x",
    ],
)
def test_invalid_parameters_are_named_too(creator, query):
    name = query.partition("=")[0]
    document = assert_problem(browser(creator.user).get(f"/creators/?{query}"), 400, "invalid")
    assert [row["field"] for row in document["errors"]] == [name]


def test_what_we_did_not_expect_shows_nothing_of_itself(creator, monkeypatch):
    caller = browser(creator.user)
    caller.client.raise_request_exception = False

    def burst(self, user):
        raise ZeroDivisionError("secret inner words")

    monkeypatch.setattr(Creators, "scoped", burst)
    reply = caller.get("/creators/")
    assert_problem(reply, 500, "unexpected")
    assert b"secret" not in reply.raw
    assert reply.body["request_id"] == reply.headers["X-Request-ID"]


def test_an_unexpected_error_still_reaches_error_trackers(creator, monkeypatch):
    def burst(self, user):
        raise ZeroDivisionError

    monkeypatch.setattr(Creators, "scoped", burst)
    with pytest.raises(ZeroDivisionError):
        browser(creator.user).get("/creators/")


def test_a_database_that_is_away_is_a_reason_to_come_back(creator, monkeypatch):
    def away(self, user):
        raise OperationalError("connection refused at 10.0.0.1")

    monkeypatch.setattr(Creators, "scoped", away)
    reply = browser(creator.user).get("/creators/")
    assert_problem(reply, 503, "unavailable")
    assert reply.headers["Retry-After"] == "5"
    assert b"10.0.0.1" not in reply.raw


@override_settings(ALLOWED_HOSTS=["our.example"])
def test_what_fails_before_the_view_answers_alike():
    reply = Caller().get("/creators/", Host="evil.example")
    document = assert_problem(reply, 400, "malformed")
    assert "evil.example" not in document["detail"]


def test_pages_outside_the_api_stay_pages(client):
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert not answer.headers["Content-Type"].startswith(PROBLEM)

"""Each caller has a share; who takes more is told when to come back."""

import pytest
from django.core.cache import caches
from django.test import override_settings

from creatorspark.core.api.throttles import WindowThrottle, parse_rate
from tests.integration.api.callers import Caller, assert_problem, browser, machine, make_token

pytestmark = pytest.mark.django_db
AWAY = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "unix:///nonexistent/valkey.sock",
    }
}


@pytest.fixture
def rates(settings, monkeypatch):
    """Set rates, and stop the clock so that no window ends in the middle of a test."""
    monkeypatch.setattr(WindowThrottle, "clock", staticmethod(lambda: 1_000_000_060.0))

    def set_rates(**wanted: str) -> None:
        settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {
            "DEFAULT_THROTTLE_RATES": {
                "anonymous": "1000/minute",
                "user": "1000/minute",
                "token": "1000/minute",
                "ingest": "1000/minute",
            }
            | wanted
        }

    return set_rates


def test_a_person_is_counted_over_all_their_tokens(creator, rival, rates):
    rates(user="3/minute")
    first, second = machine(creator.user), machine(creator.user)
    assert [first.get("/me/").status for _ in range(2)] == [200, 200]
    assert second.get("/me/").status == 200
    reply = second.get("/me/")
    assert_problem(reply, 429, "throttled")
    assert reply.headers["Retry-After"] == "20"
    assert browser(rival.user).get("/me/").status == 200


def test_a_token_gone_wild_leaves_the_others_their_share(creator, rates):
    rates(token="2/minute")
    wild, calm = machine(creator.user), machine(creator.user)
    assert [wild.get("/me/").status for _ in range(3)] == [200, 200, 429]
    assert calm.get("/me/").status == 200


def test_strangers_are_counted_by_address_that_they_cannot_forge(rates):
    rates(anonymous="2/minute")
    statuses = [
        Caller().get("/policies/", **{"X-Forwarded-For": f"10.0.0.{n}"}).status for n in range(3)
    ]
    assert statuses == [200, 200, 429]


def test_guessing_tokens_counts(rates, creator):
    rates(anonymous="3/minute")
    replies = [Caller().get("/me/", Authorization=f"Bearer cs_guess{n}") for n in range(4)]
    assert [reply.status for reply in replies] == [401, 401, 401, 429]
    # Whoever has a good token at the same address goes on.
    _token, secret = make_token(creator.user)
    assert Caller(secret=secret).get("/me/").status == 200


def test_refusals_count_too(rates, creator):
    rates(user="2/minute")
    caller = browser(creator.user)
    assert [caller.get("/jobs/").status for _ in range(3)] == [403, 403, 429]


def test_the_next_window_begins_afresh(rates, creator, monkeypatch):
    rates(user="1/minute")
    caller = browser(creator.user)
    assert [caller.get("/me/").status for _ in range(2)] == [200, 429]
    monkeypatch.setattr(WindowThrottle, "clock", staticmethod(lambda: 1_000_000_081.0))
    assert caller.get("/me/").status == 200


def test_a_cache_that_is_away_stops_nobody(rates, creator):
    rates(user="1/minute")
    _token, secret = make_token(creator.user)
    with override_settings(CACHES=AWAY):
        assert caches["default"].__class__.__name__ == "RedisCache"
        caller = Caller(secret=secret)
        assert [caller.get("/me/").status for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize("rate", ["", "5", "5/fortnight", "many/minute"])
def test_a_rate_that_means_nothing_is_an_error(rate):
    with pytest.raises(ValueError):
        parse_rate(rate)

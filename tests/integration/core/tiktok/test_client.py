"""The client against a server that speaks the protocol, failures included."""

from datetime import timedelta

import pytest

from creatorspark.core.tiktok.client import DisplayClient, ResearchClient
from creatorspark.core.tiktok.errors import (
    TikTokAnswerUnreadable,
    TikTokError,
    TikTokRateLimited,
    TikTokUnavailable,
)
from creatorspark.core.tiktok.oauth import ClientToken
from creatorspark.core.tiktok.transport import ATTEMPTS
from tests.factories import NOW
from tests.integration.core.tiktok.server import Answer, failure, success

RESEARCH = "/v2/research/video/query/"
LIST = "/v2/video/list/"
TOKEN = "/v2/oauth/token/"
DAYS = {"first_day": (NOW - timedelta(days=20)).date(), "last_day": NOW.date()}


@pytest.fixture
def research(transport, client_token):
    return ResearchClient(transport, client_token)


@pytest.fixture
def display(transport, user_token):
    user_token.connect("good-code", redirect_uri="https://example.org/back")
    return DisplayClient(transport, user_token)


def ids(videos):
    return [video.video_id for video in videos]


def test_research_pages_through_with_the_search_id(tiktok, research):
    found = list(research.videos_of("nina", **DAYS))
    assert ids(found) == [video["id"] for video in tiktok.videos]
    assert (found[0].views, found[0].saves, found[0].username) == (1000, 7, "nina")
    pages = tiktok.asked(RESEARCH)
    assert [request.body.get("cursor") for request in pages] == [None, 3, 6]
    assert pages[1].body["search_id"] == "search-1"
    assert len(tiktok.asked(TOKEN)) == 1
    form = tiktok.asked(TOKEN)[0].form
    assert form == {
        "client_key": "key",
        "client_secret": "secret",
        "grant_type": "client_credentials",
    }


def test_long_spans_are_asked_for_in_parts(tiktok, research):
    list(research.videos_of("nina", first_day=NOW.date() - timedelta(days=70), last_day=NOW.date()))
    spans = {(r.body["start_date"], r.body["end_date"]) for r in tiktok.asked(RESEARCH)}
    assert len(spans) == 3
    with pytest.raises(ValueError, match="30 days"):
        list(
            research.videos_by_id(
                ["1"], first_day=NOW.date() - timedelta(days=40), last_day=NOW.date()
            )
        )


def test_research_profile(research):
    assert research.profile("nina").follower_count == 1200


def test_display_lists_all_pages_and_the_profile(tiktok, display):
    assert display.profile().username == "nina"
    assert ids(display.videos()) == [video["id"] for video in tiktok.videos]
    assert [request.body.get("cursor") for request in tiktok.asked(LIST)] == [None, 3, 6]


def test_display_asks_for_twenty_ids_at_a_time(tiktok, display):
    wanted = [str(number) for number in range(45)] + [tiktok.videos[0]["id"]]
    assert ids(display.videos_by_id(wanted)) == [tiktok.videos[0]["id"]]
    sizes = [len(r.body["filters"]["video_ids"]) for r in tiktok.asked("/v2/video/query/")]
    assert sizes == [20, 20, 6]


def test_a_list_that_never_ends_does(tiktok, display):
    page = success({"videos": [tiktok.videos[0]], "cursor": 3, "has_more": True})
    tiktok.misbehave(LIST, page, page)
    assert len(list(display.videos())) == 2


def test_a_token_is_kept_until_it_is_about_to_end(tiktok, client_token, time):
    first = client_token.token()
    time.moment += timedelta(minutes=118)
    assert client_token.token() == first
    time.moment += timedelta(minutes=2)
    assert client_token.token() != first


def test_a_refused_token_is_renewed_once(tiktok, research):
    list(research.videos_of("nina", **DAYS))
    tiktok.valid_tokens.clear()
    assert len(list(research.videos_of("nina", **DAYS))) == 8
    assert len(tiktok.asked(TOKEN)) == 2
    refused = failure(401, "access_token_invalid", "no")
    tiktok.misbehave(RESEARCH, refused, refused)
    with pytest.raises(TikTokError) as error:
        list(research.videos_of("nina", **DAYS))
    assert (error.value.code, error.value.log_id) == ("access_token_invalid", "log-2")


def test_a_users_token_is_renewed_and_the_new_refresh_token_kept(tiktok, display, drawer, time):
    first = drawer.tokens
    time.moment += timedelta(hours=25)
    display.profile()
    assert drawer.tokens.access_token != first.access_token
    assert drawer.tokens.refresh_token == tiktok.refresh_token != first.refresh_token
    assert tiktok.asked(TOKEN)[-1].form["refresh_token"] == first.refresh_token


def test_wrong_credentials_and_codes_are_named(transport, user_token):
    with pytest.raises(TikTokError) as error:
        ClientToken(transport, client_key="key", client_secret="wrong").token()
    assert (error.value.code, error.value.status) == ("invalid_client", 400)
    with pytest.raises(TikTokError) as error:
        user_token.connect("stale", redirect_uri="https://example.org/back")
    assert error.value.code == "invalid_grant"


def test_a_rate_limit_is_waited_for_as_told(tiktok, research, time):
    tiktok.misbehave(RESEARCH, failure(429, "rate_limit_exceeded", "slow", Retry_After="7"))
    assert len(list(research.videos_of("nina", **DAYS))) == 8
    assert 7.0 in time.naps


def test_retry_after_may_be_a_date(tiktok, research, time):
    date = (NOW + timedelta(seconds=30)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    tiktok.misbehave(RESEARCH, failure(429, "rate_limit_exceeded", "slow", Retry_After=date))
    list(research.videos_of("nina", **DAYS))
    assert 30.0 in time.naps


def test_a_long_wait_is_handed_to_the_caller(tiktok, research, time):
    tiktok.misbehave(RESEARCH, failure(429, "rate_limit_exceeded", "slow", Retry_After="3600"))
    with pytest.raises(TikTokRateLimited) as limited:
        list(research.videos_of("nina", **DAYS))
    assert limited.value.retry_at == NOW + timedelta(hours=1)
    assert time.naps == []


def test_a_used_up_quota_is_not_asked_again_before_midnight(tiktok, research):
    tiktok.misbehave(RESEARCH, failure(429, "daily_quota_limit_exceeded", "enough"))
    with pytest.raises(TikTokRateLimited) as limited:
        list(research.videos_of("nina", **DAYS))
    assert limited.value.retry_at.isoformat() == "2025-05-15T00:00:00+00:00"
    assert len(tiktok.asked(RESEARCH)) == 1


def test_limits_without_end_are_given_up(tiktok, research):
    tiktok.misbehave(RESEARCH, *[failure(429, "rate_limit_exceeded", "no")] * ATTEMPTS)
    with pytest.raises(TikTokRateLimited):
        list(research.videos_of("nina", **DAYS))
    assert len(tiktok.asked(RESEARCH)) == ATTEMPTS


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(hang_up=True),
        Answer(status=502, raw=b"<html>bad gateway</html>"),
        failure(500, "internal_error", "sorry"),
    ],
)
def test_passing_trouble_passes_with_pauses_that_grow(tiktok, research, time, trouble):
    tiktok.misbehave(RESEARCH, trouble, trouble, trouble)
    assert len(list(research.videos_of("nina", **DAYS))) == 8
    assert len(time.naps) == 3
    assert 0.25 <= time.naps[0] <= 0.5
    assert 0.5 <= time.naps[1] <= 1.0
    assert 1.0 <= time.naps[2] <= 2.0


def test_lasting_trouble_is_given_up(tiktok, research):
    tiktok.misbehave(RESEARCH, *[failure(503, "internal_error", "down")] * ATTEMPTS)
    with pytest.raises(TikTokUnavailable) as error:
        list(research.videos_of("nina", **DAYS))
    assert (error.value.status, error.value.code) == (503, "internal_error")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(raw=b"not json"),
        Answer(body=[1, 2]),
        Answer(body={"data": None, "error": {"code": "ok"}}),
        success({"videos": "none"}),
        success({"videos": [{"no": "id"}]}),
    ],
)
def test_an_answer_that_is_none_is_refused(tiktok, research, answer):
    tiktok.misbehave(RESEARCH, answer)
    with pytest.raises(TikTokAnswerUnreadable):
        list(research.videos_of("nina", **DAYS))


def test_a_redirect_is_not_followed_with_our_token(tiktok, research):
    away = Answer(status=302, body={}, headers={"Location": "http://127.0.0.1:9/steal"})
    tiktok.misbehave(RESEARCH, away)
    with pytest.raises(TikTokError) as error:
        list(research.videos_of("nina", **DAYS))
    assert error.value.code == "http_302"


def test_no_more_than_the_limit_in_a_sliding_minute(pace, time):
    for _ in range(700):
        pace.wait_for_turn("/v2/video/list/")
    pace.wait_for_turn("/v2/user/info/")
    assert sum(time.naps) == pytest.approx(60.0)


def test_errors_never_show_a_token(tiktok, research):
    tiktok.misbehave(RESEARCH, failure(400, "invalid_params", "bad"))
    with pytest.raises(TikTokError) as error:
        list(research.videos_of("nina", **DAYS))
    assert "tok." not in str(error.value)
    assert "secret" not in str(error.value)

"""Referrers: spammers and pretenders are found in sum; silence, news and odd pages are innocent."""

import numpy as np
import pytest

from fraud.domain.activity import Activity, Events
from fraud.domain.detectors.referrers import detect
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters
from fraud.domain.referrers import Source, classify

INNOCENT = {
    "": Source.NONE,
    "-": Source.NONE,
    "https://www.tiktok.com/@someone/video/7": Source.PLATFORM,
    "https://m.tiktok.com/": Source.PLATFORM,
    "https://l.facebook.com/l.php?u=x": Source.PLATFORM,
    "https://lm.facebook.com/": Source.PLATFORM,
    "https://t.co/abc": Source.PLATFORM,
    "https://youtu.be/x": Source.PLATFORM,
    "https://www.youtube-nocookie.com/embed/x": Source.PLATFORM,
    "android-app://com.google.android.gm": Source.PLATFORM,
    "https://www.google.co.uk/": Source.SEARCH,
    "https://duckduckgo.com/": Source.SEARCH,
    "https://pinterest.de/pin/1": Source.PLATFORM,
    "https://www.bbc.co.uk/news": Source.ELSEWHERE,
    "https://www.theguardian.com/": Source.ELSEWHERE,
    "https://xn--mnchen-3ya.de/": Source.ELSEWHERE,
    "https://blog.example.org:8443/a?b": Source.ELSEWHERE,
    "https://googlefonts.example.com/": Source.ELSEWHERE,
    "https://www.goole.gov.uk.example.org/": Source.ELSEWHERE,
    "https://tiktokfans.example.net/": Source.ELSEWHERE,
    "http://localhost:8000/": Source.ELSEWHERE,
    "https://commons.wikimedia.org/": Source.ELSEWHERE,
    "https://www.switch.ch/": Source.ELSEWHERE,
    "https://www.witch.de/": Source.ELSEWHERE,
    "https://telegra.ph/a-story": Source.PLATFORM,
    "https://topseoul.example/": Source.ELSEWHERE,
    "https://museo-nacional.example/": Source.ELSEWHERE,
    "https://learnfrommasters.example/": Source.ELSEWHERE,
    "https://socialistspecialists.example/": Source.ELSEWHERE,
    "https://sitesupport.example/": Source.ELSEWHERE,
    "https://compliance-week.example/": Source.ELSEWHERE,
    "https://viagrande.example/": Source.ELSEWHERE,
    "https://backlinko.com/": Source.ELSEWHERE,
    "https://seo-kueche.de/": Source.ELSEWHERE,
    "https://amazone.de/": Source.ELSEWHERE,
    "https://youtube.com.ezproxy.uu.nl/": Source.ELSEWHERE,
    "https://youtube.com.mcas.ms/": Source.ELSEWHERE,
    "https://facebook.com.rproxy.goskope.com/": Source.ELSEWHERE,
    "https://en.wikipedia.org.proxy.uni-koeln.de/": Source.ELSEWHERE,
}
GUILTY = {
    "http://semalt.com/crawler": Source.SPAM,
    "http://semalt.semalt.com/": Source.SPAM,
    "https://buttons-for-website.com": Source.SPAM,
    "https://get-free-traffic-now.example/": Source.SPAM,
    "https://buy-views.example/": Source.SPAM,
    "https://autoseo-tips.example/": Source.SPAM,
    "https://rankings-analytics.example/": Source.SPAM,
    "https://slow-website.example/": Source.SPAM,
    "https://simple-share-buttons.example/": Source.SPAM,
    "https://cookie-law-enforcement-aa.example/": Source.SPAM,
    "https://earn-money-at-home.example/": Source.SPAM,
    "https://cheap-pills24.example/": Source.SPAM,
    "https://online-casino.example/": Source.SPAM,
    "https://tikt0k.com/": Source.SPOOFED,
    "https://www.tiktok.com.evil.example/": Source.SPOOFED,
    "https://www.tiktok.com@evil.example/": Source.SPOOFED,
    "https://instagrarn.com/": Source.SPOOFED,
    "https://faceboook.com/": Source.SPOOFED,
    "https://youtbue.com/": Source.SPOOFED,
    "https://tiktok-login.com/": Source.SPOOFED,
    "https://tiктok.com/": Source.SPOOFED,
    "https://twitch.tv.viewers.example/": Source.SPOOFED,
    "https://tiktok.com-verify.example/": Source.SPOOFED,
    "https://tiktok-views.example/": Source.SPOOFED,
    "https://facebook-security.example/": Source.SPOOFED,
    "https://xn--tktok-n2e.com/": Source.SPOOFED,  # tіktok with a Cyrillic і
}
LISTED = frozenset({"false-visits.example"})
BROKEN = ("javascript:alert(1)", "https://", "https://a..b/", "http://[::1", "word", "ftp://x.org/")


@pytest.mark.parametrize(("referrer", "source"), [*INNOCENT.items(), *GUILTY.items()])
def test_sources(referrer: str, source: Source):
    assert classify(referrer) is source


@pytest.mark.parametrize(
    "referrer", ["http://false-visits.example/", "https://a.false-visits.example/b"]
)
def test_the_policy_s_list_names_spammers_that_no_word_gives_away(referrer: str):
    assert classify(referrer) is Source.ELSEWHERE
    assert classify(referrer, spam_hosts=LISTED) is Source.SPAM


def test_a_host_that_only_ends_like_a_listed_one_is_another():
    assert classify("http://not-false-visits.example/", spam_hosts=LISTED) is Source.ELSEWHERE


@pytest.mark.parametrize("referrer", BROKEN)
def test_what_is_no_address_accuses_nobody(referrer: str):
    assert classify(referrer) is Source.BROKEN


def test_what_is_no_text_is_told_in_a_sentence():
    with pytest.raises(TypeError, match="A referrer is a text, not NoneType"):
        classify(None)  # type: ignore[arg-type]
    assert classify("http://false-visits.example/", spam_hosts=["false-visits.example"]) is (
        Source.SPAM
    )


def found(counts: dict[str, int]) -> list[tuple[ReasonCode, int, int]]:
    size = sum(counts.values())
    events = Events.of(
        at=np.arange(size),
        referrer=np.repeat(range(len(counts)), list(counts.values())),
        creator=np.full(size, 7),
        video=np.full(size, 5),
    )
    activity = Activity(events=events, referrers=list(counts))
    return [(one.code, one.affected, one.total) for one in detect(activity, Parameters())]


@pytest.mark.parametrize("times", [1, 10, 100])
def test_spam_and_forgeries_are_counted_at_any_size(times: int):
    counts = {"": 200, "http://semalt.com/": 60, "https://tikt0k.com/": 50}
    assert found({name: count * times for name, count in counts.items()}) == [
        (ReasonCode.REF_SPAM, 60 * times, 310 * times),
        (ReasonCode.REF_SPOOFED, 50 * times, 310 * times),
    ]


def test_a_news_page_that_brings_nearly_all_views_is_innocent():
    assert found({"": 50, "https://www.bbc.co.uk/news": 9_000}) == []


def test_views_that_name_no_page_are_innocent():
    assert found({"": 5_000}) == []


def test_a_spammer_among_many_is_nothing_to_speak_of():
    assert found({"": 10_000, "http://semalt.com/": 60}) == []
    assert found({"": 10, "http://semalt.com/": 5}) == []

"""User agents: machines that say so and forgeries are found; people with odd clients are people."""

import numpy as np
import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from fraud.domain.activity import Activity, Events
from fraud.domain.agents import Client, classify, impossibility
from fraud.domain.detectors.user_agents import detect
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
GALAXY = (
    "Mozilla/5.0 (Linux; Android {0}; SM-A{0}5F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/1{0}.0.0.0 Mobile Safari/537.36"
)
PEOPLE = (
    CHROME,
    # inside other apps
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 musical_ly_34.9.0 JsSdk/2.0 NetType/WIFI Channel/App Store "
    "ByteLocale/en Region/US BytedanceWebview/d8a21c6",
    "Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36 "
    "trill_340904 JsSdk/1.0 BytedanceWebview/d8a21c6",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/20G75 Instagram 301.0.0.18.111 (iPhone14,5; iOS 16_6; en_US; scale=3.00)",
    "Mozilla/5.0 (Linux; Android 12; CPH2211 Build/RKQ1; wv) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 "
    "[FB_IAB/FB4A;FBAV/445.0.0.34.118;]",
    "Mozilla/5.0 (Linux; Android 10; HLK-AL00 Build/HONORHLK-AL00; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220805 Mobile "
    "Safari/537.36 MMWEBID/6170 MicroMessenger/8.0.27.2220(0x28001B37) WeChat/arm64",
    "com.zhiliaoapp.musically/2022803040 (Linux; U; Android 11; en_US; SM-G991B; "
    "Build/RP1A.200720.012; Cronet/TTNetVersion:5f9640e3 2021-04-21 QuicVersion:47946d2a)",
    # old, rare, and for those who can't see
    "Mozilla/5.0 (Linux; U; Android 2.3.6; en-us; GT-S5360 Build/GINGERBREAD) AppleWebKit/533.1 "
    "(KHTML, like Gecko) Version/4.0 Mobile Safari/533.1",
    "Mozilla/5.0 (Linux; Android 8.1.0; CUBOT_P20) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/88.0.4324.93 Mobile Safari/537.36",
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/2.2 Chrome/63.0.3239.84 TV Safari/537.36",
    "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/79.0.3945.79 Safari/537.36 WebAppManager",
    "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.4 Safari/605.1.15",
    "VictorReader Stream 503 ca-en Heather Ryan 4.8.15",
    "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/13.0 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1",
)
MACHINES = (
    "python-requests/2.31.0",
    "curl/8.4.0",
    "Go-http-client/2.0",
    "Scrapy/2.11 (+https://scrapy.org)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; NobodyHasHeardOfIt/0.1)",
    "Mozilla/5.0 (Linux; Android 6.0; Nexus 5 Build/MRA58N) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Chrome/52.0.3248.1547 Mobile Safari/537.36; Bytespider",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "HeadlessChrome/120.0.0.0 Safari/537.36",
    "Hakai/2.0",
)
FORGERIES = {
    "two systems": "Mozilla/5.0 (Windows NT 10.0; Android 11; Pixel) AppleWebKit/537.36 (KHTML, "
    "like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "version": CHROME.replace("Chrome/142", "Chrome/999"),
    "engine": CHROME.replace("AppleWebKit/537.36", "AppleWebKit/534.30"),
    "ran on that": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0",
    "another name": "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/114.0.0.0 Mobile Safari/537.36",
    "differ": "Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/118.0",
    "Safari": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/16.1 Safari/605.1.15",
    "Explorer": "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 10.0)",
    "never made": CHROME.replace("NT 10.0", "NT 12.0"),
    "first words": "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    "Firefox never": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Gecko/20100101 Firefox/99.0",
}


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_people(agent: str):
    assert classify(agent) is Client.PERSON


@pytest.mark.parametrize("agent", MACHINES)
def test_machines_that_say_so(agent: str):
    assert classify(agent) is Client.DECLARED_BOT


@pytest.mark.parametrize(("why", "agent"), FORGERIES.items())
def test_forgeries_are_named(why: str, agent: str):
    assert classify(agent) is Client.IMPOSSIBLE
    assert why in impossibility(agent)


@pytest.mark.parametrize("agent", ["null", "Mozilla/5.0", "%s", "{user_agent}", "User-Agent: x"])
def test_what_a_program_forgot_to_fill_in_is_a_forgery(agent: str):
    assert classify(agent) is Client.IMPOSSIBLE


def test_silence_accuses_nobody():
    assert classify("  ") is Client.SILENT


def test_nearly_all_of_the_list_s_own_bots_are_found():
    shown = [agent for entry in CRAWLER_USER_AGENTS_DATA for agent in entry.get("instances", [])]
    missed = [agent for agent in shown if classify(agent) is Client.PERSON]
    assert len(missed) < 0.05 * len(shown)


def views(agents: list[str], counts: list[int], **columns) -> Activity:
    size = sum(counts)
    columns = {"video": np.full(size, 5), "creator": np.full(size, 7)} | columns
    events = Events.of(at=np.arange(size), agent=np.repeat(range(len(agents)), counts), **columns)
    return Activity(events=events, agents=agents)


def test_views_of_machines_are_counted():
    found = list(
        detect(views([CHROME, MACHINES[0], FORGERIES["version"]], [900, 60, 40]), Parameters())
    )
    assert [(one.code, one.affected, one.total, one.video) for one in found] == [
        (ReasonCode.UA_DECLARED_BOT, 60, 1000, 5),
        (ReasonCode.UA_IMPOSSIBLE, 40, 1000, 5),
    ]
    assert str(found[0].facts[0]).startswith("60 of 1000 views")


def test_a_few_machines_are_nothing_to_speak_of():
    assert list(detect(views([CHROME, MACHINES[0]], [900, 5]), Parameters())) == []


PHONES = [GALAXY.format(n) for n in range(10, 30)]


def monoculture(agent: str, *, networks: int) -> list[ReasonCode]:
    """500 views of one client on one video, beside 9,500 of ordinary ones elsewhere."""
    counts = [475] * 20 + [500]
    videos = np.repeat([6, 5], [9500, 500])
    places = np.concatenate([np.arange(9500) % 900 + 1, np.arange(500) % networks + 1])
    activity = views([*PHONES, agent], counts, video=videos, network=places)
    return [one.code for one in detect(activity, Parameters())]


def test_one_client_in_many_places_is_found():
    assert monoculture(CHROME, networks=200) == [ReasonCode.UA_MONOCULTURE]


def test_a_school_s_tablets_are_in_one_place():
    assert monoculture(CHROME, networks=1) == []


def test_a_campaign_inside_one_app_is_innocent():
    assert monoculture(PEOPLE[1], networks=200) == []

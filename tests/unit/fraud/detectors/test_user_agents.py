"""Views of machines, of forgeries and of one client in many places are found, innocents aren't."""

import numpy as np

from fraud.domain.activity import Activity, Events
from fraud.domain.detectors.user_agents import detect
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
OF_THE_FUTURE = CHROME.replace("Chrome/142", "Chrome/999")
CURL = "curl/8.4.0"
IN_TIKTOK = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 musical_ly_34.9.0 JsSdk/2.0 NetType/WIFI Channel/App Store "
    "ByteLocale/en Region/US BytedanceWebview/d8a21c6"
)
GALAXY = (
    "Mozilla/5.0 (Linux; Android {0}; SM-A{0}5F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/1{0}.0.0.0 Mobile Safari/537.36"
)


def views(agents: list[str], counts: list[int], **columns) -> Activity:
    size = sum(counts)
    columns = {"video": np.full(size, 5), "creator": np.full(size, 7)} | columns
    events = Events.of(at=np.arange(size), agent=np.repeat(range(len(agents)), counts), **columns)
    return Activity(events=events, agents=agents)


def test_views_of_machines_are_counted():
    found = list(detect(views([CHROME, CURL, OF_THE_FUTURE], [900, 60, 40]), Parameters()))
    assert [(one.code, one.affected, one.total, one.video) for one in found] == [
        (ReasonCode.UA_DECLARED_BOT, 60, 1000, 5),
        (ReasonCode.UA_IMPOSSIBLE, 40, 1000, 5),
    ]
    assert str(found[0].facts[0]).startswith("60 of 1000 views")


def test_a_few_machines_are_nothing_to_speak_of():
    assert list(detect(views([CHROME, CURL], [900, 5]), Parameters())) == []


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
    assert monoculture(IN_TIKTOK, networks=200) == []

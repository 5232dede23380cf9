"""What a user agent says about itself: a person's client, a declared machine, or a forgery. Pure.

Bots that name themselves are known by a well-kept list (`crawler-user-agents`); what is written
here is only the grammar that the list can't hold: the words by which new machines declare
themselves, and the sanity of what browsers claim. Doubt always means a person: old phones,
televisions, screen readers and the web views inside other apps write strange things.
"""

import re
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from typing import Final

from crawleruseragents import is_crawler

CACHE_SIZE: Final = 1 << 17
# Count up when what is written here judges otherwise: stored texts are then judged anew.
RULES: Final = f"1/{version('crawler-user-agents')}"


class Client(StrEnum):
    """What a user agent stands for."""

    PERSON = "person"
    DECLARED_BOT = "declared bot"
    IMPOSSIBLE = "impossible"
    SILENT = "silent"


# Names in a client's own words that a list of bots takes for bots.
_PEOPLE: Final = re.compile(
    r"Sogou\w*Browser|SogouMSE|Podimo|Podbean|Podu|UCBrowser|ScreenReader|VictorReader|MetaIAB|"
    r"Viber/|Instagram|FBA[NV]/|musical_ly|trill_|Bytedance(?:Webview|\w*ttnet)|MicroMessenger|"
    r"Snapchat|Line/|KAKAOTALK"
)
# An Android's maker and model stand here, and models are called Cubot, Spider and M bot.
_MODEL: Final = re.compile(r"\((?:Linux|Android)[^()]*\)")
# What names itself beyond doubt, wherever it stands.
_MACHINE: Final = re.compile(
    r"(?i)headless|phantomjs|selenium|puppeteer|playwright|webdriver|slimerjs|electronbot|"
    r"python[-/ ]|scrapy|crawl|spider\b|scraper|bot(?=[/_\- ;,.)]|$)|bot-|\+ ?https?://|"
    r"monitoring|healthcheck|health-check|uptime|scanner|validator|verifier|observatory|lighthouse|"
    r"\bgoogle[- ](?:sites|search console|inspection|adstxt|partner|hotel|extended|read)|"
    r"google(?:adsense|prober|other|assoc)|transcoder|thumbnail|measurement|contact;|prospect|"
    r"audit|survey|leadgen|lead-?discovery|recon-|https?://\S+bot|research/"
)
_MACHINE_ALONE: Final = re.compile(
    r"(?i)\bcurl/|\bwget|aiohttp|\bhttpx|urllib|go-http-client|libwww|lwp::|"
    r"\bjava/\d|jakarta|apache-httpclient|\baxios|node-fetch|node\.js|\bundici\b|\bgot \(|"
    r"\bguzzle|\bfaraday|mechanize|\bphp/|php-curl|winhttp|httpclient|http_client|http-client|"
    r"postman|insomnia/|apachebench|\bjmeter|\bk6/|https?://|www\.|\.com\b|@|subscribers|"
    r"\$\{jndi|monitor|checker|prefetch|preview|fetch|index|feed|rss|link|search|proxy|archiv|scan"
)
_COMPATIBLE: Final = re.compile(
    r"^Mozilla/\d\.\d \(compatible;? (?!MSIE|Konqueror|NetFront|Windows|U;|Opera|WebTV|Android|iP)"
    r"|^Mozilla/5\.0 (?!\(|Linux;|Windows|Macintosh;|iP|X11)\w"
)
_BROWSER: Final = re.compile(r"^(?:Mozilla|Opera|Dalvik)/\d")
_PLATFORM: Final = re.compile(
    r"(?i)android|iphone|ipad|ipod|ios\b|iOS\d|darwin|cfnetwork|windows|\bwin\b|win32|win64|"
    r"mac ?os|macintosh|linux|tizen|tv\b|roku|playstation|xbox|nintendo|symbian|series ?[346]0|"
    r"midp|blackberry|harmony|okhttp|watchos|cronet|mobile|phone|build[/ ]|samsung|nokia|huawei|"
    r"xiaomi|player|podcast|podd?|browser|wap|cldc|profile/|episode|radio|music|zune"
)
_PLACEHOLDER: Final = re.compile(
    r"(?i)^(?:null|none|undefined|nan|test\w*|user-?agent.*|your-?user-?agent\w*|mozilla/5\.0|"
    r"mozilla|mozilla/4\.0|chrome|firefox|safari|browser|-|%s|\{.*\}|mozilla/5\.0 \(\))$"
    r"|^mozilla/[6-9]|geckoversion|<\?|<script|' or |\.\./"
)


@lru_cache(maxsize=CACHE_SIZE)
def classify(user_agent: str) -> Client:
    """Return what this user agent stands for. An empty one is silent, which accuses nobody."""
    agent = user_agent.strip()
    if not agent:
        return Client.SILENT
    if _PLACEHOLDER.search(agent):
        return Client.IMPOSSIBLE
    if _declares_itself(agent):
        return Client.DECLARED_BOT
    return Client.IMPOSSIBLE if impossibility(agent) else Client.PERSON


def is_machine(user_agent: str) -> bool:
    """Say whether a declared machine or a forgery speaks, whose views don't count."""
    return classify(user_agent) in (Client.DECLARED_BOT, Client.IMPOSSIBLE)


def _declares_itself(agent: str) -> bool:
    told = _MODEL.sub("", agent)
    if _PEOPLE.search(told):
        return False
    if _MACHINE.search(told) or _COMPATIBLE.match(agent):
        return True
    if _BROWSER.match(agent) or _PLATFORM.search(agent):
        return bool(is_crawler(told))
    return bool(_MACHINE_ALONE.search(told)) or bool(is_crawler(told)) or _bare(told)


def _bare(agent: str) -> bool:
    """Say whether no browser or app speaks, only a name: `Zeus`, `Hakai/2.0`."""
    return "(" not in agent and len(agent) < 40


def impossibility(agent: str) -> str:
    """Return why no real client writes this, or an empty text."""
    for why, found in _RULES:
        if found(agent):
            return why
    return ""


_CHROME: Final = re.compile(r"(?:Chrome|CriOS)/(\d+)")
_FIREFOX: Final = re.compile(r"rv:(\d+)[\d.]*\) Gecko/\S+ Firefox/(\d+)")
_WEBKIT: Final = re.compile(r"AppleWebKit/(\d+)")
_NEWEST: Final = {"Chrome": 220, "Firefox": 220, "iPhone OS ": 40, "Android ": 30}
_VERSIONS: Final = re.compile(r"(Chrome|Firefox|iPhone OS |Android )/?(\d+)")
_WINDOWS: Final = re.compile(r"Windows NT (\d+)\.(\d+)")
# 5.x is XP and its servers, 6.0 to 6.4 Vista to the first builds of 10; 11 still says 10.0.
_WINDOWS_MADE: Final = {(4, 0), *((5, n) for n in range(3)), *((6, n) for n in range(5)), (10, 0)}


def _two_systems(agent: str) -> bool:
    systems = ["Windows NT", "Macintosh;", "Android "]
    if "like Mac OS X" in agent and "like iPhone" not in agent:
        systems.append("iPhone;")
    head = agent.partition(")")[0]
    return "Windows Phone" not in agent and sum(name in head for name in systems) > 1


def _from_the_future(agent: str) -> bool:
    return any(int(number) > _NEWEST[name] for name, number in _VERSIONS.findall(agent))


def _chrome_on_iphone(agent: str) -> bool:
    """On Apple's phones Chrome names itself CriOS."""
    return (
        " like Mac OS X)" in agent
        and " Chrome/" in agent
        and "Windows Phone" not in agent
        and "iPhone OS 11_0 like" not in agent  # an emulation that many privacy tools wear
    )


def _chrome_without_its_engine(agent: str) -> bool:
    found = _CHROME.search(agent)
    if found is None or "(" not in agent or not agent.startswith("Mozilla/"):
        return False
    engine = _WEBKIT.search(agent)
    if engine is None or "CriOS" in agent:
        return engine is None
    # Some Androids' web views say Version/4.0 and name the engine that they replaced.
    return int(found[1]) >= 28 and int(engine[1]) < 537 and "Version/4.0" not in agent


def _two_firefoxes(agent: str) -> bool:
    found = _FIREFOX.search(agent)
    if found is None or not agent.startswith("Mozilla/5.0") or agent[-1] not in "0123456789":
        return False
    engine, browser = int(found[1]), int(found[2])
    # Firefox froze its rv at 109 for a year, because servers took rv:11x for an old explorer.
    return browser > 20 and engine != browser and not (engine == 109 and 110 <= browser <= 120)


def _firefox_on_webkit(agent: str) -> bool:
    return "AppleWebKit/" in agent and " Firefox/" in agent and "Gecko/20" in agent


def _safari_off_apple(agent: str) -> bool:
    """Safari for Windows ended with version 5."""
    found = re.search(r"Version/(\d+)[\d.]* Safari/", agent)
    if found is None or "Chrome" in agent or "osmeta" in agent or int(found[1]) < 6:
        return False
    return "Windows NT" in agent


def _old_explorer_on_new_windows(agent: str) -> bool:
    return bool(re.search(r"MSIE [1-6]\.\d+; Windows NT (?:6\.[1-4]|10)", agent))


def _unmade_windows(agent: str) -> bool:
    return any(
        (int(major), int(minor)) not in _WINDOWS_MADE for major, minor in _WINDOWS.findall(agent)
    )


def _nothing_but_a_head(agent: str) -> bool:
    """A browser's first words and nothing of what it is made of."""
    desktop = "Windows NT" in agent or "Macintosh" in agent or "X11" in agent
    explorer = "MSIE" in agent or "Trident" in agent or "rv:" in agent
    return desktop and not explorer and bool(re.fullmatch(r"Mozilla/5\.0 \([^()]*\)?\s*", agent))


_RULES: Final = (
    ("it claims two systems at once", _two_systems),
    ("it claims a version that doesn’t exist yet", _from_the_future),
    ("Chrome on an iPhone calls itself by another name", _chrome_on_iphone),
    ("Chrome never ran on that engine", _chrome_without_its_engine),
    ("Firefox and its engine differ in version", _two_firefoxes),
    ("Firefox never ran on that engine", _firefox_on_webkit),
    ("Safari of that version never ran on Windows", _safari_off_apple),
    ("that Internet Explorer never ran on that Windows", _old_explorer_on_new_windows),
    ("that Windows was never made", _unmade_windows),
    ("nothing follows the browser’s first words", _nothing_but_a_head),
)

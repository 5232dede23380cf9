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

from fraud.domain.forgeries import impossibility
from fraud.domain.minimising import LONGEST_AGENT

CACHE_SIZE: Final = 1 << 17
# Count up when what is written here judges otherwise: stored texts are then judged anew.
RULES: Final = f"3/{version('crawler-user-agents')}"


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
    r"Snapchat|Line/|KAKAOTALK|SogouSearch Android|Mobile/\w+ WhatsApp/|"
    # Read aloud or in braille by people who can't see. They play no video, but accuse nobody.
    r"^Lynx/|^(?:Emacs-)?w3m/|^Emacs-EWW|^edbrowse/|^E?Links \(|^ELinks/|^Dillo/"
)
# An Android's maker and model stand here, and models are called Cubot, Spider and M bot.
_MODEL: Final = re.compile(r"(?i)\((?:Linux|Android)[^()]*\)")
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
    r"(?i)android|iphone|ipad|ipod|appletv|ios\b|iOS\d|darwin|cfnetwork|windows|\bwin\b|win32|win64|"
    r"mac ?os|macintosh|linux|tizen|tv\b|roku|playstation|xbox|nintendo|symbian|series ?[346]0|"
    r"midp|blackberry|harmony|okhttp|watchos|cronet|mobile|phone|build[/ ]|samsung|nokia|huawei|"
    r"xiaomi|player|podcast|podd?|browser|wap|cldc|profile/|episode|radio|music|zune"
)
_PLACEHOLDER: Final = re.compile(
    r"(?i)^(?:null|none|undefined|nan|test\w*|user-?agent.*|your-?user-?agent\w*|mozilla/5\.0|"
    r"mozilla|mozilla/4\.0|chrome|firefox|safari|browser|-|%s|\{.*\}|"
    r"mozilla/5\.0 \((?:compatible;?)?\))$"
    r"|^mozilla/[6-9]|^[\"']mozilla/|geckoversion|<\?|<script|' or |\.\./|\(\) ?\{"
)


def classify(user_agent: str) -> Client:
    """Return what this user agent stands for. An empty one is silent, which accuses nobody.

    Only the first `LONGEST_AGENT` characters are judged, as many as are kept of an event. Raises
    TypeError unless it is a text.
    """
    if not isinstance(user_agent, str):
        raise TypeError(f'A user agent is a text, or "" if unknown; this is {user_agent!r:.40}.')
    return _client_of(user_agent[:LONGEST_AGENT])


@lru_cache(maxsize=CACHE_SIZE)
def _client_of(user_agent: str) -> Client:
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

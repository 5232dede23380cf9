"""Where a view says it came from: nowhere, a page, a spammer, or a page that isn't what it says.

Empty is normal: apps and private windows send nothing. Pure.
"""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


class Source(StrEnum):
    """What a referrer stands for."""

    NONE = "none"
    PLATFORM = "platform"
    SEARCH = "search"
    ELSEWHERE = "elsewhere"
    BROKEN = "broken"
    SPAM = "spam"
    SPOOFED = "spoofed"


# Whoever sends these visits anybody, and the one who is visited can't help it.
FALSE: Final = frozenset((Source.SPAM, Source.SPOOFED))
# Names that forgers borrow, and under which endings and further names their owners really live.
PLATFORMS: Final = (
    "tiktok", "youtube", "instagram", "facebook", "google", "twitter", "snapchat", "whatsapp",
    "telegram", "pinterest", "reddit", "linkedin", "twitch", "discord", "wechat", "douyin",
    "wikipedia", "amazon", "yahoo", "baidu", "yandex", "duckduckgo", "microsoft", "apple",
)  # fmt: skip
_SEARCH: Final = frozenset(
    ("google", "bing", "duckduckgo", "yahoo", "baidu", "yandex", "ecosia", "qwant", "startpage")
)
_OWN: Final = re.compile(
    r"^(?:tiktok(?:v|cdn|w|shop|cdn-us|pangle)?|youtube(?:-nocookie|kids|education)?|ytimg|youtu|"
    r"(?:cdn)?instagram|facebook(?:corewwwi\w*|mail|blueprint)?|fb(?:cdn|sbx)?|"
    r"google(?:usercontent|apis|mail|syndication|adservices|video|source|blog|analytics|"
    r"tagmanager|weblight|play|drive)?|twitter|twimg|snapchat|whatsapp|wa|telegram?|t|"
    r"pinterest|pinimg|reddit(?:static|media|mail)?|redd|linkedin|twitch(?:cdn)?|discord(?:app)?|"
    r"wechat|weixin|qq|douyin(?:cdn|pic|vod)?|wikipedia|amazon(?:aws|-adsystem|pay)?|yahoo|baidu|"
    r"yandex|duckduckgo|microsoft(?:online|edge|store)?|apple(?:-news|insider)?|bing|x)$"
)
# What spammers of referrers are called: they sell visits, ranking, pills or riches to who looks.
_SPAM_NAMES: Final = (
    # visits, followers and links
    r"(?:get|buy|boost|free|cheap|more|your|website|web|site|real|bot|fb|blog|social|organic|seo)"
    r"-?(?:traffic|visitors?|views|hits|followers|likes|backlinks?)",
    r"traffic-?(?:bot|monet|cash|exchange|gen|media|money|paradise|[24])|ghost-?visit|backlinks?(?!o)",
    r"(?:auto|view|like|follow(?:er)?)-?(?:bot|booster|generator|farm|seller|shop|panel)s?\b",
    r"smm-?(?:panel|store|shop)|log-?spam|referr?al-?spam",
    # ranking, and what they call its checks
    r"(?:auto|daily|best|cheap|free|success|top\d*)-?seo(?!ul)|\d-?seo\b",
    r"seo-?(?:\d|traffic|platform|services?|offer|software|solution|smm|check|boost|tips|analys)",
    r"rank-?(?:checker|tracker|boost|sonic|scanner)|(?:track-)?rankings-?(?:analytics|[.])",
    r"keywords-monitoring|event-?tracking|(?:domain|hosting)-tracker|landoftracking",
    r"(?:fix|slow|speedup|boost|improve)-?(?:my-?|your-?)?(?:web-?)?sites?\b|site-?auditor|fix-website",
    r"sitevaluation|site-speed-check|uptime-(?:as|eu|us|checker)|uptimechecker|ping-(?:service|for-you)",
    r"website-?awards|server-?is-?down",
    # buttons for other people's sites
    r"buttons?-for|(?:share|social|floating)-?(?:buttons?|widgets?)|free-?(?:share|social|floating)",
    # threats with the law
    r"cookie-law-|law-(?:enforcement|check)-|(?:^|\.)(?:compliance|scanner|alert|popup)-[a-z]+\.(?:top|xyz)$",
    # riches
    r"make-?money|(?<!l)earn-?(?:from|money|quick)|get-?rich|(?:net|just)-?profits?[.-]",
    r"money-?(?:for-|top|zzz|\d{2})|paid-?online|hyip|pamm[.]|bin-?brokers|zarabot",
    r"casino-?(?:online|bonus|slots?|x\b)|(?:online|slots?|vulkan|x)-?casino|azartn|1x(?:bet|slots?)[a-z0-9-]",
    # medicines without a doctor, and the like
    r"viagra(?!n)|kamagra|levitra|(?:varden|silden|tadal)afil|tizanidine|(?<!spe)(?<!so)cialis(?!t|m)",
    r"pharm-?(?:online|rx)|pills-?(?:24|no-?rx|on-?line|order)|(?:buy|cheap|order|easy)-?(?:pills|meds)",
    r"meds-?(?:24|online)|no-?rx\b|replica-?watch|buy-?essay|prostitut",
    # who did it for years
    r"semalt|darodar|ilovevitaly|econom\.co|hulfington|o-o-\d|kabinet-|(?:^|\.)\d+-best-seo",
)
_SPAM_WORDS: Final = re.compile("|".join(_SPAM_NAMES))
_LABEL: Final = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
_LOOKS: Final = str.maketrans(
    {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "|": "l"}
)
_ALIKE: Final = str.maketrans("аеорсухіїјѕԁɡӏһоɩıαοενκτιρкĸ", "aeopcyxiijsdglhoiiaoevktipkk", "")
_WORDS: Final = frozenset((
    "wikimedia", "switch", "witch", "twister", "twitchy", "goggle", "goggles", "discard",
    "discords", "apples", "amazone",
))  # fmt: skip
_IN_FRONT: Final = re.compile(
    rf"(?:^|\.)(?:{'|'.join(PLATFORMS)})\.(?:(?:com|net|org|co|tv)(?:\.|$)|com-)"
)
# Universities and companies lead their people through hosts of their own, named like that.
_PROXIES: Final = re.compile(r"proxy|\.(?:mcas\.ms|cas\.ms|goskope\.com)$")
_SUFFIXES: Final = PublicSuffixList()


def classify(referrer: str, *, spam_hosts: Collection[str] = frozenset()) -> Source:
    """Return what this referrer stands for.

    `spam_hosts` are hosts known for false referrers, in small letters; one of them covers those
    below it. Raises TypeError for what isn't a text.
    """
    if not isinstance(referrer, str):
        raise TypeError(f'A referrer is a text, not {type(referrer).__name__}; none is "".')
    return _classify(referrer, frozenset(spam_hosts))


@lru_cache(maxsize=1 << 16)
def _classify(referrer: str, spam_hosts: frozenset[str]) -> Source:
    text = referrer.strip()
    if not text or text in ("-", "(direct)", "about:blank", "null"):
        return Source.NONE
    host = host_of(text)
    if host is None:
        return Source.BROKEN
    if not host:
        return Source.SPOOFED
    if text.startswith("android-app:"):
        return Source.PLATFORM
    if _is_listed(host, spam_hosts):
        return Source.SPAM
    return _classify_host(host)


def host_of(referrer: str) -> str | None:
    """Return the host in lower case, "" when the address hides it, None when there is none."""
    text = referrer if "://" in referrer[:20] else f"//{referrer}"
    try:
        parts = urlsplit(text)
        host, name = parts.hostname or "", parts.username
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "android-app", "ios-app", ""):
        return None
    if name is not None:  # https://www.tiktok.com@evil.example/ leads to the latter
        return ""
    host = host.rstrip(".")
    labels = host.split(".")
    if len(host) > 253 or (len(labels) < 2 and host != "localhost"):
        return None
    plain = [_ascii(label) for label in labels]
    return host if all(label and _LABEL.match(label) for label in plain) else None


def _ascii(label: str) -> str:
    if label.isascii():
        return label
    try:
        return label.encode("idna").decode()
    except UnicodeError:
        return ""


def _classify_host(host: str) -> Source:
    domain = _SUFFIXES.privatesuffix(host) or host
    name = domain.partition(".")[0]
    if _OWN.match(name):
        return Source.SEARCH if name in _SEARCH else Source.PLATFORM
    if _pretends(name, host, domain):
        return Source.SPOOFED
    if _SPAM_WORDS.search(host):
        return Source.SPAM
    return Source.SEARCH if name in _SEARCH else Source.ELSEWHERE


def _pretends(name: str, host: str, domain: str) -> bool:
    """Say whether a host looks like a platform's without being theirs."""
    shown = _shown(name)
    folded = _folded(shown)
    if shown != folded and any(platform == folded for platform in PLATFORMS):
        return True
    if any(_one_slip(folded, platform) for platform in PLATFORMS if len(platform) >= 6):
        return True
    below = host.removesuffix(domain).rstrip(".")
    # www.tiktok.com.evil.example: somebody else's name in front of one's own.
    if _IN_FRONT.search(below + "." + name) and not _PROXIES.search(host):
        return True
    return bool(
        re.fullmatch(
            r"(?:www-?|m-|login-?|secure-?|my-?|official-?|video-?|l-)(?:"
            + "|".join(PLATFORMS)
            + r")(?:-?(?:com|login|secure|official|app|video|videos|net))?"
            r"|(?:"
            + "|".join(PLATFORMS)
            + r")-?(?:com|login|secure|security|account|official|redirect|verify|net)"
            r"|(?:" + "|".join(PLATFORMS) + r")-(?:views|viewers|followers|likes|upvotes)",
            folded,
        )
    )


def _shown(label: str) -> str:
    if label.startswith("xn--"):
        try:
            return label.encode().decode("idna")
        except UnicodeError:
            return label
    return label


def _folded(label: str) -> str:
    """Return the letters that an eye reads."""
    plain = unicodedata.normalize("NFKD", label).translate(_ALIKE)
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return plain.translate(_LOOKS).replace("rn", "m").replace("vv", "w")


def _one_slip(name: str, platform: str) -> bool:
    """Say whether one letter was changed, added, lost or swapped, and it is no word by itself."""
    if name == platform or name in _WORDS or abs(len(name) - len(platform)) > 1:
        return False
    if len(name) == len(platform):
        wrong = [place for place in range(len(name)) if name[place] != platform[place]]
        if len(wrong) == 1:
            return True
        first, last = wrong[0], wrong[-1]
        swapped = len(wrong) == 2 and last == first + 1
        return swapped and name[first] == platform[last] and name[last] == platform[first]
    longer, shorter = sorted((name, platform), key=len, reverse=True)
    return any(longer[:cut] + longer[cut + 1 :] == shorter for cut in range(len(longer)))


def _is_listed(host: str, spam_hosts: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[place:]) in spam_hosts for place in range(len(labels) - 1))

"""What no real client writes about itself: the sanity of what browsers claim. Pure.

Each rule is a sentence that staff can read, and what finds it. Doubt always means a person, so
these stay out: old systems (forks bring them new browsers), phones sold under other phones' names,
the odd engines of cheap tablets, and what people's own desktop mode and DeX say.
"""

import re
from typing import Final

_CHROME: Final = re.compile(r"(?:Chrome|CriOS)/(\d+)")
_FIREFOX: Final = re.compile(r"rv:(\d+)[\d.]*\) Gecko/\S+ Firefox/(\d+)")
_WEBKIT: Final = re.compile(r"AppleWeb[Kk]it/(\d+)")
_COMPUTER: Final = re.compile(r"\((?:Windows NT|Macintosh;|X11;)")
_EDGE: Final = re.compile(r" Chrome/(\d+)\S* .*\bEdg/(\d+)")
# Explorer ended with 11. Some apps write Apple's versions without separators: 10156, 71.
_NEWEST: Final = {
    "Chrome": 220,
    "Firefox": 220,
    "Edg": 220,
    "iPhone OS ": 40,
    "Mac OS X ": 35,
    "Android ": 30,
    "MSIE ": 11,
}
_VERSIONS: Final = re.compile(
    r"(Chrome|Firefox|Edg|iPhone OS (?=\d+_)|Mac OS X (?=\d+[_.])|Android |MSIE )/?(\d+)"
)
_WINDOWS: Final = re.compile(r"Windows NT (\d+)\.(\d+)")
# 5.x is XP and its servers, 6.0 to 6.4 Vista to the first builds of 10; 11 still says 10.0.
_WINDOWS_MADE: Final = {(4, 0), *((5, n) for n in range(3)), *((6, n) for n in range(5)), (10, 0)}
_IPHONE_WORDS: Final = re.compile(r"CriOS/|FxiOS/|FBAN/FBIOS|Twitter for iP|\(iPhone\d+,\d")
_ANDROID_WORDS: Final = re.compile(r"FB_IAB/FB4A|TwitterAndroid")
_NOT_ON_IPHONE: Final = re.compile(r"FB_IAB/FB4A|TwitterAndroid|SamsungBrowser/|\) Gecko/20\d\d")
_CUT_OFF: Final = re.compile(r"^\((?:Windows NT|Macintosh;|X11;)|(?:AppleWebKit/?|Chrome/)$")
# What libraries of made-up browsers write: a whole date for Gecko's, a stop behind Opera's
# version, none before a Mac's rv, and Safari's engine as its own number.
_MADE_UP: Final = re.compile(
    r"\) Gecko/\d{4}-\d|^Opera/\d+\.\d+\.\(|Mac OS X [\d_]+ rv:|"
    r"AppleWebKit/(53\d\.\S+) .*Safari/6\1"
)
_OLD_WINDOWS: Final = re.compile(r"\((?:Windows; U; )?Windows (?:9[58]|ME)\b")
_EXPLORER_MISPLACED: Final = re.compile(
    r"MSIE [1-6]\.\d+; Windows NT (?:6\.[1-4]|10)|Windows (?:9[58]|NT 4)[^)]*Trident/[4-7]"
)
_EXPLORER: Final = re.compile(r"MSIE (\d+)\..*Trident/(\d+)\.(\d)")
_UNFILLED: Final = re.compile(r"(?:Chrome|Firefox|Version|Safari)/(?:[{$<%]|0\.0\.0)")


def impossibility(agent: str) -> str:
    """Return why no real client writes this, or an empty text."""
    for why, found in _RULES:
        if found(agent):
            return why
    return ""


def _head(agent: str) -> str:
    """Return what the first brackets say: the system."""
    return agent.partition(")")[0]


def _on_iphone(agent: str) -> bool:
    return " like Mac OS X)" in agent and "Windows Phone" not in agent


def _off_apple(agent: str) -> bool:
    """Say whether Windows or Android speaks; osmeta are Facebook's own iPhone apps on Windows."""
    head = _head(agent)
    return (
        ("Windows NT" in head or "Android " in head)
        and "Windows Phone" not in head
        and "osmeta" not in head
    )


def _two_systems(agent: str) -> bool:
    systems = ["Windows NT", "Macintosh;", "Android "]
    if "like Mac OS X" in agent and "like iPhone" not in agent:
        systems.append("iPhone;")
    head = _head(agent)
    if "Windows Phone" in agent:
        return False
    # A phone that asks for the page of a computer says X11, and so does Chrome OS.
    x11 = "X11;" in head and "Windows NT" in head
    console = "(PlayStation;" in head and "Android " in head
    return x11 or console or sum(name in head for name in systems) > 1


def _from_the_future(agent: str) -> bool:
    return any(int(number) > _NEWEST[name] for name, number in _VERSIONS.findall(agent))


def _chrome_on_iphone(agent: str) -> bool:
    """On Apple's phones Chrome names itself CriOS, and there is one engine: Safari's."""
    return (
        (" Chrome/" in agent or "AppleWebKit/537.36" in agent)
        and _on_iphone(agent)
        and "iPhone OS 11_0 like" not in agent  # an emulation that many privacy tools wear
    )


def _chrome_without_its_engine(agent: str) -> bool:
    found = _CHROME.search(agent)
    if found is None or "(" not in agent or not agent.startswith("Mozilla/"):
        return False
    engine = _WEBKIT.search(agent)
    if engine is None:
        return True
    browser, kit = int(found[1]), int(engine[1])
    if "CriOS" in agent:
        return kit < 534
    # Some Androids' web views say Version/4.0 and name the engine that they replaced.
    if browser >= 24:
        return kit < 537 and "Version/4.0" not in agent
    return browser >= 13 and kit < 535 and bool(_COMPUTER.search(agent))


def _two_edges(agent: str) -> bool:
    """Edge is Chrome's next of kin and of its version, give or take a release."""
    found = _EDGE.search(agent) if "Edg/" in agent else None
    return found is not None and abs(int(found[1]) - int(found[2])) > 1


def _two_firefoxes(agent: str) -> bool:
    found = _FIREFOX.search(agent)
    if found is None or not agent.startswith("Mozilla/5.0") or agent[-1] not in "0123456789":
        return False
    engine, browser = int(found[1]), int(found[2])
    # Firefox froze its rv at 109 for a year, because servers took rv:11x for an old explorer.
    return browser > 20 and engine != browser and not (engine == 109 and 110 <= browser <= 120)


def _firefox_on_webkit(agent: str) -> bool:
    if "AppleWebKit/" not in agent:
        return False
    if " Firefox/" in agent:
        return "Gecko/20" in agent or "Windows NT" in agent or "Macintosh;" in agent
    if "Windows NT" in agent and "rv:" in agent:
        return bool(re.search(r"rv:[\d.]+\) AppleWebKit", agent))
    return "FxiOS" in agent and bool(re.search(r"AppleWebKit/53\d", agent))


def _safari_off_apple(agent: str) -> bool:
    """Safari for Windows ended with version 5; 605.1.15 is what Apple froze later ones at."""
    if "Safari/" not in agent or "Chrome" in agent or not _off_apple(agent):
        return False
    if "AppleWebKit/605.1.15" in agent:
        return True
    found = re.search(r"Version/(\d+)[\d.]* Safari/", agent)
    return found is not None and int(found[1]) >= 6 and "Windows NT" in agent


def _iphone_words_elsewhere(agent: str) -> bool:
    return bool(_IPHONE_WORDS.search(agent)) and _off_apple(agent)


def _android_words_elsewhere(agent: str) -> bool:
    """Samsung's browser and apps are on Windows too, so only what never left Android counts."""
    if _on_iphone(agent):
        return bool(_NOT_ON_IPHONE.search(agent))
    return "Windows NT" in agent and bool(_ANDROID_WORDS.search(agent))


def _explorer_off_windows(agent: str) -> bool:
    """On old Macs there was an Explorer (Mac_PowerPC); Opera and televisions borrowed its name."""
    if "MSIE " not in agent and "Trident/" not in agent:
        return False
    if "Win" in agent or "Opera" in agent or "Opr" in agent:
        return False
    return bool(re.search(r"Macintosh; Intel|X11;|Linux [ix]\d|Android|iPhone|iPad", _head(agent)))


def _explorer_on_another_windows(agent: str) -> bool:
    return "MSIE" in agent and bool(_EXPLORER_MISPLACED.search(agent))


def _unmade_windows(agent: str) -> bool:
    return any(
        (int(major), int(minor)) not in _WINDOWS_MADE for major, minor in _WINDOWS.findall(agent)
    )


def _webkit_on_old_windows(agent: str) -> bool:
    return "AppleWebKit/" in agent and bool(_OLD_WINDOWS.search(agent))


def _phone_on_windows(agent: str) -> bool:
    """A phone that asks for the page of a computer says so of Linux or a Mac."""
    return " Mobile Safari/" in agent and "Windows NT" in _head(agent)


def _powerpc_too_new(agent: str) -> bool:
    return "PPC Mac OS X 10" in agent and bool(
        re.search(r"PPC Mac OS X 10[_.](?:[7-9]|1\d)", agent)
    )


def _explorer_without_its_engine(agent: str) -> bool:
    """Trident counts four behind its Explorer, which may call itself an older one down to 7."""
    found = _EXPLORER.search(agent)
    if found is None or "phone" in agent.lower() or "WP7" in agent or "IEMobile" in agent:
        return False
    browser, engine, minor = (int(number) for number in found.groups())
    return minor > 0 or browser < 7 or browser > engine + 4


def _made_up(agent: str) -> bool:
    return bool(_MADE_UP.search(agent))


def _unfilled(agent: str) -> bool:
    return bool(_UNFILLED.search(agent))


def _cut_off(agent: str) -> bool:
    """Phones cut off their own text too, but behind the model's name."""
    if _CUT_OFF.search(agent):
        return True
    short = len(agent) < 90 and agent.startswith("Mozilla/") and "Build/" not in agent
    return short and agent.count("(") > agent.count(")")


def _nothing_but_a_head(agent: str) -> bool:
    """A browser's first words and nothing of what it is made of."""
    desktop = "Windows NT" in agent or "Macintosh" in agent or "X11" in agent
    explorer = "MSIE" in agent or "Trident" in agent or "rv:" in agent
    return desktop and not explorer and bool(re.fullmatch(r"Mozilla/5\.0 \([^()]*\)?\s*", agent))


_RULES: Final = (
    ("it claims two systems at once", _two_systems),
    ("it claims a version that doesn’t exist", _from_the_future),
    ("Chrome on an iPhone calls itself by another name", _chrome_on_iphone),
    ("Chrome never ran on that engine", _chrome_without_its_engine),
    ("that browser never ran on that Windows", _webkit_on_old_windows),
    ("a phone’s browser never ran on Windows", _phone_on_windows),
    ("Macs with that processor never ran that system", _powerpc_too_new),
    ("Edge and its engine differ in version", _two_edges),
    ("Firefox and its engine differ in version", _two_firefoxes),
    ("Firefox never ran on that engine", _firefox_on_webkit),
    ("Safari of that version only runs on Apple’s systems", _safari_off_apple),
    ("words of an iPhone, on Windows or Android", _iphone_words_elsewhere),
    ("words of an Android, on an iPhone or Windows", _android_words_elsewhere),
    ("Internet Explorer never ran there", _explorer_off_windows),
    ("that Internet Explorer never ran on that Windows", _explorer_on_another_windows),
    ("Internet Explorer and its engine differ in version", _explorer_without_its_engine),
    ("that Windows was never made", _unmade_windows),
    ("nothing follows the browser’s first words", _nothing_but_a_head),
    ("it is known from programs that make browsers up", _made_up),
    ("a version was never filled in", _unfilled),
    ("its first or last words are missing", _cut_off),
)

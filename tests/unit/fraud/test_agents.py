"""User agents: machines that say so and forgeries are known; odd clients of people are people."""

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from faker import Faker

from fraud.domain.agents import Client, classify
from fraud.domain.forgeries import impossibility

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
GALAXY_WEB_VIEW = (
    "Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/121.0.6167.178 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) "
)
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) "
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
    IPHONE + "Mobile/15E148 WhatsApp/2.24.7.81",
    IPHONE + "Mobile/15E148 Twitter for iPhone/10.33",
    IPHONE + "Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.38.108;FBDV/iPhone14,2;FBSN/iOS;FBSV/17.4]",
    IPHONE + "FxiOS/124.0 Mobile/15E148 Safari/605.1.15",
    IPHONE + "EdgiOS/122.0.2365.99 Version/17.0 Mobile/15E148 Safari/604.1",
    # a developer's browser that plays a phone
    IPHONE + "Version/17.4 Mobile/15E148 Safari/604.1 Edg/122.0.0.0",
    GALAXY_WEB_VIEW + " TwitterAndroid",
    GALAXY_WEB_VIEW + " SogouSearch Android1.0 version3.0 AppVersion/6002",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 71 like Mac OS X) AppleWebKit/537.51.2 (KHTML like Gecko) "
    "Mobile/11D167 NAVER(inapp; search; 370; 5.7.1; 5)",
    # Edge and what is built with it, forks, and Chrome's kin
    f"{CHROME} Edg/142.0.3595.53",
    CHROME.replace("Chrome/142", "Chrome/141") + " Edg/142.0.0.0",
    f"{CHROME} OPR/124.0.0.0 (Edition GX)",
    f"{CHROME} Vivaldi/7.6.3797.63",
    CHROME.replace("NT 10.0; Win64; x64", "NT 5.1"),
    CHROME.replace("Safari", "SamsungBrowser/29.0 Safari"),
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT}Chrome/125.0.0.0 Safari/537.36",
    # a phone that asks for the page of a computer, DeX, and an iPad
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT}SamsungBrowser/23.0 Chrome/115.0.0.0 Safari/537.36",
    f"Mozilla/5.0 (X11; Linux aarch64) {WEBKIT}Chrome/124.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "CriOS/123 Version/11.1.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 "
    "Safari/605.1.15 Epiphany/605.1.15",
    # Facebook's apps of Windows, phones of Windows, and what Explorer was once
    "Mozilla/5.0 (Windows NT 10.0.10586.494; osmeta 8.3.34265222) AppleWebKit/602.1.1 (KHTML, like "
    "Gecko) Version/9.0 Safari/602.1.1 osmeta/8.3.34265222 Build/34265222 [FBAN/FBW;FBAV/60.0]",
    f"Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) {WEBKIT}"
    "Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063",
    "Mozilla/5.0 (Mobile; Windows Phone 8.1; Android 4.0; ARM; Trident/7.0; Touch; rv:11.0; "
    "IEMobile/11.0; NOKIA; Lumia 520) like iPhone OS 7_0_3 Mac OS X AppleWebKit/537 (KHTML, like "
    "Gecko) Mobile Safari/537",
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/8.0; .NET4.0C; .NET4.0E)",
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.2; Trident/3.1; XBLWP7; ZuneWP7; Nokia 820)",
    "Mozilla/4.0 (compatible; MSIE 5.23; Mac_PowerPC)",
    "Mozilla/4.0 (compatible; MSIE 6.0; X11; Linux i686; en) Opera 8.51",
    # a tablet, a television and a watch that write their own way
    "Mozilla/5.0 (Linux; Android 11; Swipe_Strike8) AppleWebKit/602.36 (KHTML, like Gecko) "
    "Chrome/108.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; U; Android 4.2.2; en-us; Intex Cloud X4 Build/JDQ39) AppleWebKit/534.30 "
    "(KHTML, like Gecko) Chrome/18.0.1025.133 Mobile Safari/534.30",
    "Mozilla/5.0 (Linux; U; Android 4.1.1; es-es; M35 Build/GRK39F",
    f"Mozilla/5.0 (Linux; Android 7.0; vivo Build/NRD90M) {WEBKIT}Chrome/ Mobile Safari/537.36",
    "AppleTV11,1/11.1",
    # apps without a name of their own, and a car's screen
    "(iPhone; iOS 16.0; Scale/3.00)",
    "(Linux; U; Android 11; en_US; SM-G991B; Build/RP1A.200720.012)",
    "Mozilla/5.0 (Windows CE; U; en) AppleWebKit/525.18.1 (KHTML, like Gecko) Version/3.1.1 "
    "Iris/1.1.7 Safari/525.20",
    # a phone called Cubot, on a proxy that writes everything small
    f"Mozilla/5.0 (Linux; Android 6.0; CUBOT Echo) {WEBKIT}Chrome/70.0 Safari/537.36".lower(),
    # texts that are read aloud
    "Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/1.1.1d",
    "w3m/0.5.3+git20190105",
    "Emacs-w3m/1.4.632 w3m/0.5.3",
    "Emacs-EWW/29.1",
    "edbrowse/3.8.0",
    "Links (2.28; Linux 6.1.0 x86_64; GNU C 12.2; text)",
    "ELinks/0.13.2 (textmode; Linux; 80x24-2)",
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


MORE_FORGERIES = (
    (
        "two systems",
        f"Mozilla/5.0 (X11; Linux x86_64; Windows NT 10.0) {WEBKIT}Chrome/119.0 Safari",
    ),
    ("two systems", f"Mozilla/5.0 (PlayStation; PlayStation 5/6.50; Android 13) {WEBKIT}Safari/1"),
    ("version", IPHONE.replace("17_4_1", "45_0") + "Version/45.0 Mobile/15E148 Safari/604.1"),
    ("version", "Mozilla/5.0 (Macintosh; Intel Mac OS X 40_1) AppleWebKit/605.1.15 (KHTML) Safari"),
    ("version", "Mozilla/5.0 (compatible; MSIE 12.0; Windows NT 6.1; Trident/8.0)"),
    ("version", f"{CHROME} Edg/500.0.0.0"),
    ("another name", IPHONE.replace("605.1.15", "537.36") + "Edg/114.0.0.0"),
    ("Edge", CHROME.replace("142", "120") + " Edg/80.0.361.48"),
    ("Firefox never", f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT}Firefox/120.0"),
    ("Firefox never", CHROME.replace("x64)", "x64; rv:137.0)")),
    ("Firefox never", IPHONE.replace("605.1.15", "534.2") + "FxiOS/14.5r1729.0 Mobile/98N711"),
    ("Safari", CHROME.partition("AppleW")[0] + IPHONE.partition(") ")[2] + "Version/17.4 Safari/6"),
    (
        "Safari",
        "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/16.0 Mobile/15E148 Safari/604.1",
    ),
    ("of an iPhone", f"{CHROME} Instagram 300.0.0.13.113 (iPhone13,2; iOS 16_6_1; pt_BR)"),
    ("of an iPhone", f"{GALAXY_WEB_VIEW} [FBAN/FBIOS;FBAV/450.0.0.38.108;FBSN/iOS]"),
    ("of an iPhone", CHROME.replace("Chrome/", "CriOS/")),
    ("of an Android", IPHONE + "Mobile/15E148 [FB_IAB/FB4A;FBAV/449.0.0.43.105;]"),
    ("of an Android", IPHONE + "Mobile/15E148 TwitterAndroid"),
    ("of an Android", IPHONE + "SamsungBrowser/23.0 Mobile/15E148 Safari/604.1"),
    ("of an Android", IPHONE.partition(" AppleW")[0] + " Gecko/20100101 Firefox/115.0"),
    ("of an Android", f"{CHROME} [FB_IAB/FB4A;FBAV/449.0.0.43.105;]"),
    ("never ran there", "Mozilla/5.0 (X11; Linux x86_64; Trident/7.0; rv:11.0) like Gecko"),
    ("never ran there", "Mozilla/4.0 (compatible; MSIE 8.0; Android 9)"),
    ("that Internet Explorer", "Mozilla/5.0 (compatible; MSIE 7.0; Windows 95; Trident/5.0)"),
    ("Explorer and its", "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/4.0)"),
    ("Explorer and its", "Mozilla/5.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/5.1)"),
    ("on that Windows", CHROME.replace("NT 10.0; Win64; x64", "98")),
    ("a phone’s", CHROME.replace("Safari", "Mobile Safari")),
    ("processor", "Mozilla/5.0 (Macintosh; U; PPC Mac OS X 10_12_1) AppleWebKit/535 Safari/535"),
    ("make browsers up", "Opera/9.46.(Windows 95; lg-UG) Presto/2.9.172 Version/11.00"),
    ("filled in", CHROME.replace("142.0.0.0", "{version}")),
    ("filled in", CHROME.replace("142", "0")),
    ("missing", CHROME.partition("142")[0]),
    ("missing", CHROME.partition(" Gecko)")[0]),
    ("missing", CHROME.partition(" ")[2]),
    ("missing", "Mozilla/5.0 (Linux; Android"),
)


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_people(agent: str):
    assert classify(agent) is Client.PERSON


@pytest.mark.parametrize("agent", MACHINES)
def test_machines_that_say_so(agent: str):
    assert classify(agent) is Client.DECLARED_BOT


@pytest.mark.parametrize(("why", "agent"), [*FORGERIES.items(), *MORE_FORGERIES])
def test_forgeries_are_named(why: str, agent: str):
    assert classify(agent) is Client.IMPOSSIBLE
    assert why in impossibility(agent)


FORGOTTEN = ["null", "Mozilla/5.0", "%s", "{user_agent}", "User-Agent: x", f'"{CHROME}"']
FORGOTTEN += ["Mozilla/5.0 (compatible)", '() { :; }; /bin/bash -c "id"']


@pytest.mark.parametrize("agent", FORGOTTEN)
def test_what_a_program_forgot_to_fill_in_is_a_forgery(agent: str):
    assert classify(agent) is Client.IMPOSSIBLE


def test_most_of_what_a_well_known_library_makes_up_is_found():
    """Its Android browsers are as old as real ones, so not all of them."""
    faker = Faker()
    faker.seed_instance(7)
    kinds = ("chrome", "firefox", "safari", "opera", "internet_explorer")
    for kind in kinds:
        made_up = [getattr(faker, kind)() for _ in range(200)]
        assert sum(classify(agent) is Client.PERSON for agent in made_up) < 60, kind


@pytest.mark.parametrize("wrong", [None, float("nan"), 5, b"curl/8", ["curl/8"]])
def test_what_is_no_text_is_told_so(wrong: object):
    with pytest.raises(TypeError, match="A user agent is a text"):
        classify(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", ["Chrome/", "Mozilla/5.0 (Windows NT ", "MSIE "])
def test_a_number_without_end_is_no_fault(start: str):
    assert classify(start + "9" * 10_000) is Client.IMPOSSIBLE


def test_only_as_much_is_judged_as_is_kept():
    assert classify(CHROME.ljust(1_000) + "Googlebot/2.1") is Client.PERSON
    assert classify(CHROME.ljust(900) + "Googlebot/2.1") is Client.DECLARED_BOT


def test_silence_accuses_nobody():
    assert classify("  ") is Client.SILENT


def test_nearly_all_of_the_list_s_own_bots_are_found():
    shown = [agent for entry in CRAWLER_USER_AGENTS_DATA for agent in entry.get("instances", [])]
    missed = [agent for agent in shown if classify(agent) is Client.PERSON]
    assert len(missed) < 0.05 * len(shown)

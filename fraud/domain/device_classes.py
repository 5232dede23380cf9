"""What kind of client a user agent is, coarse enough to say nothing about anybody. Pure."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

CACHE_SIZE: Final = 1 << 16


class DeviceClass(StrEnum):
    """The classes that figures are told in. `APP` is an app, or a page inside one."""

    APP = "app"
    MOBILE = "mobile"
    DESKTOP = "desktop"
    TELEVISION = "television"
    OTHER = "other"


_TELEVISION: Final = re.compile(
    r"(?i)smart-?tv|\btv\b|\btv[;/) ]|appletv|bravia|hbbtv|web0s|webos|netcast|tizen.*(?:tv|large)|"
    r"roku|\baft[a-z]|crkey|chromecast|playstation|xbox|nintendo|googletv|viera|\bshield\b"
)
_APP: Final = re.compile(
    r"; wv\)|FBA[NV]/|FB_IAB|MetaIAB|Instagram|musical_ly|trill_|musically|aweme|Bytedance|"
    r"MicroMessenger|Snapchat|Line/|KAKAOTALK|Pinterest/|Twitter|LinkedInApp|GSA/|WhatsApp|"
    r"Telegram|Reddit/|okhttp|CFNetwork|Cronet|Dalvik/|AppName/|com\.\w+\.\w+"
)
# On Apple's phones a page inside an app has the engine's name and no browser's.
_BARE_WEBKIT: Final = re.compile(r"\((?:iPhone|iPad|iPod)[^()]*\) AppleWebKit/")
_MOBILE: Final = re.compile(
    r"(?i)android|iphone|ipad|ipod|mobile|windows phone|opera mini|blackberry|symbian|kaios|harmony"
)
_DESKTOP: Final = re.compile(r"Windows NT|Macintosh|X11|CrOS|Linux (?:x86_64|i686|aarch64)")


@lru_cache(maxsize=CACHE_SIZE)
def device_class(user_agent: str) -> DeviceClass:
    """Return the class of a client by its user agent; `OTHER` for what says nothing clear."""
    if _TELEVISION.search(user_agent):
        return DeviceClass.TELEVISION
    if _APP.search(user_agent):
        return DeviceClass.APP
    if _BARE_WEBKIT.search(user_agent) and "Safari/" not in user_agent:
        return DeviceClass.APP
    if _MOBILE.search(user_agent):
        return DeviceClass.MOBILE
    return DeviceClass.DESKTOP if _DESKTOP.search(user_agent) else DeviceClass.OTHER

"""The words of the import pages for fields, reasons of a mapping, and encodings."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_LABELS: Final[dict[str, Promise]] = {
    "id": _("Video's id"),
    "url": _("Video's address"),
    "creator_id": _("Creator's id"),
    "creator": _("Creator's name"),
    "views": _("Views"),
    "likes": _("Likes"),
    "comments": _("Comments"),
    "shares": _("Shares"),
    "saves": _("Saves, bookmarks"),
    "gifts": _("Gifts"),
    "duration": _("Length"),
    "posted_at": _("Posted at"),
    "observed_at": _("Counts taken at"),
    "caption": _("Caption"),
    "hashtags": _("Hashtags"),
    "follower_count": _("Followers"),
    "display_name": _("Display name"),
    "niche": _("Niche"),
}
HOW_WORDS: Final[dict[str, Promise]] = {
    "name": _("by its name"),
    "content": _("by what it holds"),
    "chosen": _("chosen by you"),
}

"""Names of things as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_LABELS: dict[str, Promise] = {
    "views": _("Views"),
    "likes": _("Likes"),
    "shares": _("Shares"),
    "comments": _("Comments"),
    "bookmarks": _("Saves"),
    "engagement_rate": _("Engagement per view"),
    "sentiment": _("Mood of the words"),
}

"""What the staff's pages are called and look like."""

from typing import Any, Final

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD: Final[dict[str, Any]] = {
    "SITE_TITLE": "Creator Spark",
    "SITE_HEADER": "Creator Spark",
    "SITE_SUBHEADER": _("Staff"),
    "SITE_SYMBOL": "bolt",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("img/favicon.svg"),
        }
    ],
    "SITE_URL": "/home/",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    # The product's accent, as in static/css/tokens.css.
    "COLORS": {
        "primary": {
            "50": "#fdf4ee",
            "100": "#fcece2",
            "200": "#f9d4bd",
            "300": "#ffb78c",
            "400": "#ff9a61",
            "500": "#ff8f50",
            "600": "#bf4000",
            "700": "#9f3500",
            "800": "#7c2a02",
            "900": "#5c2206",
            "950": "#3a2418",
        }
    },
    "DASHBOARD_CALLBACK": "creatorspark.core.admin.dashboard.context",
    "SIDEBAR": {"navigation": "creatorspark.core.admin.site.sidebar"},
}

"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest

from creatorspark.portals.shell import Shell

THEMES = frozenset({"light", "dark"})


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the theme the reader chose (empty: the device's), the frame, and its layout."""
    theme = request.COOKIES.get("theme", "")
    frame = Shell(request)
    return {
        "theme": theme if theme in THEMES else "",
        "shell": frame,
        "layout": "layouts/portal.html" if frame.is_known else "layouts/open.html",
    }

"""Whether htmx asks for a part of a page."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def wants_part(request: HttpRequest) -> bool:
    """Whether only the part is wanted (a restored history entry is a whole page)."""
    htmx = HtmxDetails(request)
    return bool(htmx) and not htmx.history_restore_request

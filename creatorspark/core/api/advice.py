"""What each kind of problem means and what to do, for the reference page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creatorspark.core.api.problems import TITLES


@dataclass(frozen=True)
class Advice:
    """A kind of problem, explained."""

    kind: str
    status: int
    title: str | Promise
    words: str | Promise


STATUS_AND_WORDS: dict[str, tuple[int, str | Promise]] = {
    "invalid": (400, _("“errors” names each field and what is wrong with it. Correct and resend.")),
    "malformed": (
        400,
        _("The body is no JSON, has two meanings (a key twice), or a token is in the address."),
    ),
    "key-required": (400, _("This write moves points. Send a key of your own with it.")),
    "key-invalid": (400, _("A key has 1 to 255 visible ASCII characters.")),
    "not-authenticated": (401, _("Send a token that is not expired or revoked, or sign in.")),
    "permission-denied": (
        403,
        _("Your role or the token’s scope doesn’t cover this, or the CSRF token is missing."),
    ),
    "not-found": (
        404,
        _("There is no such thing, or it isn’t yours to see. Addresses end in a slash."),
    ),
    "method-not-allowed": (405, _("“Allow” names what this address can do.")),
    "not-acceptable": (406, _("Ask for application/json.")),
    "refused": (
        409,
        _("A rule says no; “detail” says which one and what is missing, “reason” is its name."),
    ),
    "in-progress": (409, _("The same key is being worked on. Ask again after “Retry-After”.")),
    "length-required": (411, _("Send Content-Length; a body in chunks isn’t read.")),
    "too-large": (413, _("Send fewer rows at a time.")),
    "unsupported-media-type": (415, _("Send application/json.")),
    "key-reused": (422, _("Take a new key for a new request.")),
    "throttled": (429, _("Wait for the seconds in “Retry-After”.")),
    "unexpected": (500, _("Our fault. Retry with the same key, and tell us the request id.")),
    "unavailable": (503, _("Wait for the seconds in “Retry-After”, then retry with the same key.")),
}
ADVICE = tuple(
    Advice(kind=kind, status=code, title=TITLES[kind], words=words)
    for kind, (code, words) in STATUS_AND_WORDS.items()
)

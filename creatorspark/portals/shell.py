"""The frame of a page: which links a reader sees, and which of them is where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import Notification, User
from rewards import interface as rewards

Words = str | Promise
Link = tuple[Words, str, str, tuple[str, ...]]
"""Label, icon, name of the address, and the view names under which it counts as current."""

CREATOR_LINKS: tuple[Link, ...] = (
    (_("Overview"), "home", "creators:overview", ("creators:tier",)),
    (
        _("Videos"),
        "video",
        "creators:videos",
        ("creators:video", "creators:evaluation", "creators:draft"),
    ),
    (_("Earnings"), "cash", "creators:earnings", ("creators:earnings_", "creators:payout")),
    (_("Brands"), "brand", "market:brands", ("market:", "offers:")),
    (_("Shop"), "shop", "creators:shop", ("creators:redeem", "creators:redemption")),
    (_("Points"), "points", "creators:points", ()),
    (
        _("Profile"),
        "person",
        "creators:profile",
        (
            "creators:claim",
            "creators:history",
            "creators:carried",
            "creators:remove",
            "tokens:",
            "account_",
            "mfa_",
        ),
    ),
)
BRAND_LINKS: tuple[Link, ...] = (
    (
        _("Campaigns"),
        "target",
        "brands:home",
        (
            *("brands:campaign", "brands:creators", "brands:match", "brands:compare"),
            *("brands:alike", "brands:shortlist", "brands:register", "deals:"),
        ),
    ),
    (_("Insight"), "chart", "insight:insight", ()),
    (_("Team"), "people", "brands:teams", ("brands:team", "brands:leave")),
    (_("Profile"), "person", "brands:profile", ("tokens:", "account_", "mfa_")),
)
STAFF_LINKS: tuple[Link, ...] = (
    (_("Desk"), "desk", "admin:index", ()),
    (_("Imports"), "download", "imports:index", ("imports:",)),
    (_("Insight"), "chart", "insight:insight", ("kits:",)),
    (_("Fairness"), "scales", "learn:fairness", ("learn:fairness_",)),
    (_("Security"), "shield", "mfa_index", ("tokens:", "account_", "mfa_")),
)
AUDITOR_LINKS: tuple[Link, ...] = (
    (_("Fairness"), "scales", "learn:fairness", ("learn:fairness_",)),
    (_("Security"), "shield", "mfa_index", ("account_", "mfa_")),
)
LEARN_LINKS: tuple[Link, ...] = (
    (_("How pay works"), "book", "learn:earnings", ()),
    (
        _("Guides"),
        "book",
        "learn:index",
        (
            "learn:points",
            "learn:tiers",
            "learn:grades",
            "learn:originality",
            "learn:better",
            "learn:fair_play",
        ),
    ),
)
APPEALS_LINK: Link = (_("Appeals"), "scales", "appeals:index", ("appeals:",))
LOGOUT_LINK: Link = (_("Log out"), "exit", "account_logout", ())
LINKS_BY_ROLE = {
    User.Role.CREATOR: CREATOR_LINKS,
    User.Role.BRAND: BRAND_LINKS,
    User.Role.AUDITOR: AUDITOR_LINKS,
    User.Role.STAFF: STAFF_LINKS,
}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the navigation."""

    label: Words
    icon: str
    url: str
    is_current: bool
    count: int = 0
    spoken: Words = ""


class Shell:
    """Answers what a page's frame asks, and only when it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        match = request.resolver_match
        self._here = match.view_name if match else ""

    @cached_property
    def is_known(self) -> bool:
        """Whether the reader is logged in."""
        return self._user is not None

    @cached_property
    def _user(self) -> User | None:
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def main(self) -> list[NavItem]:
        """Links of the reader's role; none for a stranger."""
        if self._user is None:
            return []
        return self._items(LINKS_BY_ROLE[User.Role(self._user.role)])

    @cached_property
    def corner(self) -> list[NavItem]:
        """Messages, a creator's appeals, the guides and the way out."""
        if self._user is None:
            return []
        appeals = (APPEALS_LINK,) if self._user.role == User.Role.CREATOR else ()
        return [self._bell(), *self._items((*appeals, *LEARN_LINKS, LOGOUT_LINK))]

    @cached_property
    def unread(self) -> int:
        """How many messages wait for the reader."""
        if self._user is None:
            return 0
        return Notification.objects.filter(user=self._user, read_at=None).count()

    @property
    def shows_fairness(self) -> bool:
        """Whether everyone may read the fairness reports."""
        return rewards.fairness_is_public()

    def _bell(self) -> NavItem:
        waiting = self.unread
        spoken = (
            ngettext("Messages, %(n)d new", "Messages, %(n)d new", waiting) % {"n": waiting}
            if waiting
            else gettext("Messages")
        )
        return NavItem(
            label=_("Messages"),
            icon="bell",
            url=reverse("notifications"),
            is_current=self._here == "notifications",
            count=waiting,
            spoken=spoken,
        )

    def _items(self, links: Sequence[Link]) -> list[NavItem]:
        return [
            NavItem(
                label=label,
                icon=icon,
                url=reverse(name),
                is_current=self._is_here(name, under),
                spoken=label,
            )
            for label, icon, name, under in links
        ]

    def _is_here(self, name: str, under: tuple[str, ...]) -> bool:
        return self._here == name or any(self._here.startswith(prefix) for prefix in under)

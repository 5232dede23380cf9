"""What a campaign's overview says: the brief in words, and what was done to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.portals.templatetags.ui import compact, grouped, money, percentage
from marketplace import interface as marketplace
from marketplace.interface import CampaignFacts, ChangeFacts, Named

ACTS = {
    "created": gettext_lazy("Written"),
    "changed": gettext_lazy("Changed"),
    "opened": gettext_lazy("Opened"),
    "closed": gettext_lazy("Closed"),
    "creator_left_out": gettext_lazy("A creator left out"),
    "creator_let_in": gettext_lazy("A creator let in again"),
}
FIELDS = {
    "name": gettext_lazy("name"),
    "goals": gettext_lazy("goals"),
    "industries": gettext_lazy("what you sell"),
    "categories": gettext_lazy("videos that suit"),
    "ages": gettext_lazy("ages"),
    "genders": gettext_lazy("gender"),
    "markets": gettext_lazy("countries"),
    "languages": gettext_lazy("languages"),
    "budget": gettext_lazy("budget"),
    "per_creator_budget": gettext_lazy("budget for one creator"),
    "excluded_categories": gettext_lazy("videos left out"),
    "exclusivity_days": gettext_lazy("days since work for a rival"),
    "weights": gettext_lazy("what counts how much"),
    "least_followers": gettext_lazy("followers"),
    "most_followers": gettext_lazy("followers"),
    "least_grade": gettext_lazy("grade"),
    "least_originality": gettext_lazy("originality"),
    "verified_only": gettext_lazy("verified profiles"),
    "starts_on": gettext_lazy("first day"),
    "ends_on": gettext_lazy("last day"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the history."""

    title: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of the brief: what it is about, and what is asked for."""

    label: str
    text: str


def wishes_of(campaign: CampaignFacts) -> tuple[Wish, ...]:
    """Return the brief line by line; what asks for nothing is left out."""
    return tuple(
        Wish(label, text)
        for look in (_sells, _reaches, _pays, _limits, _leaves_out, _counts)
        for label, text in look(campaign)
        if text
    )


def history_of(changes: tuple[ChangeFacts, ...]) -> tuple[Change, ...]:
    """Return what was done to a campaign in words, the newest last."""
    return tuple(_change(one) for one in reversed(changes))


def _change(one: ChangeFacts) -> Change:
    title = str(ACTS.get(one.action, one.action))
    if one.action == "changed" and one.version:
        title = _("Version %(n)d") % {"n": one.version}
    named = (str(FIELDS[name]) for name in one.fields if name in FIELDS)
    text = ", ".join(dict.fromkeys(named)) if one.action == "changed" else ""
    return Change(title=title, text=text, by=one.by, at=one.at)


def _sells(campaign: CampaignFacts) -> Iterator[tuple[str, str]]:
    sold = ", ".join(f"{one.label} {percentage(one.share, 0)}" for one in campaign.sold)
    yield (_("Sells, read from your words") if campaign.sold_is_read else _("Sells")), sold
    yield _("Videos that suit"), _list(campaign.categories)


def _reaches(campaign: CampaignFacts) -> Iterator[tuple[str, str]]:
    yield _("Ages"), campaign.brief.ages.replace("-", "–") or _("Everybody")
    yield _("Gender"), _list(campaign.genders)
    yield _("Countries"), _list(campaign.markets) or _("The whole world")
    yield _("Languages"), _list(campaign.languages)


def _pays(campaign: CampaignFacts) -> Iterator[tuple[str, str]]:
    brief, currency = campaign.brief, campaign.currency
    yield _("Budget"), money(brief.budget, currency) if brief.budget else ""
    one = brief.per_creator_budget
    yield _("For one creator"), money(one, currency) if one else ""
    days = [
        formats.date_format(day, "DATE_FORMAT") if day else "…"
        for day in (brief.starts_on, brief.ends_on)
    ]
    yield _("Time"), " – ".join(days) if brief.starts_on or brief.ends_on else ""


def _limits(campaign: CampaignFacts) -> Iterator[tuple[str, str]]:
    brief = campaign.brief
    low, high = brief.least_followers, brief.most_followers
    if low is not None and high is not None:
        yield _("Followers"), f"{compact(low)} – {compact(high)}"
    elif low is not None:
        yield _("Followers"), _("%(n)s or more") % {"n": compact(low)}
    elif high is not None:
        yield _("Followers"), _("%(n)s at most") % {"n": compact(high)}
    grade = brief.least_grade
    yield _("Engagement grade"), _("%(grade)s or better") % {"grade": grade} if grade else ""
    share = brief.least_originality
    text = "" if share is None else _("%(share)s at least") % {"share": percentage(share, 0)}
    yield _("Original videos"), text
    yield _("Profiles"), _("Verified only") if brief.verified_only else ""


def _leaves_out(campaign: CampaignFacts) -> Iterator[tuple[str, str]]:
    yield _("Not creators of"), _list(campaign.excluded_categories)
    days = campaign.brief.exclusivity_days
    yield _("Since work for a rival"), _("%(n)s days") % {"n": grouped(days)} if days else ""


def _counts(campaign: CampaignFacts) -> Iterator[tuple[str, str]]:
    weights = campaign.brief.weights
    labels = dict(marketplace.brief_choices()["factors"])
    total = sum(weights.values())
    if total:
        parts = sorted(weights.items(), key=lambda one: (-one[1], one[0]))
        text = ", ".join(
            f"{labels[code]} {percentage(value / total, 0)}" for code, value in parts if value
        )
        yield _("What counts"), text


def _list(named: tuple[Named, ...]) -> str:
    return ", ".join(one.label for one in named)

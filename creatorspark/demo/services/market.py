"""The market of the demo world: what brands want, their briefs and shortlists."""

from datetime import datetime, timedelta

from django.db import transaction

from creatorspark.core.models import Creator, User
from creatorspark.demo.domain.cast import BRANDS, Story
from creatorspark.demo.domain.market import (
    BRAND_WORDS,
    CAMPAIGNS,
    CampaignPart,
    ListPart,
)
from creatorspark.demo.selectors import creators_of, demo_user
from creatorspark.demo.services.logins import ADMIN
from creatorspark.demo.services.progress import Progress
from marketplace import interface as marketplace

MINOR = 100
# Whom brands don't find: children's channels.
HIDDEN = (Story.SHARED_TABLETS,)


@transaction.atomic
def open_market(*, now: datetime, progress: Progress) -> None:
    """Describe the brands, write their briefs and lists, and ask for a run, or nothing."""
    progress.expect(len(BRAND_WORDS) + len(CAMPAIGNS) + 1)
    admin = demo_user(ADMIN)
    for name in BRAND_WORDS:
        _describe(name, admin=admin, now=now)
        progress.advance()
    for part in CAMPAIGNS:
        _write_campaign(part, now=now)
        progress.advance()
    _set_rivals(admin=admin, now=now)
    marketplace.request_match_run(actor=None, now=now)
    progress.advance()


def _describe(name: str, *, admin: User, now: datetime) -> None:
    words, brand = BRAND_WORDS[name], marketplace.brand_named(name=name)
    if brand is None:
        raise LookupError(f"The demo world has no brand called {name}.")
    marketplace.describe_brand(
        brand_id=brand.brand_id,
        website=brand.website,
        goals=words.goals,
        activities=words.activities,
        ages=words.ages,
        markets=words.markets,
        actor=admin,
        now=now,
    )


def _set_rivals(*, admin: User, now: datetime) -> None:
    for part in BRANDS:
        one = marketplace.brand_named(name=part.name)
        other = marketplace.brand_named(name=part.rival) if part.rival else None
        if one and other and one.brand_id < other.brand_id:
            marketplace.set_rival_brands(
                brand_id=one.brand_id, other_id=other.brand_id, actor=admin, now=now
            )


def _write_campaign(part: CampaignPart, *, now: datetime) -> None:
    actor, brand = demo_user(part.login), marketplace.brand_named(name=part.brand)
    if brand is None:
        raise LookupError(f"The demo world has no brand called {part.brand}.")
    there = {one.campaign.name for one in marketplace.my_campaigns(user=actor)}
    if part.name in there:
        return
    at = now - timedelta(days=part.days_ago)
    campaign_id = marketplace.create_campaign(
        brand_id=brand.brand_id, brief=_brief(part, at=at), actor=actor, now=at, is_demo=True
    )
    for number, one in enumerate(part.lists):
        _keep(one, campaign_id, actor=actor, now=at + timedelta(hours=5 + number))
    if part.state != "draft":
        marketplace.open_campaign(campaign_id=campaign_id, actor=actor, now=at + timedelta(hours=2))
    if part.state == "closed":
        marketplace.close_campaign(
            campaign_id=campaign_id, actor=actor, now=at + timedelta(days=40)
        )


def _brief(part: CampaignPart, *, at: datetime) -> marketplace.Brief:
    return marketplace.Brief(
        name=part.name,
        goals=part.goals,
        ages=part.ages,
        markets=part.markets,
        languages=part.languages,
        budget=part.budget * MINOR if part.budget else None,
        per_creator_budget=part.per_creator * MINOR if part.per_creator else None,
        excluded_categories=part.excluded_categories,
        exclusivity_days=part.exclusivity_days,
        starts_on=at.date() if part.runs_days else None,
        ends_on=(at + timedelta(days=part.runs_days)).date() if part.runs_days else None,
    )


def _keep(part: ListPart, campaign_id: int, *, actor: User, now: datetime) -> None:
    list_id = marketplace.create_shortlist(
        campaign_id=campaign_id, name=part.name, actor=actor, now=now
    )
    for number, kept in enumerate(part.kept):
        creator = Creator.objects.get(is_demo=True, handle=kept.handle)
        marketplace.add_to_shortlist(
            shortlist_id=list_id,
            creator_ids=[creator.pk],
            note=kept.note,
            actor=demo_user(kept.login),
            now=now + timedelta(minutes=20 * number),
        )
    kept_here = {one.handle for one in part.kept}
    others = Creator.objects.filter(is_demo=True, niche=part.niche).exclude(handle__in=kept_here)
    hidden = [one.pk for story in HIDDEN for one in creators_of(story)]
    ids = others.exclude(pk__in=hidden).order_by("pk").values_list("pk", flat=True)
    marketplace.add_to_shortlist(
        shortlist_id=list_id,
        creator_ids=list(ids[: part.others]),
        actor=actor,
        now=now + timedelta(hours=2),
    )

"""Campaigns and teams, as a brand's own people see them. Another brand's don't exist."""

from datetime import datetime
from typing import Any

from creatorspark.core.models import User
from marketplace.domain.briefs import Brief
from marketplace.domain.campaign_facts import (
    CampaignFacts,
    CampaignLine,
    ChangeFacts,
    CreatorName,
    MemberFacts,
    Named,
    Seat,
    Sold,
    TeamFacts,
)
from marketplace.domain.matching.explaining import Factor
from marketplace.domain.matching.profiles import Weights
from marketplace.models import Brand, BrandMember, Campaign
from marketplace.selectors import campaign_facts, campaigns
from marketplace.selectors.brief_words import (
    GENDER_LABELS,
    category_choices,
    category_label,
    industry_choices,
)
from marketplace.selectors.saying import FACTOR_LABELS
from marketplace.selectors.wording import industry_label
from marketplace.services import campaigns as service
from marketplace.services import teams
from marketplace.services.brands import BrandError as BrandRefused
from marketplace.services.brands import read_industries
from marketplace.services.campaigns import BriefRefused, CampaignRefused
from marketplace.services.teams import TeamRefused
from rewards import interface as rewards

__all__ = [
    "BrandRefused",
    "Brief",
    "BriefRefused",
    "CampaignFacts",
    "CampaignLine",
    "CampaignRefused",
    "ChangeFacts",
    "CreatorName",
    "MemberFacts",
    "Named",
    "Seat",
    "Sold",
    "TeamFacts",
    "TeamRefused",
]


def seats_of(*, user: User) -> tuple[Seat, ...]:
    """Return the brands that a person speaks for now."""
    return tuple(
        Seat(
            brand_id=one.brand_id,
            name=one.brand.name,
            is_owner=one.role == BrandMember.Role.OWNER,
            is_verified=one.brand.is_verified,
            is_suspended=one.brand.is_suspended,
        )
        for one in campaigns.memberships_of(user)
    )


def my_campaigns(*, user: User, offset: int = 0, limit: int = 50) -> tuple[CampaignLine, ...]:
    """Return the campaigns of a person's brands, open ones first, then newest."""
    rows = campaigns.counted(campaigns.campaigns_of(user))
    page = rows.order_by(campaigns.OPEN_FIRST, "-created_at", "-pk")[offset : offset + limit]
    return tuple(campaign_facts.campaign_line(one) for one in page)


def my_campaign(*, user: User, campaign_id: int) -> CampaignFacts | None:
    """Return a campaign of a person's brands, None when there is none of that number."""
    row = campaigns.campaigns_of(user).filter(pk=campaign_id).first()
    return campaign_facts.campaign_facts(row) if row else None


def my_campaign_line(*, user: User, campaign_id: int) -> CampaignLine | None:
    """Return a campaign of a person's brands with what happened in it."""
    row = campaigns.counted(campaigns.campaigns_of(user)).filter(pk=campaign_id).first()
    return campaign_facts.campaign_line(row) if row else None


def campaign_changes(*, campaign_id: int, limit: int = 12) -> tuple[ChangeFacts, ...]:
    """Return what was done to a campaign, newest first."""
    rows = campaigns.changes_of(Campaign.objects.only("pk").get(pk=campaign_id), limit=limit)
    return tuple(campaign_facts.change_facts(one) for one in rows)


def left_out(*, campaign_id: int) -> tuple[CreatorName, ...]:
    """Return the creators that a team left out of a brief, by name."""
    rows = Campaign.objects.get(pk=campaign_id).excluded_creators.order_by("display_name", "pk")
    return tuple(campaign_facts.creator_name(one) for one in rows)


def create_campaign(
    *, brand_id: int, brief: Brief, actor: User, now: datetime, is_demo: bool = False
) -> int:
    """Keep a brief as a draft and return its number. Raises BriefRefused, CampaignRefused."""
    brand = Brand.objects.get(pk=brand_id)
    return service.create(brand, brief=brief, actor=actor, now=now, is_demo=is_demo).pk


def edit_campaign(
    *, campaign_id: int, brief: Brief, version: int, actor: User, now: datetime
) -> None:
    """Change a brief that was read as `version`. Raises BriefRefused, CampaignRefused."""
    service.edit(Campaign(pk=campaign_id), brief=brief, version=version, actor=actor, now=now)


def open_campaign(*, campaign_id: int, actor: User, now: datetime) -> None:
    """Let a brief find creators. Raises CampaignRefused."""
    service.open_(Campaign(pk=campaign_id), actor=actor, now=now)


def close_campaign(*, campaign_id: int, actor: User, now: datetime) -> None:
    """Stop a brief from finding creators. Raises CampaignRefused."""
    service.close(Campaign(pk=campaign_id), actor=actor, now=now)


def leave_out_creator(
    *, campaign_id: int, creator_id: int, is_out: bool, actor: User, now: datetime
) -> None:
    """Say that a creator isn't for this brief, or may be again. Raises CampaignRefused."""
    service.leave_out(
        Campaign(pk=campaign_id), creator_id=creator_id, is_out=is_out, actor=actor, now=now
    )


def fields_of_brief(*, brief: Brief, now: datetime) -> dict[str, Any]:
    """Return a brief as it would be stored, without keeping it. Raises BriefRefused."""
    return service.fields_of(brief, now=now)


def read_brief(*, goals: str) -> tuple[Sold, ...]:
    """Return what words say is sold, without keeping anything."""
    return tuple(
        Sold(
            code=one["industry"],
            label=industry_label(one["industry"]),
            share=one["share"],
            because=tuple(one["because"]),
        )
        for one in read_industries(goals, "")
    )


def brief_choices() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the choices that a brief has: industries, categories, genders and factors."""
    return {
        "industries": industry_choices(),
        "categories": category_choices(),
        "genders": tuple((code, str(label)) for code, label in GENDER_LABELS.items()),
        "factors": tuple((code, str(label)) for code, label in FACTOR_LABELS.items()),
    }


def label_of_category(*, category: str) -> str:
    """Return what people call a category of videos."""
    return category_label(category)


def usual_weights() -> dict[str, int]:
    """Return how much each factor counts when a brief doesn't say, in parts of 100."""
    usual = Weights()
    return {one.value: round(100 * getattr(usual, one.value)) for one in Factor}


def campaign_currency(*, now: datetime) -> str:
    """Return the house's one currency, in which budgets and offers are."""
    return rewards.pay_terms_at(now=now).currency


def my_team(*, user: User, brand_id: int) -> TeamFacts | None:
    """Return the team of one of a person's brands, None when they aren't on it."""
    mine = campaigns.memberships_of(user).filter(brand_id=brand_id).first()
    return campaign_facts.team_facts(mine) if mine else None


def begin_brand(*, name: str, website: str, about: str, actor: User, now: datetime) -> int:
    """Add a brand owned by the person who began it. Raises BrandRefused, TeamRefused."""
    return teams.begin(name, website=website, about=about, actor=actor, now=now).pk


def end_membership(*, member_id: int, brand_id: int, actor: User, now: datetime) -> None:
    """End a membership of a team. Raises TeamRefused; an unknown one is refused alike."""
    teams.leave(_member(member_id, brand_id), actor=actor, now=now)


def hand_role(*, member_id: int, brand_id: int, owner: bool, actor: User, now: datetime) -> None:
    """Make somebody of a team an owner, or a member again. Raises TeamRefused."""
    teams.hand_role(_member(member_id, brand_id), owner=owner, actor=actor, now=now)


def _member(member_id: int, brand_id: int) -> BrandMember:
    return teams.of_team(member_id, brand_id=brand_id)

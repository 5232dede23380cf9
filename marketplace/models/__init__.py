"""Brands, briefs, matches and deals; facts about creators and videos are core's."""

from marketplace.models.answers import BrandAnswer
from marketplace.models.audiences import Audience, Listing
from marketplace.models.brands import Brand, BrandInvitation, BrandMember, Rivalry
from marketplace.models.campaigns import Campaign
from marketplace.models.deals import (
    Delivery,
    Offer,
    OfferMessage,
    OfferStep,
    Shortlist,
    ShortlistEntry,
)
from marketplace.models.imports import ImportedRow, MarketImport
from marketplace.models.insight import InsightReport
from marketplace.models.runs import CreatorProfile, Match, MatchRun

__all__ = [
    "Audience",
    "Brand",
    "BrandAnswer",
    "BrandInvitation",
    "BrandMember",
    "Campaign",
    "CreatorProfile",
    "Delivery",
    "ImportedRow",
    "InsightReport",
    "Listing",
    "MarketImport",
    "Match",
    "MatchRun",
    "Offer",
    "OfferMessage",
    "OfferStep",
    "Rivalry",
    "Shortlist",
    "ShortlistEntry",
]

"""The API of the marketplace: who suits a brief and why, what it brought, and offers."""

from django.urls import path, re_path
from rest_framework.routers import BaseRouter

from creatorspark.core.api.views import NUMBER
from marketplace.api.campaigns import Campaigns
from marketplace.api.exports import MatchingFile
from marketplace.api.insight import Insight
from marketplace.api.kits import CreatorBrands, CreatorKit
from marketplace.api.offers import Offers
from marketplace.api.recommendations import (
    Alike,
    Compared,
    Recommendations,
    RecommendationsFile,
)
from marketplace.api.reports import CampaignResults
from marketplace.api.shortlists import Shortlists

ONE = rf"^campaigns/(?P<id>{NUMBER})/"
CAMPAIGN = f"{ONE}recommendations/"
CREATOR = rf"^creators/(?P<id>{NUMBER})/"
urlpatterns = [
    re_path(rf"{CREATOR}kit/$", CreatorKit.as_view(), name="creator-kit"),
    re_path(rf"{CREATOR}brands/$", CreatorBrands.as_view(), name="creator-brands"),
    path("insight/", Insight.as_view(), name="insight"),
    re_path(rf"{CAMPAIGN}$", Recommendations.as_view(), name="campaign-recommendations"),
    re_path(rf"{CAMPAIGN}compare/$", Compared.as_view(), name="campaign-compare"),
    re_path(rf"{CAMPAIGN}alike/$", Alike.as_view(), name="campaign-alike"),
    re_path(
        rf"{CAMPAIGN}file/$", RecommendationsFile.as_view(), name="campaign-recommendations-file"
    ),
    re_path(r"^matching/files/(?P<kind>[a-z]+)/$", MatchingFile.as_view(), name="matching-file"),
    re_path(rf"{ONE}report/$", CampaignResults.as_view(), name="campaign-report"),
]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("campaigns", Campaigns, basename="campaign")
    router.register("offers", Offers, basename="offer")
    router.register("shortlists", Shortlists, basename="shortlist")

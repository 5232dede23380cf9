"""The API of the marketplace: who suits a brief, and why."""

from django.urls import re_path

from creatorspark.core.api.views import NUMBER
from marketplace.api.recommendations import (
    Alike,
    Compared,
    Recommendations,
    RecommendationsFile,
)

CAMPAIGN = rf"^campaigns/(?P<id>{NUMBER})/recommendations/"
urlpatterns = [
    re_path(rf"{CAMPAIGN}$", Recommendations.as_view(), name="campaign-recommendations"),
    re_path(rf"{CAMPAIGN}compare/$", Compared.as_view(), name="campaign-compare"),
    re_path(rf"{CAMPAIGN}alike/$", Alike.as_view(), name="campaign-alike"),
    re_path(
        rf"{CAMPAIGN}file/$", RecommendationsFile.as_view(), name="campaign-recommendations-file"
    ),
]

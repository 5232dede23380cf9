"""Addresses of a brand's offers."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.offers import brand_views as views

app_name = "deals"
CAMPAIGN = "campaigns/<row:campaign_id>/"
urlpatterns = [
    path(f"{CAMPAIGN}offers/", views.campaign, name="campaign"),
    path(f"{CAMPAIGN}creators/<row:creator_id>/offer/", views.ask, name="ask"),
    path(f"{CAMPAIGN}report/", views.report, name="report"),
    path(f"{CAMPAIGN}report.csv", views.report_file, name="report_csv"),
    path("offers/<row:offer_id>/", views.offer, name="offer"),
    path("offers/<row:offer_id>/message/", views.message, name="message"),
    path("offers/<row:offer_id>/<slug:act>/", views.act, name="act"),
]

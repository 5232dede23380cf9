"""Addresses of a creator's side of the marketplace."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.market import brand_views, views

app_name = "market"
urlpatterns = [
    path("", brand_views.brands, name="brands"),
    path("join/", brand_views.joined, name="join"),
    path("stay-away/", brand_views.stayed_away, name="stay_away"),
    path("<row:brand_id>/yes/", brand_views.wanted, name="brand_wanted"),
    path("<row:brand_id>/no/", brand_views.declined, name="brand_declined"),
    path("<row:brand_id>/undo/", brand_views.undo, name="brand_undo"),
    path("kit/", views.kit, name="kit"),
    path("kit/words/", views.words, name="words"),
    path("kit/shown/", views.shown, name="shown"),
    path("audience/", views.audience, name="audience"),
    path("preferences/", views.preferences, name="preferences"),
]

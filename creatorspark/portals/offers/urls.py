"""Addresses of a creator's offers."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.offers import views

app_name = "offers"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<row:offer_id>/", views.offer, name="offer"),
    path("<row:offer_id>/message/", views.message, name="message"),
    path("<row:offer_id>/<slug:act>/", views.act, name="act"),
]

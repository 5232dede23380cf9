"""Addresses of media kits for others."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.market import kit_views

app_name = "kits"
urlpatterns = [
    path("creators/<row:creator_id>/", kit_views.for_brands, name="creator"),
    path("<slug:address>/", kit_views.public, name="public"),
]

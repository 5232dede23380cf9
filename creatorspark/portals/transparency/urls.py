"""Addresses of the figures that everybody may read."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401
from creatorspark.portals.transparency import views

app_name = "transparency"
urlpatterns = [
    path("", views.transparency, name="index"),
    path("all.csv", views.as_csv, name="all_csv"),
    path("<quarter:period>/", views.transparency, name="period"),
    path("<quarter:period>.json", views.as_json, name="json"),
    path("<quarter:period>.csv", views.as_csv, name="csv"),
]

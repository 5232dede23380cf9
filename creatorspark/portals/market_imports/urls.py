"""Addresses of the staff's pages about files of creators and brands."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.market_imports import views

app_name = "market_imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("upload/", views.upload, name="upload"),
    path("creators.csv", views.creators, name="creators"),
    path("brands.csv", views.brands, name="brands"),
    path("<row:import_id>/", views.detail, name="detail"),
    path("<row:import_id>/columns/", views.columns, name="columns"),
    path("<row:import_id>/confirm/", views.confirm, name="confirm"),
    path("<row:import_id>/discard/", views.discard, name="discard"),
    path("<row:import_id>/stop/", views.stop, name="stop"),
    path("<row:import_id>/retry/", views.retry, name="retry"),
    path("<row:import_id>/progress/", views.progress, name="progress"),
    path("<row:import_id>/rows.csv", views.rows, name="rows"),
]

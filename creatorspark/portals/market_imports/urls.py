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
    *(
        path(f"<row:import_id>/{name}/", views.act, {"name": name}, name=name)
        for name in views.ACTS
    ),
    path("<row:import_id>/progress/", views.progress, name="progress"),
    path("<row:import_id>/rows.csv", views.rows, name="rows"),
]

"""Addresses of the staff's import pages."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("upload/", views.upload, name="upload"),
    path("<row:run_id>/", views.detail, name="detail"),
    path("<row:run_id>/columns/", views.columns, name="columns"),
    *(path(f"<row:run_id>/{name}/", views.act, {"name": name}, name=name) for name in views.ACTS),
    path("<row:run_id>/progress/", views.progress, name="progress"),
    path("<row:run_id>/problems.csv", views.problems, name="problems"),
]

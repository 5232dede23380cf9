"""Addresses of the staff's import pages."""

from django.urls import path

from creatorspark.portals.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("upload/", views.upload, name="upload"),
    path("<int:run_id>/", views.detail, name="detail"),
    path("<int:run_id>/columns/", views.columns, name="columns"),
    path("<int:run_id>/confirm/", views.confirm, name="confirm"),
    path("<int:run_id>/discard/", views.discard, name="discard"),
    path("<int:run_id>/stop/", views.stop, name="stop"),
    path("<int:run_id>/retry/", views.retry, name="retry"),
    path("<int:run_id>/progress/", views.progress, name="progress"),
    path("<int:run_id>/problems.csv", views.problems, name="problems"),
]

"""Addresses of the token pages."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.tokens import views

app_name = "tokens"
urlpatterns = [
    path("", views.index, name="index"),
    path("<row:token_id>/revoke/", views.revoke, name="revoke"),
]

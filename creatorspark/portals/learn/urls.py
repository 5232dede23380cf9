"""Addresses of the guides."""

from django.urls import path

from creatorspark.portals.learn import views

app_name = "learn"
urlpatterns = [
    path("points/", views.points, name="points"),
    path("tiers/", views.tiers, name="tiers"),
]

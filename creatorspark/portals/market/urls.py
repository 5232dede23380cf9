"""Addresses of a creator's side of the marketplace."""

from django.urls import path

from creatorspark.portals.market import views

app_name = "market"
urlpatterns = [
    path("kit/", views.kit, name="kit"),
    path("kit/words/", views.words, name="words"),
    path("kit/shown/", views.shown, name="shown"),
    path("audience/", views.audience, name="audience"),
    path("preferences/", views.preferences, name="preferences"),
]

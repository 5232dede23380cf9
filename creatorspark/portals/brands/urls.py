"""Addresses of a brand's pages."""

from django.urls import path

from creatorspark.portals.brands import views

app_name = "brands"
urlpatterns = [path("", views.home, name="home"), path("profile/", views.profile, name="profile")]

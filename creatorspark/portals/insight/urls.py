"""Addresses of the Insight page."""

from django.urls import path

from creatorspark.portals.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.insight, name="insight"),
    path("insight.csv", views.as_csv, name="csv"),
]

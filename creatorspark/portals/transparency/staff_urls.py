"""Addresses of the staff's figures, below the staff's site."""

from django.urls import path

from creatorspark.portals.transparency import staff_views

app_name = "staff_figures"
urlpatterns = [path("", staff_views.figures, name="index")]

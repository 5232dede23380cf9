"""Addresses of the staff's figures, below the staff's site."""

from django.urls import path

from creatorspark.portals.transparency import staff_views

# The staff's site has a content policy of its own, which its theme needs.
app_name = "admin"
urlpatterns = [path("", staff_views.figures, name="index")]

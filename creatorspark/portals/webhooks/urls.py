"""Addresses of the webhook pages."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.webhooks import acts, views

app_name = "webhooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("<row:endpoint_id>/", views.endpoint, name="endpoint"),
    path("<row:endpoint_id>/change/", views.change, name="change"),
    path("<row:endpoint_id>/secret/", views.rotate, name="rotate"),
    path("<row:endpoint_id>/remove/", views.remove, name="remove"),
    path("<row:endpoint_id>/on/", acts.switch_on, name="on"),
    path("<row:endpoint_id>/off/", acts.switch_off, name="off"),
    path("<row:endpoint_id>/test/", acts.test, name="test"),
    path("<row:endpoint_id>/recover/", acts.recover, name="recover"),
    path("deliveries/<row:delivery_id>/resend/", acts.resend, name="resend"),
]

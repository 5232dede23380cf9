"""The API of fraud protection: events come in."""

from django.urls import path
from rest_framework.routers import BaseRouter

from fraud.api.events import Events

urlpatterns = [
    path("events", Events.as_view(), name="events"),
    # A POST can't be led from one to the other, so both are answered and one is described.
    path("events/", Events.as_view(schema=None), name="events-with-slash"),
]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API: none yet."""

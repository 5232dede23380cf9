"""Addresses of the facts."""

from django.urls import path
from rest_framework.routers import BaseRouter

from creatorspark.core.api.account import Me, Tokens
from creatorspark.core.api.appeals import Appeals
from creatorspark.core.api.creators import Creators
from creatorspark.core.api.jobs import Jobs
from creatorspark.core.api.policies import Policies
from creatorspark.core.api.snapshots import Snapshots
from creatorspark.core.api.videos import Videos
from creatorspark.core.api.webhooks import WebhookDeliveries, Webhooks

urlpatterns = [path("me/", Me.as_view(), name="me")]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("creators", Creators, basename="creator")
    router.register("videos", Videos, basename="video")
    router.register("snapshots", Snapshots, basename="snapshot")
    router.register("policies", Policies, basename="policy")
    router.register("jobs", Jobs, basename="job")
    router.register("tokens", Tokens, basename="token")
    router.register("appeals", Appeals, basename="appeal")
    router.register("webhooks", Webhooks, basename="webhook")
    router.register("webhook-deliveries", WebhookDeliveries, basename="webhook-delivery")

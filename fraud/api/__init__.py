"""The API of fraud protection: events come in, alerts are read and decided."""

from django.urls import path
from rest_framework.routers import BaseRouter

from fraud.api.alerts import Alerts
from fraud.api.events import Events
from fraud.api.prototype import DetectFraud, FraudAlerts, ResolveAlert

urlpatterns = [
    path("events", Events.as_view(), name="events"),
    # A POST can't be led from one to the other, so both are answered and one is described.
    path("events/", Events.as_view(schema=None), name="events-with-slash"),
]
# Outside of any version, as the first version of the product had them.
prototype_urlpatterns = [
    path("detect_fraud", DetectFraud.as_view()),
    path("fraud_alerts", FraudAlerts.as_view()),
    path("fraud_alerts/<int:alert_id>/resolve", ResolveAlert.as_view()),
]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("alerts", Alerts, basename="alert")

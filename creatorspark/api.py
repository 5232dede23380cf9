"""The REST API put together: its addresses, its description and its reference page."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from creatorspark.core.api import routes
from creatorspark.core.api.reference import Description, reference
from creatorspark.core.api.views import Nowhere
from creatorspark.portals.creators.alert_api import AlertReport
from creatorspark.portals.creators.draft_api import DraftReport
from creatorspark.portals.transparency.api import Transparency, TransparencyPeriods
from fraud import api as fraud
from marketplace import api as marketplace
from rewards import api as rewards
from scoring import api as scoring

router = SimpleRouter()
routes.register(router)
fraud.register(router)
marketplace.register(router)
rewards.register(router)
scoring.register(router)

version_1 = [
    path("schema/", Description.as_view(), name="schema"),
    path("docs/", reference, name="docs"),
    *routes.urlpatterns,
    *fraud.urlpatterns,
    *scoring.urlpatterns,
    *rewards.urlpatterns,
    *marketplace.urlpatterns,
    path("submissions/<uuid:id>/report/", DraftReport.as_view(), name="submission-report"),
    path("alerts/<int:id>/report/", AlertReport.as_view(), name="alert-report"),
    path("transparency/", TransparencyPeriods.as_view(), name="transparency"),
    path("transparency/<str:period>/", Transparency.as_view(), name="transparency-period"),
    *router.urls,
    re_path(r"", Nowhere.as_view()),
]

urlpatterns = [
    path("v1/", include((version_1, "api"), namespace="api")),
    *fraud.prototype_urlpatterns,
]

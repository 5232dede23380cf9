"""Where each address leads. Composition only."""

from django.contrib import admin
from django.urls import include, path

from creatorspark.core import health
from creatorspark.portals.transparency import staff_urls

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/figures/", include(staff_urls, namespace="staff_figures")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include("creatorspark.api")),
    path("", include("creatorspark.portals.urls")),
]

"""Addresses of the portal."""

from django.urls import include, path

from creatorspark.portals import evidence_views, views
from creatorspark.portals.proof import views as proof_views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("home/", views.home, name="home"),
    path("theme/", views.theme, name="theme"),
    path("messages/", views.notifications, name="notifications"),
    path("messages/read/", views.mark_read, name="notifications_read"),
    path("studio/offers/", include("creatorspark.portals.offers.urls")),
    path("studio/market/", include("creatorspark.portals.market.urls")),
    path("insight/", include("creatorspark.portals.insight.urls")),
    path("kit/", include("creatorspark.portals.market.kit_urls")),
    path("studio/", include("creatorspark.portals.creators.urls")),
    path("appeals/", include("creatorspark.portals.appeals.urls")),
    path("brand/", include("creatorspark.portals.offers.brand_urls")),
    path("brand/", include("creatorspark.portals.brands.urls")),
    path("staff/imports/", include("creatorspark.portals.imports.urls")),
    path("staff/creators-and-brands/", include("creatorspark.portals.market_imports.urls")),
    path("tokens/", include("creatorspark.portals.tokens.urls")),
    path("webhooks/", include("creatorspark.portals.webhooks.urls")),
    path("learn/", include("creatorspark.portals.learn.urls")),
    path("evidence/<uuid:frame_id>.jpg", evidence_views.picture, name="evidence_picture"),
    path("frames/<uuid:frame_id>.jpg", evidence_views.quality_picture, name="quality_picture"),
    path("transparency/", include("creatorspark.portals.transparency.urls")),
    path("proof/", include("creatorspark.portals.proof.urls")),
    path(".well-known/creatorspark-keys.json", proof_views.keys, name="public_keys"),
]

"""Addresses of the guides."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401
from creatorspark.portals.learn import fairness_views, outside_views, views

app_name = "learn"
urlpatterns = [
    path("<guide:guide>/", views.better, name="better"),
    path("", views.index, name="index"),
    path("grades/", views.grades, name="grades"),
    path("fair-play/", views.fair_play, name="fair_play"),
    path("points/", views.points, name="points"),
    path("tiers/", views.tiers, name="tiers"),
    path("fairness/", fairness_views.report, name="fairness"),
    path("fairness/rules/", fairness_views.rules, name="fairness_rules"),
    path("fairness/outcomes.csv", fairness_views.outcomes, name="fairness_outcomes"),
    path("fairness/<week:week>/", fairness_views.report, name="fairness_week"),
    path("earnings/", views.earnings, name="earnings"),
    path("outside/", outside_views.outside, name="outside"),
    path("outside/consent/", outside_views.consent, name="outside_consent"),
    path("originality/", views.originality, name="originality"),
]

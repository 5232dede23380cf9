"""Addresses of appeals."""

from django.urls import path

from creatorspark.portals import converters  # noqa: F401 (registers <row:...>)
from creatorspark.portals.appeals import files, views

app_name = "appeals"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/<slug:kind>/<str:subject_id>/", views.new, name="new"),
    path("<row:appeal_id>/", views.appeal, name="appeal"),
    path("<row:appeal_id>/answer/", views.answer, name="answer"),
    path("<row:appeal_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<row:appeal_id>/proofs/<row:proof_id>/", files.proof, name="proof"),
]

"""Addresses of what anyone may read to check pay."""

from django.urls import path

from creatorspark.portals.proof import views

app_name = "proof"
urlpatterns = [
    path("", views.proof, name="proof"),
    path("policies.json", views.policies, name="policies"),
    path("verify_statement.py", views.script, name="script"),
]

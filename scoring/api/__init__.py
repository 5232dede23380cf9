"""The API of judgements: points and grades of videos."""

from rest_framework.routers import BaseRouter

from scoring.api.grades import Grades
from scoring.api.points import urlpatterns

__all__ = ["register", "urlpatterns"]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("grades", Grades, basename="grade")

"""The API of judgements: points, grades, originality and retention of videos."""

from rest_framework.routers import BaseRouter

from scoring.api import originality, points, retention
from scoring.api.grades import Grades
from scoring.api.submissions import Submissions

__all__ = ["register", "urlpatterns"]

urlpatterns = [*points.urlpatterns, *originality.urlpatterns, *retention.urlpatterns]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("grades", Grades, basename="grade")
    router.register("submissions", Submissions, basename="submission")

"""The API of judgements about videos: points, grades, originality, quality and what they show."""

from rest_framework.routers import BaseRouter

from scoring.api import categories, originality, points, quality, retention
from scoring.api.categories import Assessed
from scoring.api.grades import Grades
from scoring.api.submissions import Submissions

__all__ = ["register", "urlpatterns"]

urlpatterns = [
    *points.urlpatterns,
    *originality.urlpatterns,
    *categories.urlpatterns,
    *quality.urlpatterns,
    *retention.urlpatterns,
]


def register(router: BaseRouter) -> None:
    """Add the collections of this app to the API."""
    router.register("categories", Assessed, basename="category")
    router.register("grades", Grades, basename="grade")
    router.register("submissions", Submissions, basename="submission")

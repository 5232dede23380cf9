"""Creator Spark: pays video creators fairly, and can prove it."""

from creatorspark.celery import app as celery_app

__all__ = ["celery_app"]

"""The Celery application: tasks take ids, may run twice, and resume after a crash."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
# A prefork worker inherits its parent's sockets; a pool per process is asked for only by the web.
os.environ.setdefault("DATABASE_POOL", "false")

app = Celery("creatorspark")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Log lines of a task carry its id and the id of the request that asked for it.
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def _keep_django_logging(**_: Any) -> None:
    """Leave the logging that Django configured in place."""

"""Facts: people, videos, snapshots, policies, jobs and the audit log."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "creatorspark.core"
    label = "core"
    verbose_name = "Facts"

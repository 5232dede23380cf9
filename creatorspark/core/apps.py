"""Facts: people, videos, snapshots, policies, jobs and the audit log."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "creatorspark.core"
    label = "core"
    verbose_name = "Facts"

    def ready(self) -> None:
        """Let workers know the kinds of job that imports and refreshes are."""
        from creatorspark.core.importers import work  # noqa: F401
        from creatorspark.core.tiktok import claim_work  # noqa: F401
        from creatorspark.core.tiktok import work as tiktok_work  # noqa: F401

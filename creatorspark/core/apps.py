"""Facts: people, videos, snapshots, policies, jobs and the audit log."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "creatorspark.core"
    label = "core"
    verbose_name = "Facts"

    def ready(self) -> None:
        """Make known the kinds of job, the terms of appeals, what goes with a creator, and what
        programs can be told."""
        from creatorspark.core.appeals import terms
        from creatorspark.core.appeals.leaving import CHAPTER
        from creatorspark.core.importers import work  # noqa: F401
        from creatorspark.core.services import leaving
        from creatorspark.core.tiktok import claim_work  # noqa: F401
        from creatorspark.core.tiktok import work as tiktok_work  # noqa: F401
        from creatorspark.core.webhooks import kinds
        from creatorspark.core.webhooks.leaving import CHAPTER as WEBHOOKS

        terms.register_kind()
        leaving.register(CHAPTER)
        leaving.register(WEBHOOKS)
        kinds.register_appeals()

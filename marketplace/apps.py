from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    verbose_name = "Marketplace"

    def ready(self) -> None:
        """Make known jobs, policies, and what a creator who is erased or merged leaves here."""
        from creatorspark.core.services import leaving
        from marketplace.services import policies  # noqa: F401
        from marketplace.services.bringing import work  # noqa: F401
        from marketplace.services.leaving import CHAPTER

        leaving.register(CHAPTER)

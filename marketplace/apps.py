from django.apps import AppConfig


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    verbose_name = "Marketplace"

    def ready(self) -> None:
        """Make known jobs, policies, checks, and what a creator who is erased or merged leaves."""
        from creatorspark.core.services import leaving
        from marketplace.services import offers, policies  # noqa: F401
        from marketplace.services.bringing import work  # noqa: F401
        from marketplace.services.leaving import CHAPTER
        from marketplace.services.runs import work as run_work  # noqa: F401

        leaving.register(CHAPTER)
        offers.register()

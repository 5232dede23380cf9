from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "rewards"
    verbose_name = "Rewards"

    def ready(self) -> None:
        """Say what a pay policy is, and what a creator who is erased or merged leaves here."""
        from creatorspark.core.services import leaving
        from rewards.services.leaving import CHAPTER
        from rewards.trials import register

        register()
        leaving.register(CHAPTER)

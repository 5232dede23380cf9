from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "rewards"
    verbose_name = "Rewards"

    def ready(self) -> None:
        """Say what a pay policy is."""
        from rewards.trials import register

        register()

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "Scoring"

    def ready(self) -> None:
        """Say what a points policy is and how it is tried on history."""
        from scoring.trials import register

        register()

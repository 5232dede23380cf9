from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "Scoring"

    def ready(self) -> None:
        """Say what a points policy is, how it is tried on history, and what can be appealed."""
        from creatorspark.core.appeals import handlers
        from creatorspark.core.services import leaving
        from scoring.services.originality.appeals import KIND, OriginalityAppeals
        from scoring.services.originality.evidence import CHAPTER
        from scoring.trials import register

        register()
        handlers.register(KIND, OriginalityAppeals())
        leaving.register(CHAPTER)

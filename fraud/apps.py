from django.apps import AppConfig


class FraudConfig(AppConfig):
    name = "fraud"
    verbose_name = "Fraud protection"

    def ready(self) -> None:
        """Say what holds mean for a creator who leaves, and what a fraud policy states."""
        from creatorspark.core.services import leaving
        from fraud.services import policies
        from fraud.services.leaving import CHAPTER

        leaving.register(CHAPTER)
        policies.register()

from django.apps import AppConfig


class FraudConfig(AppConfig):
    name = "fraud"
    verbose_name = "Fraud protection"

    def ready(self) -> None:
        """Say what holds mean for a creator who is erased or merged."""
        from creatorspark.core.services import leaving
        from fraud.services.leaving import CHAPTER

        leaving.register(CHAPTER)

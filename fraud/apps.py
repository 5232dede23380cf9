from django.apps import AppConfig


class FraudConfig(AppConfig):
    name = "fraud"
    verbose_name = "Fraud protection"

    def ready(self) -> None:
        """Say what holds mean for a creator who leaves, what a fraud policy states, and who
        answers appeals against alerts.
        """
        from creatorspark.core.appeals import handlers
        from creatorspark.core.services import leaving
        from fraud.domain.outcomes import SUBJECT_KIND
        from fraud.services import announcing
        from fraud.services.appeals import APPEAL_TERMS, AlertAppeals
        from fraud.services.events import secret
        from fraud.services.leaving import CHAPTER
        from fraud.trials import register as register_trials

        leaving.register(CHAPTER)
        announcing.register()
        register_trials()
        secret.register_check()
        handlers.register(SUBJECT_KIND, AlertAppeals(), terms=APPEAL_TERMS)

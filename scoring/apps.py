from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "Scoring"

    def ready(self) -> None:
        """Make known what scoring adds to policies, appeals and the leaving of creators."""
        from creatorspark.core.appeals import handlers
        from creatorspark.core.services import leaving
        from scoring.services.categories import leaving as categories
        from scoring.services.media import leaving as media
        from scoring.services.opinions import leaving as opinions
        from scoring.services.originality import evidence
        from scoring.services.originality import leaving as originality
        from scoring.services.originality.appeals import OriginalityAppeals
        from scoring.services.originality.contested import KIND
        from scoring.services.quality import frame_removal
        from scoring.services.quality import keeping as quality
        from scoring.services.retention import leaving as retention
        from scoring.trials import register

        register()
        handlers.register(KIND, OriginalityAppeals())
        # Before submissions forget which files they had.
        leaving.register(frame_removal.CHAPTER)
        # Before the files' digests are forgotten, by which it finds what it keeps.
        leaving.register(quality.CHAPTER)
        leaving.register(media.CHAPTER)
        leaving.register(evidence.CHAPTER)
        leaving.register(originality.CHAPTER)
        leaving.register(retention.CHAPTER)
        leaving.register(categories.CHAPTER)
        leaving.register(opinions.CHAPTER)

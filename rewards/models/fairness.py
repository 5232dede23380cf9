"""How alike groups were paid in a week."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FairnessReport(models.Model):
    """The fairness measures of one closed week, as `rewards.domain.fairness_facts` reads them.

    Bonuses of a week go on for some weeks, so its report is worked out again until they settle.
    """

    week = models.DateField(unique=True, help_text=_("Monday of the ISO week."))
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    measures = models.JSONField()
    computed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.week:%G-W%V}"

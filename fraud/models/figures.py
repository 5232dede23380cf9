"""How protection did in a month or a quarter that is over, as it was worked out then."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PeriodFigures(models.Model):
    """The figures of one period that is over. Appended once, never changed.

    `figures` are exact and for staff; `published` is what everybody may read, without small
    counts. What is decided later about an old alert counts in the period in which it is decided.
    """

    class Length(models.TextChoices):
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")

    length = models.CharField(max_length=8, choices=Length)
    starts = models.DateField(help_text=_("The first day, in UTC."))
    figures = models.JSONField()
    published = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, help_text=_("Of what is published, or the figures."))
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("period figures")
        constraints = [
            models.UniqueConstraint(fields=["length", "starts"], name="figures_once_per_period"),
            models.CheckConstraint(
                condition=models.Q(length__in=["month", "quarter"]), name="figures_length_known"
            ),
            # Two lengths at once could be subtracted from each other.
            models.CheckConstraint(
                condition=models.Q(length="quarter") | models.Q(published__isnull=True),
                name="figures_of_quarters_are_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.length} from {self.starts:%Y-%m-%d}"

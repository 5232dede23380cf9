"""What a creator said to a brand that was suggested."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BrandAnswer(models.Model):
    """A creator's answer to a suggested brand; the last one counts, the audit log keeps others."""

    class Answer(models.TextChoices):
        INTERESTED = "interested", _("Would like to work with them")
        DECLINED = "declined", _("Not for me")

    class Reason(models.TextChoices):
        NONE = "", "–"
        CONTENT = "content", _("It doesn't suit what I make")
        AUDIENCE = "audience", _("My audience isn't theirs")
        PAY = "pay", _("They pay too little")
        RIVAL = "rival", _("I work with a rival of theirs")
        NOT_NOW = "not_now", _("Not now, later perhaps")
        INDUSTRY = "industry", _("I never work for what they sell")
        BRAND = "brand", _("I never want to work with them")

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    brand = models.ForeignKey("marketplace.Brand", on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    reason = models.CharField(max_length=10, choices=Reason, blank=True, default=Reason.NONE)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "brand"], name="brand_answer_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["interested", "declined"]),
                name="brand_answer_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reason__in=[
                        *("", "content", "audience", "pay", "rival", "not_now"),
                        *("industry", "brand"),
                    ]
                ),
                name="brand_answer_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="declined") | models.Q(reason=""),
                name="brand_answer_reason_declines",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id} to {self.brand_id}: {self.answer}"

"""Files of creators and brands that were read, row by row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models.imports import FileOnItsWay


class MarketImport(FileOnItsWay):
    """One file on its way in: uploaded, looked at, confirmed, imported."""

    class Kind(models.TextChoices):
        CREATORS = "creators", _("Creators")
        BRANDS = "brands", _("Brands")

    kind = models.CharField(max_length=8, choices=Kind)
    rows_read = models.PositiveIntegerField(default=0)
    rows_added = models.PositiveIntegerField(default=0)
    rows_updated = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    rows_noted = models.PositiveIntegerField(
        default=0, help_text=_("Rows that were kept with something to look at.")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["creators", "brands"]), name="market_import_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["uploaded", "confirmed", "imported", "failed", "discarded"]
                ),
                name="market_import_state_known",
            ),
        ]


class ImportedRow(models.Model):
    """One row: as it stood, as it was read, everything odd about it, and what became of it."""

    class State(models.TextChoices):
        ADDED = "added", _("Added")
        UPDATED = "updated", _("Updated")
        UNCHANGED = "unchanged", _("Known already")
        REJECTED = "rejected", _("Left out")

    run = models.ForeignKey(
        MarketImport, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    number = models.PositiveIntegerField(help_text=_("Line of the file, from 1."))
    state = models.CharField(max_length=9, choices=State)
    original = models.JSONField(default=dict)
    cleaned = models.JSONField(default=dict)
    problems = models.JSONField(
        default=list, help_text=_("Code, column, what stood there, what it was taken for.")
    )
    creator = models.ForeignKey(
        "core.Creator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    brand = models.ForeignKey(
        "marketplace.Brand", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="imported_row_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["added", "updated", "unchanged", "rejected"]),
                name="imported_row_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(creator__isnull=True) | models.Q(brand__isnull=True),
                name="imported_row_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.number}: {self.state}"

"""Lists of spammers' hosts that were brought in: each version stays, the newest is in force."""

from django.db import models
from django.utils import timezone


class SpamHostList(models.Model):
    """One version of a list that others keep. Appended, never changed."""

    source = models.CharField(max_length=500, help_text="Where it came from.")
    licence = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="Of its hosts, sorted, one a line.")
    hosts = models.TextField(help_text="One a line, sorted.")
    count = models.PositiveIntegerField()
    left_out = models.JSONField(default=list, help_text="Lines that don't count, and why.")
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.count} hosts of {self.brought_at:%Y-%m-%d}"

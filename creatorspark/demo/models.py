"""Remembers which demo world was seeded, so that a run that was cut short can go on with it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone


class SeededWorld(models.Model):
    """The one demo world of a database: what it grew from and which stages are done."""

    only = models.BooleanField(default=True, unique=True)
    seed = models.PositiveIntegerField()
    scale = models.FloatField()
    now = models.DateTimeField(help_text="The moment its history ends.")
    facts_sha256 = models.CharField(max_length=64)
    stages_done = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(only=True), name="demo_world_at_most_one_is_kept"
            ),
            models.CheckConstraint(
                condition=models.Q(scale__gt=0), name="demo_world_scale_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"demo world {self.seed} at scale {self.scale:g}, {self.now:%Y-%m-%d}"

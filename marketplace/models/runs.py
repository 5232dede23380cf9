"""Matching, run by run: what was known of each creator, and who suits whom."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MatchRun(models.Model):
    """One full computation. Pages read one ready run; publishing the next retires it."""

    class State(models.TextChoices):
        BUILDING = "building", _("Building")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        RETIRED = "retired", _("Retired")

    version = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.BUILDING)
    policy = models.ForeignKey(
        "core.Policy", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seed = models.BigIntegerField(default=0)
    quality = models.JSONField(
        default=dict, blank=True, help_text=_("Measures of the lists: spread, shown, warnings.")
    )
    sha256 = models.CharField(max_length=64, blank=True, help_text=_("Of all its lists."))
    error = models.TextField(blank=True)
    job = models.ForeignKey(
        "core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["building", "ready", "failed", "retired"]),
                name="match_run_state_known",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="ready"), name="match_run_one_ready"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.version} ({self.state})"


class CreatorProfile(models.Model):
    """What a run knew of a creator. Derived: it can be thrown away and made again.

    Facets stand in columns of their own; what only matching reads is in `mix`, `embedding` and
    the JSON fields.
    """

    run = models.ForeignKey(
        MatchRun, on_delete=models.CASCADE, related_name="profiles", db_index=False
    )
    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    mix = models.JSONField(default=dict, help_text=_("Share by category of videos."))
    embedding = models.BinaryField(
        default=b"", help_text=_("float32, little-endian; empty: nothing to embed.")
    )
    words = models.JSONField(
        default=dict,
        help_text=_("By stem: the word, the posts it is in as bits, whether the profile has it."),
    )
    audience = models.JSONField(
        default=dict, help_text=_("Ages by band, female_share, markets, source, as_of.")
    )
    performance = models.JSONField(default=dict)
    trust = models.JSONField(default=dict)
    rate = models.JSONField(
        default=dict, help_text=_("low, middle, high in minor units, currency, sample.")
    )
    rhythm = models.JSONField(default=dict)
    ages_of_data = models.JSONField(
        default=dict, help_text=_("The newest day of each kind of data, ISO dates.")
    )
    category = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=12, blank=True)
    followers = models.PositiveBigIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=2, blank=True)
    originality = models.FloatField(null=True, blank=True)
    rate_middle = models.PositiveBigIntegerField(null=True, blank=True)
    verified = models.BooleanField(default=False)
    is_new = models.BooleanField(
        default=False,
        help_text=_("None of the videos was graded yet, shown or not."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "creator"], name="creator_profile_once_a_run"),
        ]

    def __str__(self) -> str:
        return f"profile of {self.creator_id} in run {self.run_id}"


class Match(models.Model):
    """One place in one list: of creators for a campaign or a brand, or of brands for a creator."""

    class Direction(models.TextChoices):
        CREATORS = "creators", _("Creators for a brand")
        BRANDS = "brands", _("Brands for a creator")

    run = models.ForeignKey(
        MatchRun, on_delete=models.CASCADE, related_name="matches", db_index=False
    )
    direction = models.CharField(max_length=8, choices=Direction)
    campaign = models.ForeignKey(
        "marketplace.Campaign", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    campaign_version = models.PositiveIntegerField(null=True, blank=True)
    brand = models.ForeignKey(
        "marketplace.Brand", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField(help_text=_("Place in its list, from 1."))
    score = models.FloatField(help_text=_("0 to 1."))
    factors = models.JSONField(
        default=list, help_text=_("Each with name, weight, value and the evidence it names.")
    )
    warnings = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = _("matches")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(direction__in=["creators", "brands"]),
                name="match_direction_known",
            ),
            models.CheckConstraint(
                condition=models.Q(campaign__isnull=True, brand__isnull=False)
                | models.Q(campaign__isnull=False, brand__isnull=True),
                name="match_campaign_or_brand",
            ),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="match_rank_from_one"),
            models.UniqueConstraint(
                fields=["run", "campaign", "rank"],
                condition=models.Q(direction="creators", campaign__isnull=False),
                name="match_place_for_campaign",
            ),
            models.UniqueConstraint(
                fields=["run", "brand", "rank"],
                condition=models.Q(direction="creators", brand__isnull=False),
                name="match_place_for_brand",
            ),
            models.UniqueConstraint(
                fields=["run", "creator", "rank"],
                condition=models.Q(direction="brands"),
                name="match_place_for_creator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.rank}: {self.score:.3f}"

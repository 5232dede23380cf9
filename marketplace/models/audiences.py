"""Who watches a creator, and what a creator lets brands see."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Audience(models.Model):
    """Who watched a creator as of a day, by one source. Append-only; the newest is current.

    Shares are 0 to 1. What a source didn't say is empty, which isn't the same as zero.
    """

    class Source(models.TextChoices):
        FILE = "file", _("A file")
        CREATOR = "creator", _("The creator")
        PLATFORM = "platform", _("The platform")
        EVENTS = "events", _("Counted here")

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ages = models.JSONField(default=dict, blank=True, help_text=_("Share by band of ages."))
    female_share = models.FloatField(null=True, blank=True)
    markets = models.JSONField(default=dict, blank=True, help_text=_("Share by country, ISO code."))
    original = models.JSONField(
        default=dict, blank=True, help_text=_("What the source said, word for word.")
    )
    source = models.CharField(max_length=8, choices=Source)
    as_of = models.DateField(help_text=_("The day the figures are of."))
    is_dated = models.BooleanField(
        default=True,
        help_text=_("Without it nobody named the day, and it is that on which they came in."),
    )
    is_current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creator"],
                condition=models.Q(is_current=True),
                name="audience_one_current_a_creator",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["file", "creator", "platform", "events"]),
                name="audience_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(female_share__isnull=True)
                | models.Q(female_share__gte=0, female_share__lte=1),
                name="audience_female_share_is_share",
            ),
        ]
        indexes = [models.Index(fields=["creator", "-as_of"], name="audience_of_creator")]

    def __str__(self) -> str:
        return f"audience of {self.creator_id} as of {self.as_of}"


def shown_at_first() -> dict[str, bool]:
    """Return what brands see until the creator says otherwise: what platforms show anyway.

    Audiences are part of it, since a match that says why has to name them.
    """
    return {
        "followers": True,
        "audience": True,
        "categories": True,
        "grade": True,
        "originality": True,
        "rate": False,
        "videos": True,
    }


class Listing(models.Model):
    """A creator's entry in the marketplace: what it says, what it shows, what it refuses."""

    creator = models.OneToOneField("core.Creator", on_delete=models.PROTECT, related_name="listing")
    about = models.TextField(blank=True)
    topics = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text=_("What the creator makes, a phrase each."),
    )
    topics_original = models.TextField(blank=True, help_text=_("The same, as it was given."))
    reported = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("Totals that a file gave: likes, comments, shares, views. Not checked here."),
    )
    reported_on = models.DateField(null=True, blank=True)
    original = models.JSONField(
        default=dict, blank=True, help_text=_("The row of the file it came from, untouched.")
    )
    is_listed = models.BooleanField(default=True, help_text=_("Whether brands can find it."))
    shows = models.JSONField(
        default=shown_at_first, blank=True, help_text=_("What brands may see, by its name.")
    )
    refuses = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        help_text=_("Industries it never works for."),
    )
    refused_brands = models.ManyToManyField("marketplace.Brand", blank=True, related_name="+")
    accepts_offers = models.BooleanField(default=True)
    least_fee = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("In minor units; offers below it aren't sent.")
    )
    currency = models.CharField(max_length=3, blank=True)
    public_kit = models.SlugField(
        max_length=60, blank=True, help_text=_("Address of the public media kit; empty: none.")
    )
    chosen_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When its creator last said whether brands may find it.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["public_kit"], condition=~models.Q(public_kit=""), name="listing_kit_once"
            ),
            models.CheckConstraint(
                condition=models.Q(least_fee__isnull=True) | ~models.Q(currency=""),
                name="listing_fee_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"listing of {self.creator_id}"

"""From a list of names to a finished piece of work: shortlists, offers, deliveries."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Shortlist(models.Model):
    """Creators that a team keeps for a campaign."""

    campaign = models.ForeignKey(
        "marketplace.Campaign",
        on_delete=models.CASCADE,
        related_name="shortlists",
        db_index=False,
    )
    name = models.CharField(max_length=120)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="shortlist_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ShortlistEntry(models.Model):
    """A creator on a shortlist, with what the team noted."""

    shortlist = models.ForeignKey(
        Shortlist, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("shortlist entries")
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "creator"], name="shortlist_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id} on {self.shortlist_id}"


class OfferState(models.TextChoices):
    """Where an offer stands."""

    INVITED = "invited", _("Invited")
    OFFERED = "offered", _("Offered")
    COUNTERED = "countered", _("Countered")
    ACCEPTED = "accepted", _("Accepted")
    DELIVERED = "delivered", _("Delivered")
    DISPUTED = "disputed", _("In dispute")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


# What is still going on; one at a time for a campaign and a creator.
OPEN_STATES = ("invited", "offered", "countered", "accepted", "delivered", "disputed")
ALL_STATES = (*OPEN_STATES, "completed", "declined", "withdrawn", "expired", "cancelled")


class Offer(models.Model):
    """A brand's offer to a creator. `version` grows with every step: two answers can't both win."""

    State = OfferState

    campaign = models.ForeignKey(
        "marketplace.Campaign", on_delete=models.PROTECT, related_name="offers", db_index=False
    )
    campaign_version = models.PositiveIntegerField(default=1)
    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=OfferState, default=OfferState.INVITED)
    version = models.PositiveIntegerField(default=1)
    amount = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("In minor units; an invitation may name none.")
    )
    currency = models.CharField(max_length=3, blank=True)
    commission = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("The operator's share on top of it, in minor units.")
    )
    policy = models.ForeignKey(
        "core.Policy", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    wish = models.TextField(blank=True, help_text=_("What the brand would like to have made."))
    deadline = models.DateTimeField(
        null=True, blank=True, help_text=_("Until when an answer counts.")
    )
    deliver_by = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("Why this creator, as it was known then: score, factors, run."),
    )
    answer_reason = models.CharField(
        max_length=40, blank=True, help_text=_("Why it was declined; teaches the matching.")
    )
    is_demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When something was delivered last.")
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    settled = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("The fee that is owed in the end, in minor units.")
    )
    settled_commission = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("The operator's share of that, in minor units.")
    )
    paid_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the brand's payment arrived.")
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ALL_STATES), name="offer_state_known"
            ),
            models.UniqueConstraint(
                fields=["campaign", "creator"],
                condition=models.Q(state__in=OPEN_STATES),
                name="offer_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | ~models.Q(currency=""),
                name="offer_amount_has_currency",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "delivered", "disputed", "completed"])
                | models.Q(
                    amount__isnull=False,
                    amount__gt=0,
                    commission__isnull=False,
                    accepted_at__isnull=False,
                ),
                name="offer_accepted_has_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="completed",
                    settled__isnull=False,
                    settled_commission__isnull=False,
                    settled__gt=0,
                    settled__lte=models.F("amount"),
                    settled_commission__lte=models.F("commission"),
                    completed_at__isnull=False,
                )
                | (
                    ~models.Q(state="completed")
                    & models.Q(settled__isnull=True, settled_commission__isnull=True)
                ),
                name="offer_completed_is_settled",
            ),
            models.CheckConstraint(
                condition=models.Q(paid_at__isnull=True) | models.Q(state="completed"),
                name="offer_paid_is_completed",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state"], name="offer_of_campaign"),
            models.Index(fields=["creator", "state"], name="offer_of_creator"),
            models.Index(
                fields=["delivered_at"],
                condition=models.Q(state="delivered"),
                name="offer_waits_for_a_yes",
            ),
            models.Index(
                fields=["deadline"],
                condition=models.Q(state__in=["invited", "offered", "countered"]),
                name="offer_waits_for_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk} ({self.state})"


class OfferMessage(models.Model):
    """Something one side wrote to the other."""

    class Side(models.TextChoices):
        BRAND = "brand", _("Brand")
        CREATOR = "creator", _("Creator")
        STAFF = "staff", _("Staff")

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=7, choices=Side)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=["brand", "creator", "staff"]),
                name="offer_message_side_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} on offer {self.offer_id}"


class OfferStep(models.Model):
    """A step in an offer's life: the timeline both sides see.

    Append-only, so it holds no words of a person: those are messages, and can be forgotten.
    """

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=9, choices=OfferState, blank=True)
    state = models.CharField(max_length=9, choices=OfferState)
    amount = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("What was on the table then, in minor units.")
    )
    currency = models.CharField(max_length=3, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,  # the step outlives the account and keeps its number
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ALL_STATES), name="offer_step_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} → {self.state}"


class Delivery(models.Model):
    """A video that a creator made for an offer."""

    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    video = models.ForeignKey("core.Video", on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["offer", "video"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"video {self.video_id} for offer {self.offer_id}"

"""Brands, the people who speak for them, and who stands against whom."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Brand(models.Model):
    """A company that looks for creators.

    What it wants stands twice: cleaned in the fields, and in `original` as the file or the person
    gave it. `industries` are read from its words until staff say otherwise.
    """

    class Source(models.TextChoices):
        READ = "read", _("Read from its words")
        STAFF = "staff", _("Set by staff")

    class ParentSource(models.TextChoices):
        NONE = "", "–"
        SUGGESTED = "suggested", _("Suggested by rule")
        STAFF = "staff", _("Set by staff")

    name = models.CharField(max_length=200, unique=True)
    external_id = models.CharField(
        max_length=100, blank=True, help_text=_("Its number in the file it came from.")
    )
    website = models.URLField(blank=True)
    about = models.TextField(blank=True)
    goals = models.TextField(blank=True, help_text=_("What it wants to reach, in its own words."))
    activities = models.TextField(
        blank=True, help_text=_("What it did with creators before, in its own words.")
    )
    target_ages = models.CharField(
        max_length=5, blank=True, help_text=_("Like 13-35, both included; empty is everybody.")
    )
    target_genders = ArrayField(
        models.CharField(max_length=10),
        default=list,
        blank=True,
        help_text=_("female, male; empty is everybody."),
    )
    target_markets = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        help_text=_("Countries by ISO code; empty is the whole world."),
    )
    industries = models.JSONField(
        default=list,
        blank=True,
        help_text=_("What it sells: industry, share of all, and the words that tell."),
    )
    industries_source = models.CharField(max_length=5, choices=Source, default=Source.READ)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    parent_source = models.CharField(
        max_length=9,
        choices=ParentSource,
        blank=True,
        default=ParentSource.NONE,
        help_text=_("Who said so. What staff said, that it stands alone too, no rule changes."),
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    suspended_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when staff keep it from asking creators.")
    )
    original = models.JSONField(
        default=dict, blank=True, help_text=_("The row of the file it came from, untouched.")
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="brand_name_once_in_any_case"),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~models.Q(external_id=""),
                name="brand_external_id_once",
            ),
            models.CheckConstraint(
                condition=models.Q(industries_source__in=["read", "staff"]),
                name="brand_industries_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(parent_source__in=["", "suggested", "staff"]),
                name="brand_parent_source_known",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="brand_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether staff have checked that it is who it says."""
        return self.verified_at is not None

    @property
    def is_suspended(self) -> bool:
        """Whether staff keep it from asking creators."""
        return self.suspended_at is not None


class BrandMember(models.Model):
    """A person of a brand's team; somebody who left keeps the row, so that acts keep a name."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MEMBER = "member", _("Member")

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="brand_memberships"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    created_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "user"], name="brand_member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "member"]), name="brand_member_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.brand_id}"


class BrandInvitation(models.Model):
    """Somebody whom an owner asked onto a team, by address; they join only by saying so.

    It stands alike whether or not an account uses the address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REVOKED = "revoked", _("Taken back")

    brand = models.ForeignKey(
        Brand, on_delete=models.CASCADE, related_name="invitations", db_index=False
    )
    email = models.EmailField(help_text=_("In small letters."))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "email"],
                condition=models.Q(state="waiting"),
                name="brand_invitation_one_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "accepted", "declined", "revoked"]),
                name="brand_invitation_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["email"],
                condition=models.Q(state="waiting"),
                name="brand_invitation_of_address",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.brand_id}"


class Rivalry(models.Model):
    """Two brands that don't want the same creator at the same time. The lower number is first."""

    class Source(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested by rule")
        STAFF = "staff", _("Set by staff")

    first = models.ForeignKey(
        Brand, on_delete=models.CASCADE, related_name="rivalries_as_first", db_index=False
    )
    second = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="rivalries_as_second")
    source = models.CharField(max_length=9, choices=Source, default=Source.SUGGESTED)
    active = models.BooleanField(
        default=True, help_text=_("Whether it counts. One that staff ended isn't suggested again.")
    )
    because = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("rivalries")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="rivalry_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="rivalry_lower_first"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["suggested", "staff"]), name="rivalry_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} against {self.second_id}"

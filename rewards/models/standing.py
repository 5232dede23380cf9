"""A creator's tier and how it came, and histories carried over from elsewhere."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TierWeek(models.Model):
    """One look at every creator's tier, in the week that begins on `week`, by one policy.

    The counts are of this look: what was announced, and how many were warned.
    """

    week = models.DateField(unique=True, help_text=_("Monday of the ISO week."))
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    creators = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    lowered = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-week"]

    def __str__(self) -> str:
        return f"{self.week:%G-W%V}"


class TierStanding(models.Model):
    """The tier a creator has from a week on. Announced before it starts; append-only.

    `inputs` hold what it was computed from, and what the next tier would have needed.
    """

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    week = models.DateField(help_text=_("Monday of the first ISO week in which it counts."))
    tier = models.CharField(max_length=20, blank=True)
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField()
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "week"], name="tier_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id}: {self.tier or '–'} from {self.week:%G-W%V}"


class TierWarning(models.Model):
    """A week in which a creator's videos earned less than the tier they have. Append-only.

    Weeks of warning in a row lead to a lower tier; `weeks_left` says how many more it takes.
    """

    creator = models.ForeignKey(
        "core.Creator", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    week = models.DateField(help_text=_("Monday of the ISO week that was looked at."))
    tier = models.CharField(max_length=20, help_text=_("The tier that is at risk."))
    earned = models.CharField(max_length=20, blank=True)
    weeks_left = models.PositiveSmallIntegerField()
    policy = models.ForeignKey("core.Policy", on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField()
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "week"], name="tier_warning_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.creator_id}: {self.tier} at risk in {self.week:%G-W%V}"


class TrustedIssuer(models.Model):
    """Another instance whose signed histories staff trust, by the key that signs them."""

    name = models.CharField(max_length=200)
    public_key = models.CharField(
        max_length=60, unique=True, help_text=_("Ed25519, base64, as the issuer publishes it.")
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )

    def __str__(self) -> str:
        return self.name


class CarriedHistory(models.Model):
    """A signed record that a creator brought from another instance. Shown, never mixed into pay.

    It is verified only where staff trust its issuer's key: anybody can make a key of their own.
    """

    class Basis(models.TextChoices):
        TRUSTED = "trusted", _("Signed by an issuer that our staff trust")
        KEY_BROUGHT = "key_brought", _("The signature fits the key that came with it")
        KEY_UNKNOWN = "key_unknown", _("Signed by a key that nobody confirmed")
        CHANGED = "changed", _("It was changed after it was signed")
        NOT_SIGNED = "not_signed", _("The signature is not the key's")
        ANOTHER_PROFILE = "another_profile", _("It names another account")

    creator = models.ForeignKey("core.Creator", on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=200)
    public_key = models.CharField(max_length=60)
    is_verified = models.BooleanField(default=False)
    basis = models.CharField(max_length=16, choices=Basis, default=Basis.KEY_UNKNOWN)
    verdict = models.CharField(max_length=300, help_text=_("Why it is verified or not."))
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("carried histories")
        constraints = [
            models.UniqueConstraint(fields=["creator", "sha256"], name="history_once_per_creator"),
            models.CheckConstraint(
                condition=models.Q(basis="trusted", is_verified=True)
                | models.Q(
                    basis__in=[
                        "key_brought",
                        "key_unknown",
                        "changed",
                        "not_signed",
                        "another_profile",
                    ],
                    is_verified=False,
                ),
                name="history_verified_by_trust_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} ({self.get_basis_display()})"

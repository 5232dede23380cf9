"""Users and how they prove who they are."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a saved user; an empty password makes the account unusable until a reset."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a saved member of staff with every permission."""
        return self.create_user(
            email,
            password,
            **{"role": User.Role.STAFF, "is_staff": True, "is_superuser": True, **fields},
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in: a creator, a member of a brand, an auditor, or staff."""

    class Role(models.TextChoices):
        CREATOR = "creator", _("Creator")
        BRAND = "brand", _("Brand")
        AUDITOR = "auditor", _("Auditor")
        STAFF = "staff", _("Staff")

    email = models.EmailField(_("e-mail address"), max_length=254)
    display_name = models.CharField(_("display name"), max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.CREATOR)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["creator", "brand", "auditor", "staff"]),
                name="user_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(is_staff=False) | models.Q(role="staff"),
                name="user_staff_has_staff_role",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email


class ProfileClaim(models.Model):
    """An account's wish to be known as the person behind a creator profile."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Proof(models.TextChoices):
        BIO_CODE = "bio_code", _("Code in the bio")
        STAFF = "staff", _("Staff approval")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="claims")
    creator = models.ForeignKey("core.Creator", on_delete=models.CASCADE, related_name="claims")
    code = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    proof = models.CharField(max_length=10, choices=Proof, blank=True)
    message = models.TextField(blank=True)
    decision_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "creator"],
                condition=models.Q(state="pending"),
                name="claim_one_pending_per_user_and_creator",
            ),
            models.UniqueConstraint(
                fields=["creator"],
                condition=models.Q(state="approved"),
                name="claim_one_approved_per_creator",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "approved", "rejected", "withdrawn"]),
                name="claim_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} claims {self.creator_id} ({self.state})"


class ApiToken(models.Model):
    """A machine's key. Only its hash is kept; the secret is shown once."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")
        INGEST = "ingest", _("Send metrics and events")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.READ)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope__in=["read", "write", "ingest"]), name="token_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class IdempotentResponse(models.Model):
    """The stored answer to a write, given again when the same key comes twice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    status_code = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_per_user"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"

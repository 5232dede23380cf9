"""Brands and the people who speak for them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Brand(models.Model):
    """A company that looks for creators."""

    name = models.CharField(max_length=200, unique=True)
    website = models.URLField(blank=True)
    about = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class BrandMember(models.Model):
    """A person of a brand's team."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MEMBER = "member", _("Member")

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="brand_memberships"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "user"], name="brand_member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "member"]), name="brand_member_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.brand_id}"

"""Accounts, claims, tokens and messages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from creatorspark.core.models import ApiToken, Notification, ProfileClaim, User
from creatorspark.core.services import accounts, claims, tokens


def _close(order: Order) -> str:
    accounts.set_active(order.row, active=False, reason=order.answers["reason"], actor=order.actor)
    return _("The account is closed. Its points and history stay.")


def _open(order: Order) -> str:
    accounts.set_active(order.row, active=True, reason=order.answers["reason"], actor=order.actor)
    return _("The account is open again.")


def _make_staff(order: Order) -> str:
    accounts.set_staff(order.row, staff=True, actor=order.actor, now=order.now)
    return _("They are staff now, and set up a second factor at their next visit.")


def _leave_staff(order: Order) -> str:
    accounts.set_staff(order.row, staff=False, actor=order.actor, now=order.now)
    return _("They are no longer staff.")


def _make_auditor(order: Order) -> str:
    accounts.set_auditor(order.row, auditor=True, actor=order.actor, now=order.now)
    return _("They may read rules and fairness reports now, and nothing else.")


def _leave_auditors(order: Order) -> str:
    accounts.set_auditor(order.row, auditor=False, actor=order.actor, now=order.now)
    return _("They are no longer an auditor; the account is an ordinary one again.")


def _reset_second_factor(order: Order) -> str:
    took_off = accounts.reset_second_factor(
        order.row, reason=order.answers["reason"], actor=order.actor, now=order.now
    )
    if took_off:
        return _("The second factor is off and the person was told.")
    return _("There was no second factor; nothing was changed.")


def _owner(row: User, actor: User) -> bool:
    return actor.is_superuser and row.pk != actor.pk


@admin.register(User)
class UserAdmin(FactAdmin):
    """Accounts: found by address or name, closed and opened with a reason."""

    list_display = ("email", "display_name", "role_label", "is_active", "date_joined", "last_login")
    list_filter = ("role", "is_active", "is_superuser")
    search_fields = ("email", "display_name")
    ordering = ("-date_joined",)
    fields = ("email", "display_name", "role", "is_active", "is_superuser", "date_joined")
    acts = (
        Act(
            name="close",
            label=gettext_lazy("Close the account"),
            explanation=gettext_lazy("They can't sign in any more. Points and history stay."),
            run=_close,
            form=Reason,
            refusals=(accounts.AccountError,),
            may=lambda row, actor: row.is_active and row.pk != actor.pk and _may_touch(row, actor),
            variant=ActionVariant.DANGER,
        ),
        Act(
            name="open",
            label=gettext_lazy("Open the account again"),
            run=_open,
            form=Reason,
            refusals=(accounts.AccountError,),
            may=lambda row, actor: not row.is_active and _may_touch(row, actor),
        ),
        Act(
            name="make-staff",
            label=gettext_lazy("Make staff"),
            explanation=gettext_lazy("Staff see every account and decide about rewards."),
            run=_make_staff,
            refusals=(accounts.AccountError,),
            may=lambda row, actor: _owner(row, actor) and not row.is_staff,
        ),
        Act(
            name="leave-staff",
            label=gettext_lazy("Remove from staff"),
            run=_leave_staff,
            refusals=(accounts.AccountError,),
            may=lambda row, actor: _owner(row, actor) and row.is_staff,
        ),
        Act(
            name="make-auditor",
            label=gettext_lazy("Make an auditor"),
            explanation=gettext_lazy(
                "An independent reader of rules, fairness reports and their anonymised export. "
                "They see no person and change nothing."
            ),
            run=_make_auditor,
            refusals=(accounts.AccountError,),
            may=lambda row, actor: _owner(row, actor) and row.role == User.Role.CREATOR,
        ),
        Act(
            name="leave-auditors",
            label=gettext_lazy("Remove from auditors"),
            run=_leave_auditors,
            refusals=(accounts.AccountError,),
            may=lambda row, actor: _owner(row, actor) and row.role == User.Role.AUDITOR,
        ),
        Act(
            name="reset-second-factor",
            label=gettext_lazy("Take off the second factor"),
            explanation=gettext_lazy("For someone who lost their device. Check who asks."),
            run=_reset_second_factor,
            form=Reason,
            refusals=(accounts.AccountError,),
            may=_owner,
        ),
    )

    @display(description=gettext_lazy("Role"), label=True, ordering="role")
    def role_label(self, row: User) -> str:
        """Show the role as a label."""
        return row.get_role_display()


def _may_touch(row: User, actor: User) -> bool:
    """Say whether `actor` may close or open the account: only owners touch staff."""
    return actor.is_superuser or not row.is_staff


def _approve(order: Order) -> str:
    claims.approve(order.row, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("Approved. The profile now belongs to the account, and the person was told.")


def _reject(order: Order) -> str:
    claims.reject(order.row, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("Rejected, and the person was told why.")


def _release(order: Order) -> str:
    claims.release(order.row, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("Undone: the profile is free again. Its points stay with the profile.")


def _is_pending(row: ProfileClaim, actor: User) -> bool:
    return row.state == ProfileClaim.State.PENDING


@admin.register(ProfileClaim)
class ProfileClaimAdmin(FactAdmin):
    """Who says they are whom: the open ones first."""

    list_display = ("creator", "user", "state_label", "code", "created_at", "decided_at")
    list_filter = ("state", "proof", "created_at")
    list_select_related = ("creator", "user")
    search_fields = ("user__email", "creator__handle", "creator__external_id", "code")
    ordering = ("decided_at", "created_at")
    fields = (
        ("creator", "user"),
        ("state", "proof"),
        "code",
        "bio_on_record",
        "message",
        "decision_reason",
        ("created_at", "decided_at", "decided_by"),
    )
    readonly_fields = ("bio_on_record",)
    acts = (
        Act(
            name="approve",
            label=gettext_lazy("Approve"),
            explanation=gettext_lazy(
                "The account becomes the owner of the profile. Other open claims to it close."
            ),
            run=_approve,
            form=Reason,
            refusals=(claims.ClaimError,),
            may=_is_pending,
            variant=ActionVariant.PRIMARY,
        ),
        Act(
            name="reject",
            label=gettext_lazy("Reject"),
            run=_reject,
            form=Reason,
            refusals=(claims.ClaimError,),
            may=_is_pending,
        ),
        Act(
            name="release",
            label=gettext_lazy("Undo the approval"),
            run=_release,
            form=Reason,
            refusals=(claims.ClaimError,),
            may=lambda row, actor: row.state == ProfileClaim.State.APPROVED,
            variant=ActionVariant.DANGER,
        ),
    )

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={"pending": "warning", "approved": "success", "rejected": "danger"},
    )
    def state_label(self, row: ProfileClaim) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Bio on record"))
    def bio_on_record(self, row: ProfileClaim) -> str:
        """Show the bio in which the code should stand."""
        return row.creator.bio or "—"


def _revoke(order: Order) -> str:
    tokens.revoke(order.row, actor=order.actor, now=order.now)
    return _("Revoked: whoever holds the secret is refused from now on.")


@admin.register(ApiToken)
class ApiTokenAdmin(FactAdmin):
    """Machines' keys. The secret itself is nowhere to be read."""

    list_display = ("name", "prefix", "user", "scope", "is_live", "last_used_at", "expires_at")
    list_filter = ("scope", "expires_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__email")
    ordering = ("-created_at",)
    fields = ("name", "prefix", "user", "scope", "created_at", "expires_at", "last_used_at")
    acts = (
        Act(
            name="revoke",
            label=gettext_lazy("Revoke"),
            run=_revoke,
            may=lambda row, actor: row.revoked_at is None,
            variant=ActionVariant.DANGER,
        ),
    )

    @display(description=gettext_lazy("Works"), boolean=True)
    def is_live(self, row: ApiToken) -> bool:
        """Say whether the token opens anything at this moment."""
        return row.revoked_at is None and row.expires_at > timezone.now()


@admin.register(Notification)
class NotificationAdmin(FactAdmin):
    """What people were told, and whether the e-mail went out."""

    list_display = ("title", "user", "created_at", "read_at", "emailed_at")
    list_filter = ("created_at", ("emailed_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("title", "user__email", "key")
    fields = ("user", "title", "body", "url", "key", "created_at", "read_at", "emailed_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Newest first."""
        return super().get_queryset(request).order_by("-created_at")

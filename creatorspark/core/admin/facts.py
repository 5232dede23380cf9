"""Creators, videos, snapshots and imports: read, searched, never edited."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.core.admin.departures import DEPARTURES
from creatorspark.core.models import AuditEntry, Creator, ImportRun, MetricSnapshot, User, Video


@admin.register(Creator)
class CreatorAdmin(FactAdmin):
    """Profiles on a platform."""

    acts = DEPARTURES
    list_display = ("handle", "display_name", "platform", "follower_count", "niche", "user")
    list_filter = ("platform", "niche", "country", "is_demo", ("user", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("handle", "display_name", "external_id", "user__email")
    ordering = ("-pk",)
    fields = (
        ("platform", "external_id", "handle"),
        ("display_name", "user"),
        "bio",
        ("follower_count", "verified"),
        ("niche", "country", "language"),
        ("is_demo", "created_at", "updated_at"),
        ("erased_at", "merged_into"),
    )


class SnapshotInline(TabularInline):
    """What was counted about a video, the newest first."""

    model = MetricSnapshot
    extra = 0
    fields = ("observed_at", "views", "likes", "comments", "shares", "saves", "fell", "source")
    readonly_fields = fields
    ordering = ("-observed_at",)
    can_delete = False
    per_page = 30

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every member of staff read."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: snapshots come from imports."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: snapshots are append-only."""
        return False


@admin.register(Video)
class VideoAdmin(FactAdmin):
    """Published videos."""

    list_display = ("short_caption", "creator", "posted_at", "views", "duration_seconds")
    list_filter = ("platform", "posted_at")
    list_select_related = ("creator", "latest")
    search_fields = ("external_id", "creator__handle", "caption")
    ordering = ("-posted_at",)
    inlines = (SnapshotInline,)
    fields = (
        ("creator", "platform"),
        "external_id",
        "url",
        "caption",
        "hashtags",
        ("sound_title", "sound_original"),
        ("duration_seconds", "width", "height"),
        ("posted_at", "created_at", "updated_at"),
    )

    @display(description=gettext_lazy("Video"))
    def short_caption(self, row: Video) -> str:
        """Show the first words."""
        return str(row)

    @display(description=gettext_lazy("Views"), ordering="latest__views")
    def views(self, row: Video) -> str:
        """Show the newest count."""
        return f"{row.latest.views:,}" if row.latest else "—"


@admin.register(MetricSnapshot)
class MetricSnapshotAdmin(FactAdmin):
    """Single observations, for the trail of one import."""

    list_display = ("video", "observed_at", "views", "likes", "comments", "shares", "source")
    list_filter = ("observed_at", "source")
    list_select_related = ("video",)
    search_fields = ("video__external_id",)
    ordering = ("-pk",)


@admin.register(ImportRun)
class ImportRunAdmin(FactAdmin):
    """Files on their way in."""

    list_display = (
        "file_name",
        "format",
        "state_label",
        "rows_read",
        "rows_rejected",
        "videos_added",
        "snapshots_added",
        "created_at",
    )
    list_filter = ("state", "format", "created_at")
    search_fields = ("file_name", "sha256")
    exclude = ("file", "preview")

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={
            "uploaded": "info",
            "confirmed": "primary",
            "imported": "success",
            "failed": "danger",
        },
    )
    def state_label(self, row: ImportRun) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.state, row.get_state_display()


@admin.register(AuditEntry)
class AuditEntryAdmin(FactAdmin):
    """Who did what, for ever."""

    list_display = ("at", "action", "who", "target_type", "target_id", "request_id")
    list_filter = ("at", "target_type")
    search_fields = ("action", "target_id", "request_id")
    ordering = ("-pk",)
    fields = ("at", "action", "who", "target_type", "target_id", "before", "after", "request_id")
    readonly_fields = ("who",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring each actor's address along."""
        return with_actor(super().get_queryset(request))

    @display(description=gettext_lazy("Who"))
    def who(self, row: Any) -> str:
        """Name the actor, who may have left since."""
        return actor_of(row)


def with_actor(entries: QuerySet[Any], *, column: str = "actor_id") -> QuerySet[Any]:
    """Annotate `actor_email`; no join, because an entry outlives its account."""
    actor = User.objects.filter(pk=OuterRef(column)).values("email")[:1]
    return entries.annotate(actor_email=Subquery(actor))


def actor_of(entry: Any, *, column: str = "actor_id") -> str:
    """Name who acted, of an entry that `with_actor` brought."""
    actor_id = getattr(entry, column)
    if actor_id is None:
        return _("a rule")
    return entry.actor_email or f"#{actor_id}"

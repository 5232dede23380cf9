"""Points awarded: read only; taking one back is an act with a reason."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from creatorspark.core.models import User
from rewards.ledger.models import Transaction
from rewards.models import AwardWeek, PointsAward
from rewards.services import award_words, corrections
from rewards.services.refusals import RedemptionRefused


def _reverse(order: Order) -> str:
    corrections.reverse_award(
        order.row.pk, reason=order.answers["reason"], actor=order.actor, now=order.now
    )
    return _("Taken back. What was spent already is owed, and later awards pay it.")


def _may_reverse(row: PointsAward, actor: User) -> bool:
    return (
        row.transaction_id is not None
        and not Transaction.objects.filter(reverses=row.transaction_id).exists()
    )


@admin.register(PointsAward)
class PointsAwardAdmin(FactAdmin):
    """One award a video."""

    list_display = ("video", "creator", "week", "video_points", "rank", "counted_points", "posted")
    list_filter = ("week", "policy", ("transaction", admin.EmptyFieldListFilter))
    list_select_related = ("video", "creator", "transaction")
    search_fields = ("creator__handle", "video__external_id", "video__caption")
    date_hierarchy = "week"
    ordering = ("-pk",)
    fields = (
        ("video", "creator"),
        ("week", "rank"),
        ("video_points", "counted_points"),
        "why",
        ("policy", "score_id"),
        ("awarded_at", "transaction"),
    )
    readonly_fields = ("why",)
    acts = (
        Act(
            name="reverse",
            label=gettext_lazy("Take the points back"),
            explanation=gettext_lazy(
                "The award stays on record and a reversal is posted. Points already spent are "
                "owed; the balance never goes below zero."
            ),
            run=_reverse,
            form=Reason,
            refusals=(RedemptionRefused, corrections.NothingToReverse),
            may=_may_reverse,
            variant=ActionVariant.DANGER,
        ),
    )

    @display(description=gettext_lazy("Why"))
    def why(self, row: PointsAward) -> str:
        """Explain the counted points."""
        return award_words.why(row)

    @display(description=gettext_lazy("In the ledger"), boolean=True)
    def posted(self, row: PointsAward) -> bool:
        """Say whether the points have reached the balance."""
        return row.transaction_id is not None or row.counted_points == 0


@admin.register(AwardWeek)
class AwardWeekAdmin(FactAdmin):
    """The weeks that were counted, and whether they are posted."""

    list_display = ("week", "policy", "videos", "video_points", "counted_points", "posted_at")
    list_select_related = ("policy",)
    ordering = ("-week",)
    fields = (
        ("week", "policy"),
        "videos",
        ("video_points", "counted_points"),
        ("counted_at", "posted_at"),
    )

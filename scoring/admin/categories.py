"""What videos are about: read, filtered, and corrected by acts that models learn from."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order, offer
from creatorspark.core.admin.facts import VideoAdmin, actor_of, with_actor
from scoring.models import CategoryAssessment, CategoryCorrection
from scoring.services.categories.correcting import (
    CorrectionRefused,
    correct_categories,
    hand_back_categories,
)
from scoring.services.categories.learning import request_assessing, request_learning
from scoring.services.categories.reporting import CategoryReport, report_of
from scoring.services.categories.wording import CHOICES, label_of


class HandBackForm(forms.Form):
    """A reason, if there is one."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Its creator reads this. May stay empty."),
        widget=UnfoldAdminTextareaWidget,
        max_length=500,
        required=False,
    )


class CorrectionForm(HandBackForm):
    """What it is about, and a reason if there is one."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What is this video about?"),
        help_text=gettext_lazy("At most five. None is an answer too."),
        choices=CHOICES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        required=False,
    )
    field_order = ("categories", "reason")


def _current(video_id: int) -> CategoryAssessment | None:
    return CategoryAssessment.objects.filter(video_id=video_id, is_current=True).first()


def correct_act(video_of: Any) -> Act:
    """Return the button "Correct categories" for a page whose row leads to a video."""

    def run(order: Order) -> str:
        correct_categories(
            video_id=video_of(order.row),
            categories=order.answers["categories"],
            reason=order.answers["reason"],
            actor=order.actor,
            now=order.now,
        )
        return _("Corrected. It stands until it is handed back, and the models learn from it.")

    def initial(row: Any) -> dict[str, Any]:
        found = _current(video_of(row))
        return {"categories": found.categories if found else []}

    return Act(
        name="categories",
        label=gettext_lazy("Correct categories"),
        explanation=gettext_lazy(
            "Say what the video is about, from what you see and hear. Leaving it as it is confirms "
            "it. Nothing is paid or taken by it."
        ),
        run=run,
        form=CorrectionForm,
        initial=initial,
        refusals=(CorrectionRefused,),
        icon="category",
    )


def hand_back_act(video_of: Any) -> Act:
    """Return the button "Hand back to the models" for a page whose row leads to a video."""

    def run(order: Order) -> str:
        hand_back_categories(
            video_id=video_of(order.row),
            reason=order.answers["reason"],
            actor=order.actor,
            now=order.now,
        )
        return _("Handed back. The correction stays on record.")

    def may(row: Any, _actor: Any) -> bool:
        found = _current(video_of(row))
        return found is not None and found.source == CategoryAssessment.Source.STAFF

    return Act(
        name="categories_back",
        label=gettext_lazy("Hand categories back"),
        explanation=gettext_lazy("From now on the models say again what the video is about."),
        run=run,
        form=HandBackForm,
        may=may,
        refusals=(CorrectionRefused,),
        icon="undo",
    )


def _assess(order: Order) -> str:
    request_assessing(actor=order.actor, now=order.now)
    return _("Queued as a job; see Jobs for how far it is.")


def _learn(order: Order) -> str:
    request_learning(actor=order.actor, now=order.now)
    return _("Queued as a job. What it learned serves only if it does better than the words.")


LIST_ACTS = (
    Act(
        name="assess",
        label=gettext_lazy("Read new videos"),
        explanation=gettext_lazy("This happens every night by itself; now it happens at once."),
        run=_assess,
        icon="play_arrow",
    ),
    Act(
        name="learn",
        label=gettext_lazy("Learn from corrections"),
        explanation=gettext_lazy(
            "Trains a layer over the words on every correction, and compares both by "
            "cross-validation. It takes 60 corrected videos."
        ),
        run=_learn,
        icon="school",
    ),
)


class AboutFilter(admin.SimpleListFilter):
    """Assessments by category."""

    title = gettext_lazy("about")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every category, and none."""
        return [*((value, str(label)) for value, label in CHOICES), ("-", _("Nothing clear"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen category."""
        wanted = (
            {"categories": []} if self.value() == "-" else {"categories__contains": [self.value()]}
        )
        return queryset.filter(**wanted) if self.value() else queryset


class VideoAboutFilter(AboutFilter):
    """Videos by what they are about now."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the videos of the chosen category."""
        if not self.value():
            return queryset
        current = CategoryAssessment.objects.filter(video=OuterRef("pk"), is_current=True)
        return queryset.filter(Exists(super().queryset(request, current)))


@admin.register(CategoryAssessment)
class CategoryAssessmentAdmin(FactAdmin):
    """One assessment a row; the current one of a video is marked."""

    list_display = ("video", "about", "source", "model_version", "computed_at", "is_current")
    list_filter = ("is_current", "source", AboutFilter, "computed_at")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle", "video__caption")
    ordering = ("-pk",)
    fields = (
        ("video", "is_current"),
        "about",
        "found",
        "maybe",
        ("source", "model_version", "computed_at"),
        "correction",
    )
    readonly_fields = ("about", "found", "maybe")
    acts = (correct_act(lambda row: row.video_id), hand_back_act(lambda row: row.video_id))
    list_acts = LIST_ACTS

    @display(description=gettext_lazy("About"))
    def about(self, row: CategoryAssessment) -> str:
        """Name the categories."""
        return ", ".join(label_of(one) for one in row.categories) or "–"

    @display(description=gettext_lazy("Why"))
    def found(self, row: CategoryAssessment) -> str:
        """Give the reasons of those that are sure enough."""
        return "; ".join(_line(one) for one in report_of(row).categories) or "–"

    @display(description=gettext_lazy("Too little speaks for"))
    def maybe(self, row: CategoryAssessment) -> str:
        """Name what wasn't sure enough."""
        return "; ".join(_line(one) for one in report_of(row).maybe) or "–"


def _line(one: CategoryReport) -> str:
    words = ", ".join(one.because)
    return f"{one.label} {one.confidence:.2f}" + (f" ({words})" if words else "")


@admin.register(CategoryCorrection)
class CategoryCorrectionAdmin(FactAdmin):
    """What people said, for ever."""

    list_display = ("video", "said", "instead_of", "who", "decided_at")
    list_filter = ("handed_back", "decided_at")
    list_select_related = ("video",)
    search_fields = ("video__external_id", "video__creator__handle")
    ordering = ("-pk",)
    fields = ("video", "said", "instead_of", "reason", ("who", "decided_at"))
    readonly_fields = ("said", "instead_of", "who")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring each person's address along."""
        return with_actor(super().get_queryset(request), column="decided_by_id")

    @display(description=gettext_lazy("About"))
    def said(self, row: CategoryCorrection) -> str:
        """Name what was said."""
        if row.handed_back:
            return _("handed back")
        return ", ".join(label_of(one) for one in row.categories) or _("nothing on the list")

    @display(description=gettext_lazy("Before"))
    def instead_of(self, row: CategoryCorrection) -> str:
        """Name what stood there until then."""
        return ", ".join(label_of(one) for one in row.before) or "–"

    @display(description=gettext_lazy("Who"))
    def who(self, row: Any) -> str:
        """Name the person, who may have left since."""
        return actor_of(row, column="decided_by_id")


offer(VideoAdmin, correct_act(lambda row: row.pk), hand_back_act(lambda row: row.pk))
VideoAdmin.list_filter = (*VideoAdmin.list_filter, VideoAboutFilter)  # type: ignore[assignment]

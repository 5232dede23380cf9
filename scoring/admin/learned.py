"""Learned models: each with its card, and the acts that let it serve or not."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from scoring.models import LearnedModel
from scoring.services.training import keeping, potential
from scoring.services.training.cards import card


def _start(order: Order) -> str:
    keeping.start_serving(order.row.pk, actor=order.actor)
    return _("It serves from now on.")


def _stop(order: Order) -> str:
    keeping.stop_serving(order.row.pk, reason=order.answers["reason"], actor=order.actor)
    return _("It serves no longer. What it said before stays as it was.")


def _learn(order: Order) -> str:
    potential.request_training(actor=order.actor, now=order.now)
    return _("Queued as a job; see Jobs for how far it is.")


@admin.register(LearnedModel)
class LearnedModelAdmin(FactAdmin):
    """One training's outcome a row."""

    list_display = ("version", "kind", "serves", "beats", "made_at")
    list_filter = ("kind", "serves")
    search_fields = ("version",)
    ordering = ("-made_at", "-pk")
    fields = ("card_as_page", "version", "kind", "serves", "is_stopped", "made_at", "digest")
    readonly_fields = ("card_as_page", "digest")
    acts = (
        Act(
            name="serve",
            label=gettext_lazy("Let it serve"),
            explanation=gettext_lazy(
                "It takes the place of the one of its kind that serves. Videos are rated anew by "
                "and by; nothing that was paid changes."
            ),
            run=_start,
            may=lambda row, actor: actor.is_superuser and not row.serves and keeping.beats(row),
            refusals=(keeping.CannotServe,),
            icon="play_arrow",
        ),
        Act(
            name="stop",
            label=gettext_lazy("Take out of service"),
            explanation=gettext_lazy(
                "What serves without a model takes over: curves, or words. What is learned later "
                "is kept, but serves only once you let it."
            ),
            run=_stop,
            form=Reason,
            may=lambda row, actor: actor.is_superuser and row.serves,
            refusals=(keeping.CannotServe,),
            variant=ActionVariant.DANGER,
            icon="stop",
        ),
    )
    list_acts = (
        Act(
            name="learn_grades",
            label=gettext_lazy("Learn likely grades anew"),
            explanation=gettext_lazy(
                "A worker learns from all graded videos which grade content makes likely, and "
                "tests it on creators left out. It happens by itself at night as grades come in."
            ),
            run=_learn,
            may=lambda row, actor: actor.is_superuser,
            icon="school",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the numbers where they are: lists don't show them."""
        return super().get_queryset(request).defer("parameters")

    @display(description=gettext_lazy("Did better"), boolean=True)
    def beats(self, row: LearnedModel) -> bool:
        """Say whether it beat what serves without it, on data that it never saw."""
        return keeping.beats(row)

    @display(description=gettext_lazy("SHA-256 of its numbers"))
    def digest(self, row: LearnedModel) -> str:
        """Return the hash with places to break it, or it widens a phone's page."""
        parts = [(row.sha256[start : start + 8],) for start in range(0, 64, 8)]
        return format_html_join(mark_safe("<wbr>"), "{}", parts)

    @display(description=gettext_lazy("Model card"))
    def card_as_page(self, row: LearnedModel) -> str:
        """Draw the card."""
        return render_to_string("admin/scoring/model_card.html", {"sections": card(row)})

"""The buttons of the appeals desk, each with its questions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from creatorspark.core.admin.acts import Act, Order
from creatorspark.core.admin.house_words import words_field
from creatorspark.core.appeals import desk
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.handlers import Ask, asks_of, needed, outcomes_of
from creatorspark.core.domain.appeals.states import DECIDED, Outcome, State, Step, can
from creatorspark.core.models import Appeal, Decision, ReasonTemplate, User


class Give(forms.Form):
    """Whom to give it to."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("To"),
        queryset=User.objects.none(),
        widget=UnfoldAdminSelectWidget,
        empty_label=gettext_lazy("Choose…"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_staff=True, is_active=True).order_by("display_name", "email")
        self.fields["person"].queryset = staff  # type: ignore[attr-defined]


class Question(forms.Form):
    """What the creator is asked."""

    question = forms.CharField(
        label=gettext_lazy("Question"),
        help_text=gettext_lazy("The creator reads it. Our clock stops until they answer."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        max_length=2000,
    )


class Deciding(forms.Form):
    """What is decided and why."""

    asks: Sequence[Ask] = ()
    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=(), widget=UnfoldAdminSelectWidget
    )
    template = words_field()
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "The creator reads it. Say what you saw and why it leads there; name nobody else."
        ),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        max_length=4000,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for staff"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        """Ask for words where there are none."""
        given = super().clean() or self.cleaned_data
        for ask in self.asks:
            if given.get("outcome") == ask.outcome and given.get(ask.name) is None:
                self.add_error(ask.name, _("Give the number; this outcome needs it."))
        if not given.get("reason") and not given.get("template"):
            self.add_error("reason", _("Give the reason, or choose words of the house."))
        return given


def deciding_form(row: Appeal, *, outcomes: tuple[Outcome, ...] | None = None) -> type[Deciding]:
    """Return the form with what this kind of judgement allows; nothing is preselected."""
    possible = outcomes or outcomes_of(row.subject_kind, row.subject_id)
    if row.state == State.WAITING:
        # While the creator is asked, nothing is decided against them.
        possible = tuple(one for one in possible if one is Outcome.OVERTURNED)
    values = [outcome.value for outcome in possible]
    shown = desk.shown_of(row)
    needed_ = [ask for ask in asks_of(row.subject_kind, row.subject_id) if ask.outcome in possible]
    words = ReasonTemplate.objects.filter(
        is_active=True, subject_kind__in=["", row.subject_kind], outcome__in=values
    ).order_by("outcome", "title")

    class OfThisKind(Deciding):
        asks = needed_

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            choices = [(value, Decision.Outcome(value).label) for value in values]
            self.fields["outcome"].choices = [("", _("Choose…")), *choices]  # type: ignore[attr-defined]
            self.fields["shown"].initial = shown
            field: Any = self.fields["template"]
            field.queryset = words
            field.label_from_instance = _with_outcome
            for ask in needed_:
                self.fields[ask.name] = _number(ask)
            self.order_fields(["outcome", *(ask.name for ask in needed_)])

    return OfThisKind


def _number(ask: Ask) -> forms.IntegerField:
    return forms.IntegerField(
        label=str(ask.label),
        help_text=str(ask.helps),
        min_value=ask.least,
        max_value=ask.most,
        initial=ask.initial,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )


def _with_outcome(template: ReasonTemplate) -> str:
    return f"{Decision.Outcome(template.outcome).name.capitalize()}: {template.title}"


def _verdict(order: Order) -> desk.Verdict:
    template = order.answers["template"]
    return desk.Verdict(
        outcome=Outcome(order.answers["outcome"]),
        reason=order.answers["reason"],
        template_id=template.pk if template else None,
        note=order.answers["note"],
        shown=order.answers["shown"],
        options={
            ask.name: order.answers[ask.name]
            for ask in asks_of(order.row.subject_kind, order.row.subject_id)
            if order.answers.get(ask.name) is not None
        },
    )


def _take(order: Order) -> str:
    desk.take(order.row.pk, person=order.actor, actor=order.actor, now=order.now)
    return _("It is yours now.")


def _give(order: Order) -> str:
    person = order.answers["person"]
    desk.take(order.row.pk, person=person, actor=order.actor, now=order.now)
    return _("Given to %(person)s, who was told.") % {"person": person}


def _give_back(order: Order) -> str:
    desk.give_back(order.row.pk, actor=order.actor, now=order.now)
    return _("It is in the queue again. Its clock goes on.")


def _ask(order: Order) -> str:
    desk.ask(order.row.pk, question=order.answers["question"], actor=order.actor, now=order.now)
    return _("Asked. The clock stands still until the creator answers.")


def _decide(order: Order) -> str:
    desk.decide(order.row.pk, _verdict(order), actor=order.actor, now=order.now)
    return _("Decided, carried out, and the creator was told.")


def _correct(order: Order) -> str:
    desk.correct(order.row.pk, _verdict(order), actor=order.actor, now=order.now)
    return _("Put right, carried out, and the creator was told.")


def _free(row: Appeal, actor: User) -> bool:
    return not desk.conflict_of(row, actor)


def _mine(row: Appeal, actor: User) -> bool:
    return row.assigned_to_id == actor.pk and _free(row, actor)


def _consequences(row: Appeal) -> str:
    handler = needed(row.subject_kind)
    lines = [
        f"{Decision.Outcome(outcome.value).label}. {handler.consequence(outcome)}"
        for outcome in outcomes_of(row.subject_kind, row.subject_id)
    ]
    return "\n".join([*lines, _("The creator is told at once, with your reason.")])


ACTS = (
    Act(
        name="take",
        label=gettext_lazy("Take it"),
        run=_take,
        refusals=(AppealRefused,),
        may=lambda row, actor: (
            can(row.state, Step.TAKE) and row.assigned_to_id != actor.pk and _free(row, actor)
        ),
        variant=ActionVariant.PRIMARY,
        icon="front_hand",
        key="c",
    ),
    Act(
        name="decide",
        label=gettext_lazy("Decide"),
        run=_decide,
        form_of=deciding_form,
        explain=_consequences,
        refusals=(AppealRefused,),
        may=lambda row, actor: can(row.state, Step.OVERTURN) and _mine(row, actor),
        variant=ActionVariant.PRIMARY,
        icon="gavel",
        key="d",
    ),
    Act(
        name="ask",
        label=gettext_lazy("Ask the creator"),
        run=_ask,
        form=Question,
        refusals=(AppealRefused,),
        may=lambda row, actor: can(row.state, Step.ASK) and _mine(row, actor),
        icon="contact_support",
        key="q",
    ),
    Act(
        name="give",
        label=gettext_lazy("Give to somebody"),
        run=_give,
        form=Give,
        refusals=(AppealRefused,),
        may=lambda row, actor: can(row.state, Step.TAKE),
        icon="person_add",
    ),
    Act(
        name="give-back",
        label=gettext_lazy("Put back in the queue"),
        run=_give_back,
        refusals=(AppealRefused,),
        may=lambda row, actor: can(row.state, Step.GIVE_BACK) and row.assigned_to_id == actor.pk,
        icon="undo",
    ),
    Act(
        name="correct",
        label=gettext_lazy("Put the decision right"),
        explanation=gettext_lazy(
            "A decision that proves wrong is overturned in the creator’s favour. It stays on "
            "record; yours overrides it. Nothing can be decided against the creator afterwards."
        ),
        run=_correct,
        form_of=lambda row: deciding_form(row, outcomes=(Outcome.OVERTURNED,)),
        refusals=(AppealRefused,),
        may=lambda row, actor: (
            row.state in DECIDED and can(row.state, Step.CORRECT) and _free(row, actor)
        ),
        icon="published_with_changes",
    ),
)

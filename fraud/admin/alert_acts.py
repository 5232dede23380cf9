"""The acts that decide an alert."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from creatorspark.core.admin.acts import Act, Order, Reason
from creatorspark.core.admin.house_words import words_field
from creatorspark.core.models import ReasonTemplate, User
from fraud.domain.outcomes import SUBJECT_KIND, Outcome
from fraud.models import Alert
from fraud.services.alerts import AlertError, resolve, standing_proposal
from fraud.services.claims import (
    ClaimError,
    holder,
    in_the_way,
    in_their_hands,
    look_at,
    look_away,
)
from fraud.services.rules import LONGEST_REST, SnoozeError, snooze
from fraud.services.two_people import part_words, too_few, two_people

# Words are kept by what they say to a creator: that all is fine is the same at both looks.
HOUSE_WORDS: Final[Mapping[Outcome, str]] = {
    Outcome.CLEARED: "overturned",
    Outcome.PARTLY: "partly",
    Outcome.UPHELD: "upheld",
}


class DecisionForm(forms.Form):
    """The reason, in words of the house or own ones, and a note that only staff read."""

    template = words_field()
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "The creator reads it. Say what you saw and why it leads there; name nobody else."
        ),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        max_length=2000,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for staff"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Use words of the house where none are written; ask for some where there are none."""
        given = super().clean() or self.cleaned_data
        if not given.get("reason") and given.get("template"):
            given["reason"] = _(given["template"].words)
        if not given.get("reason"):
            self.add_error("reason", _("Give the reason, or choose words of the house."))
        return given


def _form_of(outcome: Outcome) -> Callable[[Alert], type[forms.Form]]:
    """Return what makes the form of an outcome, with its words and, of a part, its bounds."""

    def form_of(row: Alert) -> type[forms.Form]:
        words = ReasonTemplate.objects.filter(
            is_active=True, subject_kind__in=["", SUBJECT_KIND], outcome=HOUSE_WORDS[outcome]
        )

        class OfThisAlert(DecisionForm):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                field: Any = self.fields["template"]
                field.queryset = words.order_by("title")
                if outcome is Outcome.PARTLY:
                    self.fields["false_views"] = _part(row)
                    self.order_fields(["false_views", "template", "reason", "note"])

        return OfThisAlert

    return form_of


def _part(row: Alert) -> forms.IntegerField:
    label, helps = part_words(row)
    proposal = standing_proposal(row)
    return forms.IntegerField(
        label=label,
        help_text=helps,
        min_value=1,
        max_value=max(row.affected - 1, 1),
        initial=proposal.false_views if proposal and proposal.outcome == Outcome.PARTLY else None,
        widget=UnfoldAdminIntegerFieldWidget,
    )


class SnoozeForm(Reason):
    """How long a rule rests for this creator."""

    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=1,
        max_value=LONGEST_REST,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    field_order = ("days", "reason")


def _decide(outcome: Outcome) -> Any:
    def run(order: Order) -> str:
        row = resolve(
            order.row,
            outcome=outcome.value,
            reason=order.answers["reason"],
            note=order.answers["note"],
            false_views=order.answers.get("false_views"),
            actor=order.actor,
            now=order.now,
        )
        if row.resolved_at is None:
            return _("Proposed. It takes effect when a second person says the same.")
        return _("Decided, carried out, and the creator was told.")

    return run


def _undecided(row: Alert) -> bool:
    return row.resolved_at is None and row.tier in (Alert.Tier.CASE, Alert.Tier.DISCOUNT)


def _open(row: Alert, actor: User) -> bool:
    waits = _own(row, actor) or in_the_way(row, actor=actor, now=timezone.now())
    return _undecided(row) and not waits


def _own(row: Alert, actor: User) -> bool:
    return row.creator.user_id == actor.pk


def _case(row: Alert, actor: User) -> bool:
    return _open(row, actor) and row.tier == Alert.Tier.CASE


def _explain(row: Alert) -> str:
    said = _(
        "What is in question stays set aside until nobody can appeal any more. The rest is free."
    )
    return "\n".join([said, *two_people(row), *too_few(row)])


def _snooze(order: Order) -> str:
    snooze(
        creator_id=order.row.creator_id,
        code=order.row.reason_code,
        days=order.answers["days"],
        reason=order.answers["reason"],
        actor=order.actor,
        now=order.now,
    )
    return _("The rule rests for this creator. This alert stays as it is; decide it too.")


class LookForm(forms.Form):
    """Whom it is taken over from, as the page showed it."""

    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _look(order: Order) -> str:
    until = look_at(
        order.row.pk, actor=order.actor, now=order.now, instead_of=order.answers["instead_of"]
    )
    return _("You have it to yourself until %(time)s UTC.") % {
        "time": formats.time_format(until, "H:i")
    }


def _who_looks(row: Alert) -> str:
    said = _("Others see that you look at it, and can’t decide it meanwhile, for half an hour.")
    other = holder(row, now=timezone.now())
    return f"{in_their_hands(row, now=timezone.now())} {said}" if other else said


def _shown_holder(row: Alert) -> dict[str, Any]:
    other = holder(row, now=timezone.now())
    return {"instead_of": other.pk if other else None}


def _look_away(order: Order) -> str:
    look_away(order.row.pk, actor=order.actor, now=order.now)
    return _("Others can take it now.")


LOOK = Act(
    name="look",
    label=gettext_lazy("I look at this"),
    explain=_who_looks,
    run=_look,
    form=LookForm,
    initial=_shown_holder,
    refusals=(ClaimError,),
    may=lambda row, actor: (
        _undecided(row) and not _own(row, actor) and holder(row, now=timezone.now()) != actor
    ),
    icon="visibility",
    key="c",
)
LOOK_AWAY = Act(
    name="look-away",
    label=gettext_lazy("Let others look"),
    run=_look_away,
    may=lambda row, actor: holder(row, now=timezone.now()) == actor,
    icon="visibility_off",
)
CLEAR = Act(
    name="clear",
    label=gettext_lazy("All is fine"),
    explanation=gettext_lazy("Holds end, everything counts, and the creator is told why."),
    run=_decide(Outcome.CLEARED),
    form_of=_form_of(Outcome.CLEARED),
    refusals=(AlertError,),
    may=_open,
    icon="check_circle",
    key="1",
)
UPHOLD = Act(
    name="uphold",
    label=gettext_lazy("It doesn’t count"),
    explain=_explain,
    run=_decide(Outcome.UPHELD),
    form_of=_form_of(Outcome.UPHELD),
    refusals=(AlertError,),
    may=_case,
    icon="gavel",
    key="3",
    variant=ActionVariant.DANGER,
)
PARTLY = Act(
    name="partly",
    label=gettext_lazy("A part doesn’t count"),
    explain=_explain,
    run=_decide(Outcome.PARTLY),
    form_of=_form_of(Outcome.PARTLY),
    refusals=(AlertError,),
    may=_case,
    icon="splitscreen",
    key="2",
)
SNOOZE = Act(
    name="snooze",
    label=gettext_lazy("Let the rule rest"),
    explanation=gettext_lazy("This rule makes no alert about this creator for some days."),
    run=_snooze,
    form=SnoozeForm,
    refusals=(SnoozeError,),
    may=_open,
    icon="snooze",
)

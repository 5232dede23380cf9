"""Which weeks a draft is tried on."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from creatorspark.lib.periods import parse_week, week_label
from rewards.services.sandbox.reading import closed_weeks

USUAL_WEEKS = 8
NONE_YET = gettext_lazy("No week has been closed yet. Come back after the first Monday.")


class Weeks(forms.Form):
    """The first and the last week, both among those that were closed."""

    first = forms.ChoiceField(
        label=gettext_lazy("From"),
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": NONE_YET},
    )
    last = forms.ChoiceField(
        label=gettext_lazy("To"),
        help_text=gettext_lazy(
            "The views of these weeks are paid again, with every bonus on them so far, as if the "
            "draft had ruled from the first of them on."
        ),
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": NONE_YET},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weeks = closed_weeks()
        for name in ("first", "last"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _choices(weeks)
        if weeks:
            self.fields["first"].initial = week_label(weeks[:USUAL_WEEKS][-1])
            self.fields["last"].initial = week_label(weeks[0])

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and parse_week(first) > parse_week(last):
            self.add_error("last", _("The last week comes before the first; swap them."))
        return given


def chosen(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the job's parameters; without answers the last eight closed weeks."""
    if answers:
        return {"first": answers["first"], "last": answers["last"]}
    weeks = closed_weeks()[:USUAL_WEEKS] or [date.min]
    return {"first": week_label(weeks[-1]), "last": week_label(weeks[0])}


def _choices(weeks: Sequence[date]) -> list[tuple[str, str]]:
    return [(week_label(week), _named(week)) for week in weeks]


def _named(week: date) -> str:
    return _("%(week)s (%(first)s to %(last)s)") % {
        "week": week_label(week),
        "first": date_format(week, "j M"),
        "last": date_format(week + timedelta(days=6), "j M Y"),
    }

"""Words of the house in a form: chosen from a list, put into the text where they can be changed.

Without a script nothing is put anywhere, and the words are used as they are where the text is left
empty.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from creatorspark.core.models import ReasonTemplate


class WordsSelect(UnfoldAdminSelectWidget):
    """A list whose choices carry their words, for `static/js/desk.js`."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the words to a choice."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        if row is not None:
            option["attrs"]["data-words"] = _(row.words)
        return option


def words_field() -> forms.ModelChoiceField:
    """Return the field; whoever uses it sets the queryset."""
    return forms.ModelChoiceField(
        label=gettext_lazy("Words of the house"),
        queryset=ReasonTemplate.objects.none(),
        widget=WordsSelect(attrs={"data-fills": "id_reason"}),
        required=False,
        empty_label=gettext_lazy("Own words"),
        help_text=gettext_lazy(
            "They fill the reason, where you can change them. Used as they are where you write "
            "none of your own."
        ),
    )

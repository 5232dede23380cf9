"""The form by which a retention export gets to us."""

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 1024 * 1024


class RetentionForm(forms.Form):
    """One CSV."""

    file = forms.FileField(
        label=_("Retention export (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,text/csv"}),
        help_text=_(
            "One column says where in the video, another which share of the viewers is still "
            "there (61 % or 0.61), or how many of them (1,200); all are then held against the "
            "first."
        ),
        error_messages={"required": _("Choose the CSV first.")},
    )

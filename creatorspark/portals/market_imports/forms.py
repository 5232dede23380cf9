"""Forms of the pages about files of creators and brands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models.videos import Platform
from creatorspark.portals.imports.forms import DELIMITERS, ENCODINGS
from marketplace.interface import ImportFacts

KINDS = [("creators", _("Creators")), ("brands", _("Brands"))]


class UploadForm(forms.Form):
    """One file, and whom it is about."""

    kind = forms.ChoiceField(label=_("Whom it is about"), choices=KINDS, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A CSV with a row for each creator or brand, whatever its columns are called."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )


class OptionsForm(forms.Form):
    """How a file is read, with a choice for each thing that a column can say."""

    as_of = forms.DateField(
        label=_("Figures are of"),
        required=False,
        help_text=_("Empty: brands read that the day isn't known."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    platform = forms.ChoiceField(label=_("Platform"), choices=Platform.choices, required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Separator"), choices=DELIMITERS, required=False)

    def __init__(self, facts: ImportFacts, data: Any = None) -> None:
        super().__init__(data, initial=_initial(facts))
        self._facts = facts
        if facts.kind == "brands":
            del self.fields["platform"], self.fields["as_of"]
        preview = facts.preview
        columns: list[tuple[str, Any]] = [("", _("Not in the file"))]
        columns += [(name, name) for name in (preview.columns if preview else ())]
        for one in preview.fields if preview else ():
            self.fields[f"column_{one.field}"] = forms.ChoiceField(
                label=one.label, choices=columns, required=False
            )

    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say which column is what."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def other_fields(self) -> list[forms.BoundField]:
        """The fields about the file as a whole."""
        return [self[name] for name in self.fields if not name.startswith("column_")]

    def mapping(self) -> dict[str, str]:
        """Return only what differs from what was found: the rest may change with the separator."""
        preview = self._facts.preview
        found = {one.field: one.column for one in (preview.fields if preview else ())}
        chosen = {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_")
        }
        return {
            field: column
            for field, column in chosen.items()
            if column != found.get(field, "") or field in self._facts.mapping
        }


def _initial(facts: ImportFacts) -> dict[str, Any]:
    options = facts.options
    values: dict[str, Any] = {
        "platform": options.get("platform", "tiktok"),
        "as_of": options.get("as_of") or None,
        "encoding": options.get("encoding", ""),
        "delimiter": options.get("delimiter", ""),
    }
    for one in facts.preview.fields if facts.preview else ():
        values[f"column_{one.field}"] = one.column
    return values

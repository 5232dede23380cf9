"""Forms of the import pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.parsing import DateOrder
from creatorspark.core.models import ImportRun
from creatorspark.core.models.videos import Platform
from creatorspark.portals.imports.words import FIELD_LABELS

ENCODINGS = [
    ("", _("Find out")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", _("Windows Western (1252)")),
    ("latin-1", "Latin-1"),
]
DELIMITERS = [
    ("", _("Find out")),
    (",", _("Comma")),
    (";", _("Semicolon")),
    ("\t", _("Tab")),
    ("|", _("Bar |")),
]
DATE_ORDERS = [
    ("", _("Find out")),
    ("dmy", _("Day first: 31/12/2024")),
    ("mdy", _("Month first: 12/31/2024")),
]


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A CSV of metric rows, or a TikTok trending file (JSON)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,text/csv,application/json"}),
    )


class OptionsForm(forms.Form):
    """How a file is read; a CSV also has a field for each of its columns' meanings."""

    platform = forms.ChoiceField(label=_("Platform"), choices=Platform.choices)
    observed_at = forms.DateTimeField(
        label=_("Counts taken at (UTC)"),
        required=False,
        help_text=_("For rows that don't say it themselves."),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
        ),
    )
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Separator"), choices=DELIMITERS, required=False)
    date_order = forms.ChoiceField(label=_("Dates"), choices=DATE_ORDERS, required=False)

    def __init__(self, run: ImportRun, data: Any = None) -> None:
        super().__init__(data, initial=_initial(run))
        self._run = run
        if run.format != ImportRun.Format.METRICS:
            del self.fields["delimiter"], self.fields["date_order"]
            return
        columns = [("", _("Not in the file"))]
        columns += [(name, name) for name in run.preview.get("columns", [])]
        for field, label in FIELD_LABELS.items():
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=str(label), choices=columns, required=False
            )

    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say which column is what."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def other_fields(self) -> list[forms.BoundField]:
        """The fields about the file as a whole."""
        return [self[name] for name in self.fields if not name.startswith("column_")]

    def options(self) -> ImportOptions:
        """Return what the person chose."""
        chosen = self.cleaned_data
        order: DateOrder | None = chosen.get("date_order") or None
        return ImportOptions(
            platform=chosen["platform"],
            observed_at=chosen["observed_at"],
            mapping=self._mapping(),
            delimiter=chosen.get("delimiter", ""),
            encoding=chosen["encoding"],
            date_order=order,
        )

    def _mapping(self) -> dict[str, str]:
        """Only what differs from what we found: the rest may change with the separator."""
        found = {item["field"]: item["column"] for item in self._run.preview.get("fields", [])}
        chosen = {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_")
        }
        kept = {
            field: column
            for field, column in chosen.items()
            if column != found.get(field, "") or field in self._run.mapping
        }
        return kept


def _initial(run: ImportRun) -> dict[str, Any]:
    options = ImportOptions.from_json(run.options, mapping={})
    values: dict[str, Any] = {
        "platform": options.platform,
        "observed_at": options.observed_at,
        "encoding": options.encoding,
        "delimiter": options.delimiter,
        "date_order": options.date_order or "",
    }
    for item in run.preview.get("fields", []):
        values[f"column_{item['field']}"] = item["column"]
    return values

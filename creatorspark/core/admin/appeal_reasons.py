"""Words of the house for decisions, kept by staff."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.core.appeals import handlers, reasons
from creatorspark.core.models import ReasonTemplate, User


class WordsForm(forms.ModelForm):
    """What a template holds."""

    subject_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of judgement"), required=False, widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = ReasonTemplate
        fields = ("subject_kind", "outcome", "code", "title", "words", "is_active")
        widgets = {"words": UnfoldAdminTextareaWidget(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "subject_kind" in self.fields:
            known = [(kind, str(label)) for kind, label in handlers.kinds().items()]
            field: Any = self.fields["subject_kind"]
            field.choices = [("", gettext_lazy("Every kind")), *known]


@admin.register(ReasonTemplate)
class ReasonTemplateAdmin(FactAdmin):
    """Words that decisions begin with. Decisions made keep the words they had."""

    form = WordsForm
    list_display = ("title", "kind", "outcome_label", "code", "is_active", "updated_at")
    list_filter = ("outcome", "is_active")
    search_fields = ("title", "code", "words")
    ordering = ("subject_kind", "outcome", "title")
    fields = ("subject_kind", "outcome", "code", "title", "words", "is_active")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let staff write."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let staff change."""
        return self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write through the service, which audits."""
        if not isinstance(request.user, User):
            raise PermissionDenied
        words = reasons.Words(**form.cleaned_data)
        row = reasons.save(words, template_id=obj.pk if change else None, actor=request.user)
        obj.pk = row.pk
        obj.refresh_from_db()

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write no second log: the service wrote an audit entry."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Write no second log: the service wrote an audit entry."""

    @display(description=gettext_lazy("Kind"), ordering="subject_kind")
    def kind(self, row: ReasonTemplate) -> Any:
        """Name the kind."""
        return handlers.kinds().get(row.subject_kind, row.subject_kind) or gettext_lazy("Every")

    @display(description=gettext_lazy("Decision"), ordering="outcome")
    def outcome_label(self, row: ReasonTemplate) -> str:
        """Name the outcome."""
        return row.get_outcome_display()

"""Acts: buttons of a staff page that ask first and then make one service call, by POST only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.dataclasses import UnfoldAction
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from creatorspark.core.models import User

Lazy = Any  # a lazily translated string


class Nothing(forms.Form):
    """An act that asks for nothing but a yes."""


class Reason(forms.Form):
    """An act whose reason is kept, and read by the person it touches."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person it touches reads this."),
        widget=UnfoldAdminTextareaWidget,
        max_length=2000,
    )


@dataclass(frozen=True, kw_only=True)
class Order:
    """What an act is given: the row (None for an act on a list), the answers, who asks, when."""

    row: Any
    answers: dict[str, Any]
    actor: User
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Act:
    """One button. `run` makes the service call and returns the sentence staff read afterwards.

    `refusals` are the service's own errors: their message is shown and the answers are kept.
    `may` says whether the row is in a state for it, and whether this person may.
    """

    name: str
    label: Lazy
    run: Callable[[Order], str]
    refusals: tuple[type[Exception], ...] = ()
    may: Callable[[Any, User], bool] = lambda row, actor: True
    form: type[forms.Form] = Nothing
    # Which form to ask with, where that depends on the row.
    form_of: Callable[[Any], type[forms.Form]] | None = None
    explanation: Lazy = ""
    # What is to be read before the yes, where that depends on the row or on the moment.
    explain: Callable[[Any], str] | None = None
    icon: str | None = None
    variant: ActionVariant = ActionVariant.DEFAULT
    initial: Callable[[Any], dict[str, Any]] = lambda row: {}
    # The letter or digit that presses the button: as an access key, and alone on pages of a desk.
    key: str = ""
    # Where to go afterwards; the row's own page when empty.
    then: Callable[[Any], str] | None = None

    @property
    def button(self) -> str:
        """Colour of the button that does it: red when it takes something away."""
        danger = self.variant is ActionVariant.DANGER
        return (ActionVariant.DANGER if danger else ActionVariant.PRIMARY).value


class ActingAdmin(ModelAdmin):
    """A staff page with acts: on a row (`acts`) or on the list as a whole (`list_acts`).

    Buttons show only where `may` allows.
    """

    acts: tuple[Act, ...] = ()
    list_acts: tuple[Act, ...] = ()

    @property
    def actions_detail(self) -> tuple[str, ...]:
        """Name the acts for the theme, which draws the buttons and makes the addresses."""
        return tuple(act.name for act in self.acts)

    @property
    def actions_list(self) -> tuple[str, ...]:
        """Name the acts on the list, likewise."""
        return tuple(act.name for act in self.list_acts)

    def get_unfold_action(self, action: str) -> UnfoldAction:
        """Turn one of our acts into what the theme understands."""
        known = (*self.acts, *self.list_acts)
        act = next((act for act in known if act.name == action), None)
        if act is None:
            return super().get_unfold_action(action)

        def view(request: HttpRequest, object_id: str | None = None) -> HttpResponse:
            return self._act(request, object_id, act=act)

        view.attrs = {"accesskey": act.key} if act.key else {}  # type: ignore[attr-defined]
        options = self.model._meta
        return UnfoldAction(
            action_name=f"{options.app_label}_{options.model_name}_{act.name}",
            method=view,
            description=act.label,
            path=f"act/{act.name}",
            icon=act.icon,
            variant=act.variant,
        )

    def get_actions_list(self, request: HttpRequest) -> list[UnfoldAction]:
        """Show only the acts on the list that this person may do."""
        allowed = {act.name for act in self.list_acts if self._may(request, None, act)}
        actions = super().get_actions_list(request)
        return [one for one in actions if one.path.removeprefix("act/") in allowed]

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        """Show only the acts this row and this person allow."""
        row = self.get_object(request, object_id)
        allowed = {
            act.name for act in self.acts if row is not None and self._may(request, row, act)
        }
        return [
            action
            for action in super().get_actions_detail(request, object_id)
            if action.path.removeprefix("act/") in allowed
        ]

    def _may(self, request: HttpRequest, row: Model | None, act: Act) -> bool:
        return self.has_view_permission(request, row) and act.may(row, _actor(request))

    def _act(self, request: HttpRequest, object_id: str | None, *, act: Act) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id is not None else None
        if row is None and object_id is not None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if not act.may(row, _actor(request)):
            messages.warning(request, _("That is not possible any more; look at its state."))
            return HttpResponseRedirect(self._address(row))
        given = request.POST if request.method == "POST" else None
        asks = act.form_of(row) if act.form_of else act.form
        form = asks(given, request.FILES or None, initial=act.initial(row))
        if form.is_valid():
            order = Order(
                row=row, answers=form.cleaned_data, actor=_actor(request), now=timezone.now()
            )
            try:
                sentence = act.run(order)
            except act.refusals as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, sentence)
                return HttpResponseRedirect(act.then(row) if act.then else self._address(row))
        return self._page(request, row, act=act, form=form)

    def _address(self, row: Model | None) -> str:
        options = self.model._meta
        name = f"{self.admin_site.name}:{options.app_label}_{options.model_name}"
        return reverse(f"{name}_change", args=[row.pk]) if row else reverse(f"{name}_changelist")

    def _page(
        self, request: HttpRequest, row: Model | None, *, act: Act, form: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "subtitle": str(row) if row else "",
            "opts": self.model._meta,
            "media": self.media + form.media,
            "act": act,
            "explanation": act.explain(row) if act.explain else act.explanation,
            "form": form,
            "row": row,
            "original": row,
            "back": self._address(row),
        }
        return TemplateResponse(request, "admin/core/act.html", context)


def offer(page: type[ActingAdmin], *acts: Act) -> None:
    """Add acts of a higher app to the page of a lower one, which can't know of them."""
    page.acts = (*page.acts, *acts)


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class FactAdmin(ActingAdmin):
    """Rows that staff read and never edit; what changes them is an act that calls a service."""

    list_fullwidth = True
    list_per_page = 50
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every active member of staff read."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to whoever may read."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: rows come from services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: acts change rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: facts stay."""
        return False

"""Rating videos for training: blind, one after another; and whether people agree."""

import base64
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.core.models import User
from scoring.admin.playing import played
from scoring.domain.quality.learning.agreement import RELIABLE, TENTATIVE
from scoring.models import HumanRating, QualityFrame
from scoring.services.training import ratings
from scoring.services.training.anchors import ANCHORS, DIMENSIONS

# Alpha of fewer videos jumps about.
ENOUGH_TO_SAY = 20


class RatingForm(forms.Form):
    """Points for what a video has. Nothing is preselected but what the person gave before."""

    video_id = forms.IntegerField(widget=forms.HiddenInput)
    sha256 = forms.CharField(widget=forms.HiddenInput)
    caption_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, shown: ratings.BlindVideo, data: Any = None) -> None:
        known = ("video_id", "sha256", "caption_sha256")
        start = {name: getattr(shown, name) for name in known}
        super().__init__(data, initial=start | dict(shown.given))
        for name in shown.dimensions:
            label, help_text = DIMENSIONS[name]
            self.fields[name] = forms.TypedChoiceField(
                label=str(label),
                help_text=str(help_text),
                choices=list(ANCHORS[name].items()),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose one to go on.")},
            )
        self.dimensions = shown.dimensions

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that a person sees."""
        return [self[name] for name in self.dimensions]

    @property
    def points(self) -> dict[str, int]:
        """What was given."""
        return {name: self.cleaned_data[name] for name in self.dimensions}


@admin.register(HumanRating)
class HumanRatingAdmin(FactAdmin):
    """Ratings by people. Everybody sees their own; owners see all, and how far people agree."""

    list_display = (
        *("video_label", "whose", "pictures", "sound", "words", "all_in_all", "rated_at"),
        "counts_now",
    )
    list_filter = ("is_current", "rated_at")
    list_select_related = ("video",)
    ordering = ("-pk",)
    fields = (
        ("video_label", "whose"),
        ("pictures", "sound", "words", "all_in_all"),
        ("rated_at", "counts_now"),
    )
    readonly_fields = (
        *("video_label", "whose", "pictures", "sound", "words", "all_in_all", "counts_now"),
    )
    list_before_template = "admin/scoring/rating/agreement.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let in who may rate."""
        return isinstance(request.user, User) and ratings.may_rate(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HumanRating]:
        """Keep others' ratings from raters: they would sway theirs."""
        people = User.objects.filter(pk=OuterRef("rater_id"))
        rows = super().get_queryset(request).annotate(rater_email=Subquery(people.values("email")))
        return rows if request.user.is_superuser else rows.filter(rater=request.user)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show how far people agree above the list."""
        context = {
            "agreement": [_agreement(one) for one in ratings.agreement()],
            "rate_url": reverse("admin:scoring_humanrating_rate"),
        }
        return super().changelist_view(request, {**(extra_context or {}), **context})

    def get_urls(self) -> list[URLPattern]:
        """Add the page to rate on, and the video that it plays."""
        wrap = self.admin_site.admin_view
        own = [
            path("rate/", wrap(self.rate), name="scoring_humanrating_rate"),
            path("rate/<int:video_id>/", wrap(self.rate), name="scoring_humanrating_rate_one"),
            path("rate/<int:video_id>/play/", wrap(self.play), name="scoring_humanrating_play"),
        ]
        return [*own, *super().get_urls()]

    def rate(self, request: HttpRequest, video_id: int | None = None) -> HttpResponse:
        """Show the next video, or one again; keep the points and go on."""
        rater = _rater(request)
        if request.method == "POST" and video_id is None:
            video_id = _number(request.POST.get("video_id"))
        shown = (
            ratings.next_to_rate(rater=rater)
            if video_id is None
            else ratings.video_to_rate(video_id, rater=rater)
        )
        if video_id is not None and shown is None:
            messages.warning(request, _("That video isn’t there to be rated. Here is the next."))
            return HttpResponseRedirect(reverse("admin:scoring_humanrating_rate"))
        form = RatingForm(shown, request.POST or None) if shown else None
        if form and form.is_valid():
            try:
                ratings.give_rating(
                    video_id=form.cleaned_data["video_id"],
                    points=form.points,
                    sha256=form.cleaned_data["sha256"],
                    caption_sha256=form.cleaned_data["caption_sha256"],
                    rater=rater,
                    now=timezone.now(),
                )
            except ratings.RatingRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Kept. Here is the next one."))
                return HttpResponseRedirect(reverse("admin:scoring_humanrating_rate"))
        return self._rating_page(request, shown, form, rater)

    def play(self, request: HttpRequest, video_id: int) -> HttpResponseBase:
        """Send the file of a video that this person may rate, or the piece asked for."""
        shown = ratings.video_to_rate(video_id, rater=_rater(request))
        if shown is None:
            raise Http404
        return played(video_id, asked=request.headers.get("Range", ""))

    def _rating_page(
        self,
        request: HttpRequest,
        shown: ratings.BlindVideo | None,
        form: RatingForm | None,
        rater: User,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Rate videos"),
            "opts": self.model._meta,
            "media": self.media,
            "shown": shown,
            "form": form,
            "strip": _picture(shown.strip) if shown and shown.strip else None,
            "done": ratings.rated_by(rater),
            "action": reverse("admin:scoring_humanrating_rate"),
            "list_url": reverse("admin:scoring_humanrating_changelist"),
        }
        return TemplateResponse(request, "admin/scoring/rating/rate.html", context)

    @display(description=gettext_lazy("Video"))
    def video_label(self, row: HumanRating) -> str:
        """Link to rating it again, without anybody's name."""
        address = reverse("admin:scoring_humanrating_rate_one", args=[row.video_id])
        words = ratings.NAMES.sub("@…", row.video.caption[:60]) or _("without a caption")
        link = '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>'
        return format_html(link, address, words)

    @display(description=DIMENSIONS["visual"][0], ordering="visual")
    def pictures(self, row: HumanRating) -> str:
        """Show the points for pictures."""
        return _shown(row.visual)

    @display(description=DIMENSIONS["audio"][0], ordering="audio")
    def sound(self, row: HumanRating) -> str:
        """Show the points for sound."""
        return _shown(row.audio)

    @display(description=DIMENSIONS["text"][0], ordering="text")
    def words(self, row: HumanRating) -> str:
        """Show the points for the caption."""
        return _shown(row.text)

    @display(description=DIMENSIONS["overall"][0], ordering="overall")
    def all_in_all(self, row: HumanRating) -> str:
        """Show the points for the whole."""
        return _shown(row.overall)

    @display(description=gettext_lazy("Counts now"), boolean=True, ordering="is_current")
    def counts_now(self, row: HumanRating) -> bool:
        """Say whether the person hasn't thought again since."""
        return row.is_current

    @display(description=gettext_lazy("By"))
    def whose(self, row: HumanRating) -> str:
        """Name the rater; of a person who left only the number stays."""
        return str(getattr(row, "rater_email", None) or row.rater_id)


def _shown(points: int | None) -> str:
    return "–" if points is None else str(points)


def _agreement(one: ratings.DimensionAgreement) -> dict[str, Any]:
    alpha = one.agreement.alpha
    return {
        "label": DIMENSIONS[one.dimension][0],
        "alpha": alpha,
        "meaning": _meaning(alpha, one.agreement.videos),
        "videos": one.agreement.videos,
        "ratings": one.agreement.ratings,
    }


def _meaning(alpha: float | None, videos: int) -> str:
    if alpha is None:
        return _("Nothing to compare yet")
    if videos < ENOUGH_TO_SAY:
        return _("Too few videos to say")
    if alpha >= RELIABLE:
        return _("Reliable")
    if alpha >= TENTATIVE:
        return _("Enough to go on with care")
    return _("People mean different things: talk about examples")


def _picture(frame: QualityFrame) -> str | None:
    """Return a kept picture as an address that holds it whole; None where its file is gone."""
    try:
        with frame.file.open("rb") as file:
            return f"data:image/jpeg;base64,{base64.b64encode(file.read()).decode()}"
    except OSError:
        return None


def _rater(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not ratings.may_rate(request.user):
        raise PermissionDenied
    return request.user


def _number(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError as error:
        raise Http404 from error

"""A model's card in words: what it learned from, how it was tested, and where it fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.models import LearnedModel
from scoring.services.categories.serving import readable_layer
from scoring.services.training.guesses import error_words

WAYS: Mapping[str, str | Promise] = {
    "blur": gettext_lazy("Blur"),
    "shake": gettext_lazy("Shake"),
    "dark": gettext_lazy("Darkness"),
    "noise": gettext_lazy("Grain"),
    "compression": gettext_lazy("Compression"),
    "hum": gettext_lazy("Hum"),
    "hiss": gettext_lazy("Hiss"),
    "clipping": gettext_lazy("Clipping"),
    "silence": gettext_lazy("Silence"),
    "people": gettext_lazy("People’s ratings"),
}
PARTS: Mapping[str, str | Promise] = {
    "visual": gettext_lazy("Pictures"),
    "audio": gettext_lazy("Sound"),
}
SOURCES: Mapping[str, str | Promise] = {
    "library": gettext_lazy("Files of this platform’s own videos."),
    "folder": gettext_lazy("Files of a folder."),
    "corpus": gettext_lazy("Versions of clips that an earlier run measured and kept."),
}
WHY_NOT: Mapping[str, str | Promise] = {
    "too_few_clips": gettext_lazy("too few clips to test it on"),
    "not_better": gettext_lazy("it can’t be told apart from chance that it does better"),
    "orders_steps_worse": gettext_lazy("it orders the steps in which a clip got worse less well"),
    "falls_less_often": gettext_lazy(
        "its rating falls in fewer of the steps in which a clip got worse"
    ),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """A table: what each column is, and rows of a name and its numbers in words."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences, and a table where there are figures."""

    title: str
    sentences: Sequence[str]
    figures: Figures | None = None


def card(row: LearnedModel) -> list[Section]:
    """Return a model's card, in the reader's language."""
    if row.kind == LearnedModel.Kind.QUALITY:
        return _quality(row)
    if row.kind == LearnedModel.Kind.POTENTIAL:
        return _potential(row)
    return _other(row)


def as_text(row: LearnedModel) -> str:
    """Return the card as plain text with Markdown's headings."""
    lines = [f"# {row.version}"]
    for section in card(row):
        lines += ["", f"## {section.title}", "", *section.sentences]
        if section.figures:
            lines += ["", " | ".join(section.figures.columns)]
            lines += [" | ".join(values) for values in section.figures.rows]
    return "\n".join(lines)


def _quality(row: LearnedModel) -> list[Section]:
    made, metrics = row.card, row.metrics
    return [
        Section(_("Use"), [_verdict(row)]),
        Section(_("Made from"), _made_from(made)),
        *(
            _tested(name, one) if "test" in one else _untested(name, one)
            for name in PARTS
            if (one := metrics["parts"].get(name))
        ),
        Section(_("Limits"), _quality_limits()),
    ]


def _verdict(row: LearnedModel) -> str:
    better = [str(PARTS[name]) for name in row.metrics["better"]]
    if not better:
        return _("It did no better than the curves on clips it never saw, so it doesn’t serve.")
    named = ", ".join(better)
    if row.serves:
        return _("It serves for: %(parts)s. Feedback stays the curves’.") % {"parts": named}
    return _("It beat the curves for: %(parts)s. It doesn’t serve now.") % {"parts": named}


def _made_from(made: Mapping[str, Any]) -> list[str]:
    groups = len(made["sides"])
    counts = {side: list(made["sides"].values()).count(side) for side in ("train", "validation")}
    sentences = [
        str(SOURCES[made["source"]]),
        _("%(clips)s clips, made worse in nine ways: %(variants)s measured versions.")
        % {"clips": _count(made["clips"]), "variants": _count(made["variants"])},
        _("%(visual)s ratings of pictures and %(audio)s of sound by %(people)s people.")
        % {
            "visual": _count(made["ratings"]["visual"]),
            "audio": _count(made["ratings"]["audio"]),
            "people": _count(made["raters"]),
        },
        _(
            "Split by clip or creator, none on two sides: %(train)s to learn from, %(choice)s to "
            "choose with, %(test)s to test with. Seed %(seed)s."
        )
        % {
            "train": counts["train"],
            "choice": counts["validation"],
            "test": groups - counts["train"] - counts["validation"],
            "seed": made["seed"],
        },
        _("Versions: %(versions)s.") % {"versions": ", ".join(made["versions"])},
    ]
    if made["left_out"]:
        said = ", ".join(f"{name} {count}" for name, count in made["left_out"].items())
        sentences.append(_("Left out: %(problems)s.") % {"problems": said})
    return sentences


def _untested(name: str, one: Mapping[str, Any]) -> Section:
    return Section(str(PARTS[name]), [_("Not learned: %(why)s.") % {"why": _why(one["because"])}])


def _tested(name: str, one: Mapping[str, Any]) -> Section:
    test = one["test"]
    gain = test["gain"]
    sentences = [
        _("Tested on %(pairs)s pairs of %(groups)s clips or creators it never saw.")
        % {"pairs": _count(test["pairs"]), "groups": test["groups"]},
        _(
            "Against the curves it tells %(value)s percentage points more pairs rightly (95 %% "
            "interval %(low)s to %(high)s)."
        )
        % {key: _number(100 * gain[key], 2) for key in ("value", "low", "high")},
    ]
    if not one["beats"]:
        sentences.append(_("The curves rate on: %(why)s.") % {"why": _why(one["because"])})
    rows = [
        _compared(_("Pairs told rightly"), test["accuracy"]),
        _compared(_("Steps in which the rating falls"), test["steps"]),
        (
            _("Rank correlation with how little was done"),
            *(_number(test["rank_correlation"][key], 3) for key in ("curves", "learned")),
        ),
        *(_compared(str(WAYS[way]), figures) for way, figures in test["ways"].items()),
    ]
    columns = (_("On unseen clips"), _("Curves"), _("This model"))
    return Section(str(PARTS[name]), sentences, Figures(columns, rows))


def _quality_limits() -> list[str]:
    return [
        _("It corrects the curves by a bounded amount and knows nothing they don’t measure."),
        _("It has learned from flaws that we made; real ones come mixed and in other ways."),
        _("Within a clip the order is known; between clips it rests on people’s ratings alone."),
        _("Another seed is another split: trying seeds until one passes proves nothing."),
        _("Sizes, frame rate, black bars and captions stay the curves’."),
    ]


def _potential(row: LearnedModel) -> list[Section]:
    figures, base = row.metrics, row.metrics["gain"]
    use = (
        _("It serves.")
        if row.serves
        else _("It doesn’t serve.")
        if figures["beats"]
        else _("It is no better than the base rate, so nothing is guessed.")
    )
    rows = [
        _compared(_("Grade guessed rightly"), figures["right"], ("base", "model")),
        _compared(_("Within one grade"), figures["within_one"], ("base", "model")),
        _scores(_("Ranked probability score, 0 is best"), figures["rank_score"]),
        _scores(_("Log loss, 0 is best"), figures["log_loss"]),
    ]
    columns = (_("On unseen creators"), _("Base rate"), _("This model"))
    return [
        Section(_("Use"), [use]),
        Section(
            _("Made from"),
            [
                _("%(videos)s graded videos of %(creators)s creators.")
                % {
                    "videos": _count(figures["videos"]),
                    "creators": _count(figures["creators"]),
                },
                _("Caption, hashtags, language, categories, length, hour, and measures of files."),
                _("%(folds)s folds; no creator is in two. Seed %(seed)s.")
                % {"folds": figures["folds"], "seed": row.card["seed"]},
            ],
        ),
        Section(
            _("Tested"),
            [
                error_words(figures),
                _(
                    "Its ranked probability score is better by %(value)s (95 %% interval %(low)s "
                    "to %(high)s, drawn by creator)."
                )
                % {key: _number(base[key], 4) for key in ("value", "low", "high")},
            ],
            Figures(columns, rows),
        ),
        Section(_("Limits"), _potential_limits()),
    ]


def _potential_limits() -> list[str]:
    return [
        _("What goes together isn’t what brings about: a topic is no recipe."),
        _("Grades compare within a cohort, and tastes change; it is trained anew as grades come."),
        _("It never sees who posts, how many follow, or how other videos fared."),
    ]


def _other(row: LearnedModel) -> list[Section]:
    sentences = [f"{name}: {value}" for name, value in {**row.card, **row.metrics}.items()]
    return [Section(_("Use"), [_other_use(row)]), Section(_("Made from, and figures"), sentences)]


def _other_use(row: LearnedModel) -> str:
    if not row.serves:
        return _("It doesn’t serve.")
    if row.kind == LearnedModel.Kind.CATEGORIES and readable_layer(row) is None:
        return _(
            "It was learned for another release and can’t be read any more, so the words answer "
            "alone. Have it learned anew."
        )
    return _("It serves.")


def _why(because: str) -> str:
    if because.startswith("worse:"):
        way = str(WAYS[because.removeprefix("worse:")]).lower()
        return _("it is clearly worse than they are at %(way)s") % {"way": way}
    return str(WHY_NOT[because])


def _compared(
    name: str, shares: Mapping[str, float], of: tuple[str, str] = ("curves", "learned")
) -> tuple[str, str, str]:
    first, second = (f"{_number(100 * shares[key], 1)} %" for key in of)
    return name, first, second


def _scores(name: str, scores: Mapping[str, float]) -> tuple[str, str, str]:
    return name, _number(scores["base"], 4), _number(scores["model"], 4)


def _count(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def _number(value: float, decimals: int) -> str:
    """Round, then write: `number_format` alone cuts off."""
    return str(number_format(round(value, decimals), decimals))

"""What the rules in force ask of a clip before it can be paid in full: each with where it stands.

Only what a policy really demands is asked here; what a platform may do is said as just that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator
from creatorspark.portals.templatetags.ui import clock, grouped
from fraud import interface as fraud
from rewards import interface as rewards
from scoring import interface as scoring

ICONS = {"good": "check", "warn": "alert", "bad": "stop", "info": "info"}
RANK: Final = ("bad", "warn", "info", "good")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is asked: how it stands (good, warn, bad, info), and by which rule.

    `address` names the part of this page, or the guide, where more is said.
    """

    key: str
    tone: str
    title: str
    words: str
    source: str
    address: str = ""

    @property
    def icon(self) -> str:
        """Return the icon of its tone."""
        return ICONS[self.tone]

    @property
    def way(self) -> str:
        """Return what the link to its address says."""
        return _("Say it here") if self.address == "#words" else _("See the comparison")


@dataclass(frozen=True, slots=True)
class Clip:
    """What is known of a clip when the rules are looked at."""

    creator: Creator
    sent: scoring.SubmissionFacts
    found: scoring.SearchReport | None
    prospect: rewards.Prospect
    grading: Mapping[str, Any]
    grading_version: str


def rules_for(
    creator: Creator,
    sent: scoring.SubmissionFacts,
    found: scoring.SearchReport | None,
    prospect: rewards.Prospect,
) -> list[Rule]:
    """Return what is asked, what stands in the way first."""
    policies = scoring.grade_policies()
    clip = Clip(
        creator,
        sent,
        found,
        prospect,
        policies[-1].parameters if policies else {},
        policies[-1].version if policies else "",
    )
    return sorted(_all(clip), key=lambda rule: RANK.index(rule.tone))


def tally(rules: Sequence[Rule]) -> tuple[str, str]:
    """Return the tone of the gravest, and how many there are to look at, in words."""
    worst = min((rule.tone for rule in rules), key=RANK.index, default="good")
    open_rules = [rule for rule in rules if rule.tone in ("bad", "warn")]
    if not open_rules:
        return "good", _("Nothing stands in the way")
    return worst, ngettext("%(n)d thing to look at", "%(n)d things to look at", len(open_rules)) % {
        "n": len(open_rules)
    }


def _all(clip: Clip) -> Iterator[Rule]:
    yield _profile(clip)
    yield _length(clip)
    yield _original(clip)
    yield from _together(clip)
    yield _sound(clip)
    if clip.grading:
        yield _views(clip)
    yield from _age(clip)


# Who and what ------------------------------------------------------------------------------------
def _profile(clip: Clip) -> Rule:
    holds = fraud.open_holds(creator_ids=[clip.creator.pk]).get(clip.creator.pk, ())
    where = clip.creator.get_platform_display()
    title = _("Posted on your profile")
    if not clip.prospect.version:
        words = _("No pay policy is in force yet, so nobody is paid for views at the moment.")
        return Rule("profile", "info", title, words, "")
    if any(hold.video_id is None for hold in holds):
        words = _(
            "A person is looking at your numbers. What you earn meanwhile is counted and waits for "
            "their decision."
        )
        return Rule("profile", "warn", title, words, clip.prospect.version)
    words = _("Post it on %(platform)s as @%(handle)s: views there are the ones that are paid.") % {
        "platform": where,
        "handle": clip.creator.handle or clip.creator.external_id,
    }
    return Rule("profile", "good", title, words, clip.prospect.version)


def _length(clip: Clip) -> Rule:
    title, source = _("Length"), clip.prospect.version
    if clip.sent.seconds is None:
        return Rule("length", "info", title, _("Known once we have the file."), source)
    seconds = int(clip.sent.seconds)
    least = clip.prospect.min_seconds
    if clip.prospect.unpaid_rule == "too_short":
        words = _("It is %(length)s long. Views of videos under %(least)s aren’t paid.")
        tone = "bad"
    elif least:
        words = _("It is %(length)s long; views are paid from %(least)s on.")
        tone = "good"
    else:
        words = _("It is %(length)s long; the rules of pay ask for no least length.")
        tone = "good"
    values = {"length": clock(seconds), "least": clock(least)}
    return Rule("length", tone, title, f"{words % values} {_group(seconds, clip)}".strip(), source)


def _group(seconds: int, clip: Clip) -> str:
    """Say with videos of which length it will be graded."""
    edges = list(clip.grading.get("length_edges", ()))
    if not edges:
        return ""
    below = [edge for edge in edges if edge <= seconds]
    above = [edge for edge in edges if edge > seconds]
    if not below:
        return _("It will be graded among videos under %(to)s s.") % {"to": above[0]}
    if not above:
        return _("It will be graded among videos of %(from)s s and more.") % {"from": below[-1]}
    return _("It will be graded among videos of %(from)s to %(to)s s.") % {
        "from": below[-1],
        "to": above[0],
    }


# Whose -------------------------------------------------------------------------------------------
def _original(clip: Clip) -> Rule:
    title, found = _("Original"), clip.found
    source = found.policy if found else ""
    if found is None or found.state in ("waiting", "searching"):
        words = _("We are comparing it with the library.")
        return Rule("original", "info", title, words, source, "#originality")
    if found.state == "failed" or found.original is None:
        words = _("We couldn’t tell for this clip. Without a verdict only the lower bonus is paid.")
        return Rule("original", "warn", title, words, source, "#originality")
    if found.original:
        words = _("Nothing we know makes it a copy, so the full bonus would be paid.")
        return Rule("original", "good", title, words, source, "#originality")
    words = _("It matches an earlier video, so only the lower bonus would be paid.")
    return Rule("original", "bad", title, words, source, "#originality")


def _together(clip: Clip) -> Iterator[Rule]:
    """Yield what there is to say of a duet or stitch; nothing where nobody speaks of one."""
    found, title = clip.found, _("Duet or stitch")
    source = found.policy if found else ""
    standings = {match.standing for match in found.matches} if found else set()
    partner = clip.sent.partner
    named = partner and f"@{partner}".casefold() in clip.sent.caption.casefold()
    if found is not None and found.could_declare:
        words = _("Made with another’s video? Say whose, and it counts as a duet or stitch.")
        yield Rule("together", "warn", title, words, source, "#words")
    elif "declared" in standings and partner and not named:
        words = _(
            "It counts as one while the caption says so: post it with the platform’s own function, "
            "or write “#duet with @%(handle)s”."
        ) % {"handle": partner}
        yield Rule("together", "warn", title, words, source, "#words")
    elif "declared" in standings:
        words = _("Your caption names whose video it is made with, so it doesn’t count as a copy.")
        yield Rule("together", "good", title, words, source)
    elif partner and found is not None and found.state == "done" and "copied" not in standings:
        words = _("You name @%(handle)s; we found nothing in it that would need it.") % {
            "handle": partner
        }
        yield Rule("together", "info", title, words, source)


def _sound(clip: Clip) -> Rule:
    """Say what is known of the right to the sound. No rule of pay asks; platforms do."""
    title = _("Sound")
    if clip.sent.has_sound is False:
        return Rule("sound", "good", title, _("There is no sound in it to hold rights in."), "")
    if clip.sent.sound in ("own", "library", "licensed"):
        said = {
            "own": _("You say that it is your own."),
            "library": _("You say that it comes from the platform’s library."),
            "licensed": _("You say that you have a licence."),
        }[clip.sent.sound]
        words = said + " " + _("No rule of pay asks for more; originality compares pictures only.")
        return Rule("sound", "good", title, words, "")
    may = _(
        "No rule of pay asks for a licence, but a platform may mute a sound that isn’t licensed, "
        "and muted videos are watched less."
    )
    if clip.sent.sound == "unsure":
        words = _("The platform’s own sound library is the safe choice.")
        return Rule("sound", "warn", title, f"{may} {words}", "", "#words")
    return Rule("sound", "info", title, f"{may} {_('You can say whose it is.')}", "", "#words")


# What comes after --------------------------------------------------------------------------------
def _views(clip: Clip) -> Rule:
    words = _(
        "A grade, and with it a bonus, takes at least %(views)s views on day %(day)s after posting."
    ) % {
        "views": grouped(clip.grading["min_views"]),
        "day": clip.grading["scoring_age_days"],
    }
    usual = clip.prospect.views
    if usual.is_example:
        return Rule("views", "info", _("Views"), words, clip.grading_version)
    words += " " + _("Half of your last %(n)s graded videos had more than %(views)s.") % {
        "n": usual.videos,
        "views": grouped(usual.middle),
    }
    tone = "good" if usual.middle >= clip.grading["min_views"] else "info"
    return Rule("views", tone, _("Views"), words, clip.grading_version)


def _age(clip: Clip) -> Iterator[Rule]:
    """Yield how long views are paid, where that has an end."""
    days = clip.prospect.max_age_days
    if days:
        words = _("Views are paid until %(days)s days after posting.") % {"days": days}
        yield Rule("age", "info", _("How long"), words, clip.prospect.version)

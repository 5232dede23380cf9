"""Whether a draft of the fraud policy may start: whoever is looser must have been tried."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Policy
from fraud.domain.loosening import loosened
from fraud.domain.parameters import Parameters
from fraud.services.policies import in_force, tried_as_it_is


def readiness(policy: Policy, effective_from: datetime) -> str:
    """Return what the trial of exactly these parameters found, in sentences.

    ValueError when there is none and a rule may accuse more easily than before, or anew.
    """
    test = tried_as_it_is(policy)
    if test is not None:
        return told(test.result or {})
    base = in_force(now=effective_from)
    codes = loosened(Parameters.from_policy(policy.parameters), base=base.stated)
    if codes:
        raise ValueError(
            _(
                "This draft hasn’t been tried on history as it is now, and these rules may accuse "
                "more easily than in %(base)s, or for the first time: %(rules)s. Try it on real "
                "history first, or put them in shadow with “rules.shadow”. Until then it "
                "stays a draft."
            )
            % {"base": base.version, "rules": ", ".join(codes)}
        )
    return _("No rule accuses more easily than in %(base)s, so it needs no trial.") % {
        "base": base.version
    }


def told(result: dict[str, Any]) -> str:
    """Say in a few sentences what a trial found."""
    wrong, real = result["regressions"], result["real"]["again"]
    fell = real.get("cleared", 0) + real.get("overturned", 0)
    decided = fell + real.get("upheld", 0) + real.get("partly", 0)
    return _(
        "Tried on %(weeks)s up to %(day)s: %(cases)s about %(creators)s. Against %(base)s, "
        "%(new)d would be new and %(gone)d no longer found. People have decided %(decided)d of "
        "these, %(fell)d of them for the creator. It would accuse %(again)d of %(all)d again who "
        "were wrongly accused before."
    ) % {
        "weeks": _weeks(result["weeks"]),
        "day": date_format(datetime.fromisoformat(result["until"]), "j M Y"),
        "cases": _cases(result["totals"]["case"][1]),
        "creators": _creators(result["totals"]["creators"][1]),
        "base": result["base"],
        "new": result["new"]["count"],
        "gone": result["gone"]["count"],
        "decided": decided,
        "fell": fell,
        "all": wrong["cases"],
        "again": wrong["again"][1],
    }


def _cases(number: int) -> str:
    return ngettext("%(n)d case", "%(n)d cases", number) % {"n": number}


def _creators(number: int) -> str:
    return ngettext("%(n)d creator", "%(n)d creators", number) % {"n": number}


def _weeks(number: int) -> str:
    return ngettext("%(n)d week", "%(n)d weeks", number) % {"n": number}

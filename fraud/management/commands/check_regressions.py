"""`manage.py check_regressions`: would rules accuse again whom people found innocent?"""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from fraud.services import policies, regressions, rules
from fraud.services.regressions import Ran


class Command(BaseCommand):
    """Fail, naming each, while a case that isn't set aside would be accused again."""

    help = "Run the cases in which rules were wrong; name those that rules get wrong again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--policy", default="", dest="named", help=_("of the fraud policy"))
        parser.add_argument("--json", action="store_true", help=_("write one JSON document"))
        parser.add_argument("--no-progress", action="store_true", help=_("no progress bar"))

    def handle(self, *args: Any, **options: Any) -> None:
        rule = _rule(options["named"])
        with tqdm(unit=" cases", disable=options["no_progress"] or None) as bar:

            def report(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            shadow = rules.in_shadow(rule.parameters)
            ran = list(regressions.run(rule.parameters, shadow=shadow, report=report))
        again = [one for one in ran if one.codes and not one.is_set_aside]
        self.stdout.write(_as_json(rule.version, ran) if options["json"] else _words(ran))
        if again:
            raise CommandError(
                _("%(version)s would accuse %(n)d of %(all)d again.")
                % {"version": rule.version, "n": len(again), "all": len(ran)}
            )


def _rule(named: str) -> policies.InForce:
    """Return the rules of a version, of those in force when none is named. Raises CommandError."""
    if not named:
        return policies.in_force(now=timezone.now())
    rule = policies.of_version(named)
    if rule is None:
        raise CommandError(_("There is no fraud policy %(name)s.") % {"name": named})
    return rule


def _as_json(version: str, ran: Sequence[Ran]) -> str:
    cases = [
        {"case": one.reference, "accused_by": list(one.codes), "set_aside": one.is_set_aside}
        for one in ran
    ]
    return json.dumps({"policy": version, "cases": cases}, indent=2)


def _words(ran: Sequence[Ran]) -> str:
    lines = [
        _("%(case)s would be accused again by %(codes)s.")
        % {"case": one.reference, "codes": ", ".join(one.codes)}
        + (" " + _("It is set aside.") if one.is_set_aside else "")
        for one in ran
        if one.codes
    ]
    waiting = regressions.waiting()
    if waiting:
        lines.append(_("%(n)d more wait to be captured.") % {"n": waiting})
    lines.append(_("%(n)d case(s) were run.") % {"n": len(ran)})
    return "\n".join(lines)

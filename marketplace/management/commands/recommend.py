"""Write the brands of every creator, with scores and reasons, to a CSV."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.jobs.console import ConsoleProgress
from creatorspark.core.jobs.services import JobFault
from marketplace.management.bringing import save
from marketplace.models import MatchRun
from marketplace.services.runs import exporting
from marketplace.services.runs.making import make_run
from marketplace.services.runs.requesting import is_due
from marketplace.services.search.runs import RunGone, run_of


class Command(BaseCommand):
    help = str(gettext_lazy("Write the brands that suit each creator, with reasons, to a CSV."))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, help=_("recommendations: a line a creator"))
        parser.add_argument("--features", type=Path, help=_("what matching reads of both sides"))
        parser.add_argument("--similarity", type=Path, help=_("scores of all pairs"))
        parser.add_argument("--merged", type=Path, help=_("recommendations beside both sides"))
        parser.add_argument("--run", type=int, default=None, help=_("an older run that is kept"))
        parser.add_argument("--fresh", action="store_true", help=_("look at everybody anew first"))

    def handle(self, *args: Any, **given: Any) -> None:
        now = timezone.now()
        run = self._run(given)
        for name, export in (
            ("output", exporting.recommendations_csv),
            ("features", exporting.features_csv),
            ("similarity", exporting.similarity_csv),
            ("merged", exporting.merged_csv),
        ):
            if given[name] is not None:
                save(self.stdout.write, given[name], export(run, now=now))
        self._tell(run)

    def _run(self, given: dict[str, Any]) -> MatchRun:
        """Return the run to write: the one named, else the newest, made now where it is due."""
        now = timezone.now()
        try:
            if given["run"] is None and (given["fresh"] or is_due(now=now)):
                return make_run(full=True, progress=ConsoleProgress(), now=now)
            run = run_of(given["run"])
        except (JobFault, RunGone) as fault:
            raise CommandError(
                str(fault) if isinstance(fault, JobFault) else _("That run isn't kept any more.")
            ) from fault
        if run is None:
            raise CommandError(_("There are no brands yet; import some first: import_brands FILE."))
        return run

    def _tell(self, run: MatchRun) -> None:
        brands = run.quality.get("brands_for_creators", {})
        self.stdout.write(
            _(
                "Run %(run)s: %(lists)s creators, %(brands)s brands, %(shown)s %% of them shown, "
                "Gini %(gini)s; SHA-256 %(sha256)s."
            )
            % {
                "run": run.version,
                "lists": brands.get("lists", 0),
                "brands": run.quality.get("brands", 0),
                "shown": round(100 * brands.get("shown", 0)),
                "gini": brands.get("gini", 0),
                "sha256": run.sha256[:12],
            }
        )

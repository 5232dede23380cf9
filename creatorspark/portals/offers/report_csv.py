"""A campaign's report as a spreadsheet."""

from django.utils.translation import gettext as _

from creatorspark.lib.money import plain_minor
from creatorspark.portals.csv_files import BYTE_ORDER_MARK, csv_line, harmless
from marketplace.interface import CampaignReport, ReportLine


def report_csv(report: CampaignReport) -> str:
    """Return a line an agreed offer and one for all; what isn't known is empty."""
    head = (
        _("offer"),
        _("version of the brief"),
        _("creator"),
        _("state"),
        _("videos"),
        _("views that count"),
        _("engagement"),
        _("cost"),
        _("currency"),
        _("cost per engagement"),
        _("cost per 1,000 views"),
    )
    together = (
        "",
        "",
        _("all"),
        "",
        report.videos,
        _known(report.views),
        _known(report.engagement),
        plain_minor(report.cost),
        report.currency,
        _sum(report.per_engagement),
        _sum(report.per_thousand_views),
    )
    rows = [head, *(_cells(line, report.currency) for line in report.lines), together]
    return BYTE_ORDER_MARK + "".join(csv_line(row) for row in rows)


def _cells(line: ReportLine, currency: str) -> tuple[object, ...]:
    return (
        line.offer_id,
        line.brief_version,
        harmless(line.creator_name),
        line.state_label,
        line.videos,
        _known(line.views),
        _known(line.engagement),
        plain_minor(line.cost),
        currency,
        _sum(line.per_engagement),
        _sum(line.per_thousand_views),
    )


def _known(count: int | None) -> object:
    return "" if count is None else count


def _sum(amount: int | None) -> str:
    return "" if amount is None else plain_minor(amount)

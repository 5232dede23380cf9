"""Words and numbers of a trial's report."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.lib.money import MINUS, format_minor

KINDS = {
    "niche": gettext_lazy("By niche"),
    "size": gettext_lazy("By size of the creator"),
    "length": gettext_lazy("By length of the video"),
    "language": gettext_lazy("By language"),
    "market": gettext_lazy("By market"),
}
LETTERS = {
    "": gettext_lazy("not graded yet"),
    "too_early": gettext_lazy("too early"),
    "needs_review": gettext_lazy("needs review"),
}
FLAGS = {
    "fine": gettext_lazy("fine"),
    "look": gettext_lazy("look at it"),
    "flagged": gettext_lazy("flagged"),
}


def group_name(name: str) -> str:
    """Return a group's name as people read it."""
    return name or _("not known")


def letter_name(name: str) -> str:
    """Return a letter, or what stands in its place."""
    return str(LETTERS.get(name, name))


def money(amount: int, currency: str) -> str:
    """Write minor units."""
    return format_minor(amount, currency=currency)


def change(before: int, after: int, currency: str) -> str:
    """Write a difference with its sign, and its share of what was before."""
    words = format_minor(after - before, currency=currency, is_signed=True)
    if not before or after == before:
        return words
    share = (after - before) / abs(before)
    sign = "+" if share > 0 else MINUS
    return f"{words} ({sign}{abs(share) * 100:.1f} %)"


def ratio(found: dict[str, float | None] | None) -> str:
    """Write a ratio with its interval: 0.72 (0.47 to 1.10)."""
    if found is None:
        return "–"
    if found["low"] is None or found["high"] is None:
        return f"{found['value']:.2f}"
    return _("%(value).2f (%(low).2f to %(high).2f)") % found


def share(found: dict[str, float | None]) -> str:
    """Write a share with its interval, in per cent."""
    value, low, high = (found[name] for name in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return "–"
    return _("%(value).1f %% (%(low).1f to %(high).1f)") % {
        "value": value * 100,
        "low": low * 100,
        "high": high * 100,
    }

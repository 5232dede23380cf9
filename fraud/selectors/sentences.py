"""Stored sentences in the reader's language, with numbers as their locale writes them."""

import re
from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext

from fraud.domain.findings import Number

WHOLE = re.compile(r"(%\(\w+\))d")


def say(text: str, values: Mapping[str, Number]) -> str:
    """Translate a sentence and fill in its values: “23,678 views”."""
    if not values:
        return gettext(text)
    shown = {name: _written(value) for name, value in values.items()}
    return WHOLE.sub(r"\1s", gettext(text)) % shown


def _written(value: Number) -> str:
    return value if isinstance(value, str) else number_format(value, force_grouping=True)

"""Why a file, or an act on an import, is refused; the message is a sentence for a person."""

from django.utils.translation import gettext as _

from creatorspark.core.importers.problems import FileFault
from creatorspark.core.importers.wording import fault_sentence


class BringingRefused(Exception):
    """The file can't be read, or the import can't do this now; nothing was changed."""


def refused(fault: FileFault) -> BringingRefused:
    """Return the refusal for a file that can't be read at all."""
    return BringingRefused(fault_sentence(fault))


def moved_on() -> BringingRefused:
    """Return the refusal of an act that came too late."""
    return BringingRefused(
        _("This import has moved on since you opened it. Nothing was changed; here it stands.")
    )

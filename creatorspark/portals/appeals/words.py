"""How states and steps of an appeal read to its creator."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creatorspark.core.domain.appeals.states import State, Step

# What the badge says, its colour, its icon.
STATES: dict[State, tuple[Promise, str, str]] = {
    State.OPEN: (_("Waiting for a person"), "info", "clock"),
    State.ASSIGNED: (_("A person is on it"), "info", "person"),
    State.WAITING: (_("We asked you something"), "warn", "question"),
    State.UPHELD: (_("The judgement stays"), "", "flat"),
    State.OVERTURNED: (_("You were right"), "good", "check"),
    State.PARTLY: (_("You were right in part"), "good", "check"),
    State.WITHDRAWN: (_("Withdrawn"), "", "close"),
    State.EXPIRED: (_("Closed"), "", "close"),
    State.SETTLED: (_("Settled"), "good", "check"),
}
LATE: tuple[Promise, str, str] = (_("We are late"), "bad", "alert")

# Steps without words here are ours alone.
STEPS: dict[Step, Promise] = {
    Step.FILE: _("You appealed"),
    Step.TAKE: _("A person took it"),
    Step.ASK: _("We asked"),
    Step.ANSWER: _("You answered"),
    Step.UPHOLD: _("Decided: the judgement stays"),
    Step.OVERTURN: _("Decided: you were right"),
    Step.PARTLY: _("Decided: you were right in part"),
    Step.WITHDRAW: _("You withdrew it"),
    Step.EXPIRE: _("Closed without an answer"),
    Step.SETTLE: _("Settled: the judgement changed"),
    Step.LATE: _("The promised day went by"),
    Step.CORRECT: _("We put our decision right"),
}

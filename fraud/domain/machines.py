"""Views that leave the counts without accusing anybody: of machines, or under a false referrer.

Pure.
"""

from dataclasses import dataclass, replace

import numpy as np

from fraud.domain.activity import Activity, Bools, Events, Kind
from fraud.domain.agents import Client, classify
from fraud.domain.referrers import FALSE
from fraud.domain.referrers import classify as source_of


@dataclass(frozen=True)
class Machines:
    """Which of an activity's user agents are machines', and which of its referrers are false."""

    agents: Bools
    referrers: Bools

    @classmethod
    def of(cls, activity: Activity, *, spam_hosts: frozenset[str]) -> "Machines":
        """Judge each text once, however many events name it."""
        programs = (Client.DECLARED_BOT, Client.IMPOSSIBLE)
        return cls(
            agents=np.array([classify(text) in programs for text in activity.agents], bool),
            referrers=np.array(
                [source_of(text, spam_hosts=spam_hosts) in FALSE for text in activity.referrers],
                bool,
            ),
        )

    def views_among(self, events: Events) -> Bools:
        """Return which events are views by machines or under a false referrer."""
        machine = self.agents[events.agent] | self.referrers[events.referrer]
        return np.asarray(machine & (events.kind == Kind.VIEW))


def without_machines(activity: Activity, *, spam_hosts: frozenset[str] = frozenset()) -> Activity:
    """Return the activity of people: what is left out already can't be held against anybody."""
    machine = Machines.of(activity, spam_hosts=spam_hosts).views_among(activity.events)
    return replace(activity, events=activity.events.where(~machine))

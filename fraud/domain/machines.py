"""Views that leave the counts without accusing anybody: of machines, or under a false referrer.

Pure.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fraud.domain.activity import Activity, Events, Kind
from fraud.domain.agents import Client, classify
from fraud.domain.referrers import FALSE
from fraud.domain.referrers import classify as source_of


def machine_views(activity: Activity, *, spam_hosts: frozenset[str]) -> NDArray[np.bool_]:
    """Return which events are views by machines or under a false referrer."""
    agents = [
        classify(text) in (Client.DECLARED_BOT, Client.IMPOSSIBLE) for text in activity.agents
    ]
    referrers = [source_of(text, spam_hosts=spam_hosts) in FALSE for text in activity.referrers]
    events: Events = activity.events
    machine = np.array(agents, bool)[events.agent] | np.array(referrers, bool)[events.referrer]
    return np.asarray(machine & (events.kind == Kind.VIEW))


def without_machines(activity: Activity, *, spam_hosts: frozenset[str] = frozenset()) -> Activity:
    """Return the activity of people: what is left out already can't be held against anybody."""
    machine = machine_views(activity, spam_hosts=spam_hosts)
    return replace(activity, events=activity.events.where(~machine))

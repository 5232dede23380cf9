"""Views of machines that say so, of clients that can't exist, and of one client in many places."""

from collections.abc import Iterator, Sequence

import numpy as np

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import Activity, Bools, Events, Kind
from fraud.domain.agents import Client, classify
from fraud.domain.detectors import register
from fraud.domain.findings import (
    Finding,
    Reading,
    ReasonCode,
    Sentence,
    gettext_noop,
    severity_of,
)
from fraud.domain.parameters import AgentParameters, Parameters

SHOWN = 5
_IN_APP = ("; wv)", "FBAN", "FBAV", "Instagram", "musical_ly", "Bytedance", "MicroMessenger")
_WHY = {
    ReasonCode.UA_DECLARED_BOT: gettext_noop(
        "%(affected)d of %(total)d views came from programs that say they are programs."
    ),
    ReasonCode.UA_IMPOSSIBLE: gettext_noop(
        "%(affected)d of %(total)d views came from browsers that can’t exist."
    ),
}


@register("user_agents")
def detect(activity: Activity, parameters: Parameters) -> Iterator[Finding]:
    """Find them in each video's views."""
    views = activity.events.of_kind(Kind.VIEW)
    if not len(views):
        return
    clients = [classify(text) for text in activity.agents]
    usual = np.bincount(views.agent, minlength=len(clients)) / len(views)
    machines = np.array([one is not Client.PERSON for one in clients], bool)
    for video in _by_video(views, machines[views.agent], limits=parameters.agents):
        yield from _machines(video, activity.agents, clients, parameters.agents)
        yield from _monoculture(video, activity.agents, clients, usual, parameters.agents)


def _by_video(views: Events, machines: Bools, *, limits: AgentParameters) -> Iterator[Events]:
    """Yield the views of each video that has enough of them, or of machines, to say anything."""
    order = np.argsort(views.video, kind="stable")
    video = views.video[order]
    first = np.flatnonzero(np.append(True, video[1:] != video[:-1]))
    last = np.append(first[1:], len(order))
    affected = np.add.reduceat(machines[order].astype(np.int64), first)
    telling = (affected >= limits.least_views) | (last - first >= limits.monoculture_views)
    for start, end in zip(first[telling].tolist(), last[telling].tolist(), strict=True):
        yield views.where(order[start:end])


def _machines(
    views: Events, agents: Sequence[str], clients: Sequence[Client], limits: AgentParameters
) -> Iterator[Finding]:
    for client, code in (
        (Client.DECLARED_BOT, ReasonCode.UA_DECLARED_BOT),
        (Client.IMPOSSIBLE, ReasonCode.UA_IMPOSSIBLE),
    ):
        guilty = np.fromiter((one is client for one in clients), bool, len(clients))
        rows = guilty[views.agent]
        affected = int(rows.sum())
        if affected < limits.least_views:
            continue
        counts = np.bincount(views.agent[rows], minlength=len(agents))
        named = np.argsort(-counts, kind="stable")[:SHOWN]
        yield Finding(
            code=code,
            severity=severity_of(affected / len(views), at=0.0, full=0.5),
            start=int(views.at[rows].min()),
            end=int(views.at[rows].max()) + 1,
            creator=int(views.creator[0]),
            video=int(views.video[0]),
            affected=affected,
            total=len(views),
            observed={"views": affected, "share": affected / len(views)},
            expected={"views": 0},
            baseline=gettext_noop("the list of known programs and what browsers can say"),
            evidence=tuple(
                {"user_agent": agents[one], "views": int(counts[one])}
                for one in named
                if counts[one]
            ),
            facts=(Sentence(_WHY[code], {"affected": affected, "total": len(views)}),),
        )


def _monoculture(
    views: Events,
    agents: Sequence[str],
    clients: Sequence[Client],
    usual: np.ndarray,
    limits: AgentParameters,
) -> Iterator[Finding]:
    """One and the same client in many places, which is rare elsewhere.

    A school buys one kind of tablet, but sits in one place; a campaign inside one app brings many
    people with that app, so web views inside apps don't count.
    """
    if len(views) < limits.monoculture_views:
        return
    counts = np.bincount(views.agent, minlength=len(agents))
    top = int(counts.argmax())
    share = counts[top] / len(views)
    if share < limits.monoculture_share or clients[top] is not Client.PERSON:
        return
    here = views.where(views.agent == top)
    networks = len(distinct(here.network))
    in_app = any(mark in agents[top] for mark in _IN_APP)
    if in_app or networks < limits.monoculture_networks or usual[top] > limits.monoculture_usual:
        return
    values = {"share": round(100 * share), "usual": round(100 * float(usual[top]), 1)}
    yield Finding(
        code=ReasonCode.UA_MONOCULTURE,
        severity=severity_of(share, at=limits.monoculture_share, full=1.0),
        start=int(here.at.min()),
        end=int(here.at.max()) + 1,
        creator=int(views.creator[0]),
        video=int(views.video[0]),
        affected=len(here),
        total=len(views),
        observed={"share": float(share), "networks": networks},
        expected={"share": float(usual[top])},
        baseline=gettext_noop("all views of the same time"),
        evidence=({"user_agent": agents[top], "views": len(here), "networks": networks},),
        facts=(
            Sentence(
                gettext_noop(
                    "%(share)d of 100 views came from one and the same kind of browser. "
                    "Elsewhere it makes %(usual)s of 100."
                ),
                values,
            ),
        ),
        readings=(
            Reading(
                "school",
                False,
                Sentence(
                    gettext_noop(
                        "A school that shares tablets sits in one place; these came from "
                        "%(networks)d."
                    ),
                    {"networks": networks},
                ),
            ),
            Reading(
                "app",
                False,
                Sentence(gettext_noop("An advert in one app: this isn’t a browser inside an app.")),
            ),
        ),
    )

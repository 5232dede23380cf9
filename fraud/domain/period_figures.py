"""All figures of a period, and how they are kept as plain JSON. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from fraud.domain.metrics import Decided, FirstDecisions, Tally, Times, per_thousand

FORMAT: Final = "creatorspark-protection-1"


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldFigures:
    """Holds of a period. `creators` got at least one; `open` were there when it ended.

    `hours` are those of holds that ended in it, from placing to release.
    """

    placed: int = 0
    creators: int = 0
    open: int = 0
    hours: Times = field(default_factory=Times)


@dataclass(frozen=True, kw_only=True, slots=True)
class AppealFigures:
    """Appeals against alerts. `in_time` and `late` are decisions; `put_right` overrode one."""

    filed: int = 0
    withdrawn: int = 0
    open: int = 0
    overturned: int = 0
    partly: int = 0
    upheld: int = 0
    in_time: int = 0
    late: int = 0
    put_right: int = 0

    @property
    def decided(self) -> int:
        """Return the appeals that a person decided."""
        return self.overturned + self.partly + self.upheld


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscountFigures:
    """Views that left the counts without accusing anybody; `largest` is one creator's share."""

    alerts: int = 0
    creators: int = 0
    views: int = 0
    largest: float = 0.0
    given_back: int = 0


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How protection did in a period. `creators` are those who were there when it ended.

    `notice` is how long it took from the beginning of what was seen to the alert. `proposed`
    waited for a second person, who agreed with `agreed`. `on_trial` names rules that went there.
    """

    creators: int
    creators_by_market: Mapping[str, int] = field(default_factory=dict)
    cases: int = 0
    shadow: int = 0
    holds: HoldFigures = HoldFigures()
    decided: Decided = field(default_factory=lambda: Decided(first=FirstDecisions(), total=Tally()))
    notice: Times = field(default_factory=Times)
    appeals: AppealFigures = AppealFigures()
    discounts: DiscountFigures = DiscountFigures()
    proposed: int = 0
    agreed: int = 0
    on_trial: tuple[str, ...] = ()

    @property
    def holds_per_thousand(self) -> float | None:
        """Return holds placed for a thousand creators."""
        return per_thousand(self.holds.placed, self.creators)

    def wrong_per_thousand(self, market: str) -> float | None:
        """Return the cases of a market that fell, for a thousand of its creators."""
        fell = self.decided.markets.get(market, Tally()).fell
        return per_thousand(fell, self.creators_by_market.get(market, 0))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"format": FORMAT} | asdict(self) | {"on_trial": list(self.on_trial)}


def figures_from_json(stored: Mapping[str, Any]) -> Figures:
    """Read what `as_json` wrote. Raises ValueError for another format."""
    if stored.get("format") != FORMAT:
        raise ValueError("These figures are kept in a format that isn't known here.")
    made = stored["decided"]
    values = {name: value for name, value in stored.items() if name != "format"}
    return Figures(
        **values
        | {
            "holds": HoldFigures(**_with_times(stored["holds"], "hours")),
            "decided": Decided(
                first=FirstDecisions(**made["first"]),
                total=Tally(**made["total"]),
                rules=_tallies(made["rules"]),
                markets=_tallies(made["markets"]),
                devices=_tallies(made["devices"]),
                hours=Times(**made["hours"]),
                wronged=made["wronged"],
            ),
            "notice": Times(**stored["notice"]),
            "appeals": AppealFigures(**stored["appeals"]),
            "discounts": DiscountFigures(**stored["discounts"]),
            "on_trial": tuple(stored["on_trial"]),
        }
    )


def _with_times(stored: Mapping[str, Any], name: str) -> dict[str, Any]:
    return dict(stored) | {name: Times(**stored[name])}


def _tallies(stored: Mapping[str, Any]) -> dict[str, Tally]:
    return {name: Tally(**value) for name, value in stored.items()}

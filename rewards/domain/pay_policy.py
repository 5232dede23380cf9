"""The pay policy: RPM by platform, market and niche; bonus rates; the review period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from rewards.domain.bonus import BonusRate, Grade

DEFAULT_PARAMETERS: Final[dict[str, Any]] = {
    "currency": "USD",
    "rpm": [
        {"rpm_minor": "45"},
        {"platform": "youtube", "rpm_minor": "60"},
        {"market": "US", "rpm_minor": "70"},
        {"market": "GB", "rpm_minor": "65"},
        {"market": "DE", "rpm_minor": "60"},
        {"niche": "education", "rpm_minor": "80"},
        {"niche": "tech", "rpm_minor": "80"},
    ],
    "bonus": {
        "A": {"original": "0.20", "not_original": "0.10"},
        "B": {"original": "0.10", "not_original": "0.05"},
    },
    "review_days": 7,
    "min_payout_minor": 100,
}

# A rule that names the niche outranks one that names the market, and that the platform.
RPM_KEYS: Final = {"platform": 1, "market": 2, "niche": 4}


@dataclass(frozen=True, kw_only=True)
class RpmRule:
    """Minor units per 1,000 qualified views, for the videos that match what it names."""

    rpm_minor: Decimal
    match: Mapping[str, str]

    @property
    def rank(self) -> int:
        """Return how specific the rule is; two matching rules never share a rank."""
        return sum(RPM_KEYS[key] for key in self.match)


@dataclass(frozen=True, kw_only=True)
class PayPolicy:
    """The rules of pay, read from a policy's parameters."""

    sha256: str
    currency: str
    rpm: Sequence[RpmRule]
    bonus: Mapping[Grade, BonusRate]
    review_days: int
    min_payout_minor: int

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any], *, sha256: str) -> "PayPolicy":
        """Read and check parameters. Raises ValueError with a sentence."""
        try:
            policy = cls(
                sha256=sha256,
                currency=str(parameters["currency"]),
                rpm=tuple(_rule(row) for row in parameters["rpm"]),
                bonus={
                    Grade(letter): BonusRate(
                        original=Decimal(rate["original"]),
                        not_original=Decimal(rate["not_original"]),
                    )
                    for letter, rate in parameters["bonus"].items()
                },
                review_days=int(parameters["review_days"]),
                min_payout_minor=int(parameters["min_payout_minor"]),
            )
        except KeyError as missing:
            raise ValueError(f"The pay policy lacks {missing}.") from missing
        except InvalidOperation as fault:
            raise ValueError("Rates are decimal numbers in quotes, for example “0.20”.") from fault
        policy._check()
        return policy

    def _check(self) -> None:
        if not any(not rule.match for rule in self.rpm):
            raise ValueError("One RPM rule must name nothing, so that every video has a rate.")
        names = [tuple(sorted(rule.match.items())) for rule in self.rpm]
        if len(set(names)) != len(names):
            raise ValueError("Two RPM rules name the same videos; keep one.")
        if self.review_days < 0 or self.min_payout_minor < 0:
            raise ValueError("The review period and the smallest payout are zero or more.")

    def rpm_for(self, *, platform: str, market: str, niche: str) -> Decimal:
        """Return the rate of the most specific rule that matches."""
        video = {"platform": platform, "market": market, "niche": niche}
        fitting = [
            rule
            for rule in self.rpm
            if all(video[key] == value for key, value in rule.match.items())
        ]
        return max(fitting, key=lambda rule: rule.rank).rpm_minor


def _rule(row: Mapping[str, Any]) -> RpmRule:
    rpm = Decimal(str(row["rpm_minor"]))
    if not rpm.is_finite() or rpm < 0:
        raise ValueError("An RPM is zero or more.")
    return RpmRule(rpm_minor=rpm, match={k: str(row[k]) for k in RPM_KEYS if row.get(k)})

"""The pay policy: RPM, which views qualify, tier steps, bonus rates and the review period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    "qualified_views": {"min_seconds": 0, "max_age_days": 0},
    "tier_steps": {"silver": "1.02", "gold": "1.05", "platinum": "1.10"},
    "bonus": {
        "A": {"original": "0.20", "not_original": "0.10"},
        "B": {"original": "0.10", "not_original": "0.05"},
    },
    "review_days": 7,
    "min_payout_minor": 100,
}

# Two decimals each, as the ledger's minor units are hundredths.
CURRENCIES: Final = ("USD", "EUR", "GBP")
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


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoTerms:
    """What decides a video's rate: of the video and its creator in that week.

    `seconds` is None where the length isn't known; `age_days` are whole days since it was posted.
    """

    platform: str
    market: str
    niche: str
    tier: str
    seconds: int | None
    age_days: int

    def to_json(self) -> dict[str, Any]:
        """Return the terms as lines store them."""
        return {
            "platform": self.platform,
            "market": self.market,
            "niche": self.niche,
            "tier": self.tier,
            "seconds": self.seconds,
            "age_days": self.age_days,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "VideoTerms":
        """Read what `to_json` wrote; other keys are left alone."""
        return cls(
            platform=values["platform"],
            market=values["market"],
            niche=values["niche"],
            tier=values["tier"],
            seconds=values["seconds"],
            age_days=values["age_days"],
        )


@dataclass(frozen=True, kw_only=True)
class PayPolicy:
    """The rules of pay, read from a policy's parameters."""

    sha256: str
    currency: str
    rpm: Sequence[RpmRule]
    bonus: Mapping[Grade, BonusRate]
    review_days: int
    min_payout_minor: int
    min_seconds: int = 0
    max_age_days: int = 0
    tier_steps: Mapping[str, Decimal] = field(default_factory=dict)
    # Rates by platform, market, niche and tier, as videos ask for them.
    _rates: dict[tuple[str, str, str, str], Decimal] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any], *, sha256: str) -> "PayPolicy":
        """Read and check parameters. Raises ValueError with a sentence."""
        _refuse_unknown(parameters)
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
                min_seconds=int(parameters["qualified_views"]["min_seconds"]),
                max_age_days=int(parameters["qualified_views"]["max_age_days"]),
                tier_steps={
                    str(tier): Decimal(step) for tier, step in parameters["tier_steps"].items()
                },
            )
        except KeyError as missing:
            raise ValueError(f"The pay policy lacks {missing}.") from missing
        except (InvalidOperation, TypeError, AttributeError) as fault:
            raise ValueError("Rates are decimal numbers in quotes, for example “0.20”.") from fault
        policy._check()
        return policy

    def _check(self) -> None:
        if not any(not rule.match for rule in self.rpm):
            raise ValueError("One RPM rule must name nothing, so that every video has a rate.")
        names = [tuple(sorted(rule.match.items())) for rule in self.rpm]
        if len(set(names)) != len(names):
            raise ValueError("Two RPM rules name the same videos; keep one.")
        if self.currency not in CURRENCIES:
            raise ValueError(f"The currency is one of {', '.join(CURRENCIES)}.")
        if self.min_seconds < 0 or self.max_age_days < 0:
            raise ValueError("The rules on views are zero (no rule) or more.")
        if any(not step.is_finite() or step <= 0 for step in self.tier_steps.values()):
            raise ValueError("A tier's step multiplies the RPM and is above zero.")
        if self.review_days < 0 or self.min_payout_minor < 0:
            raise ValueError("The review period and the smallest payout are zero or more.")

    def rpm_for(self, terms: VideoTerms) -> Decimal:
        """Return the rate of the most specific rule that matches, with the tier's step."""
        key = (terms.platform, terms.market, terms.niche, terms.tier)
        if key not in self._rates:
            self._rates[key] = self._rate(*key)
        return self._rates[key]

    def _rate(self, platform: str, market: str, niche: str, tier: str) -> Decimal:
        video = {"platform": platform, "market": market, "niche": niche}
        fitting = [
            rule
            for rule in self.rpm
            if all(video[key] == value for key, value in rule.match.items())
        ]
        best = max(fitting, key=lambda rule: rule.rank)
        return best.rpm_minor * self.tier_steps.get(tier, Decimal(1))

    def why_unpaid(self, terms: VideoTerms) -> str:
        """Return the rule by which new views of such a video aren't paid; empty when they are."""
        if terms.seconds is not None and terms.seconds < self.min_seconds:
            return "too_short"
        if self.max_age_days and terms.age_days > self.max_age_days:
            return "too_old"
        return ""


def _refuse_unknown(parameters: Mapping[str, Any]) -> None:
    """Raise ValueError for a name that no rule has, which would else be a rule nobody applies."""
    known = [(parameters, set(DEFAULT_PARAMETERS))]
    known += [(row, {*RPM_KEYS, "rpm_minor"}) for row in parameters.get("rpm", ())]
    known += [(rate, {"original", "not_original"}) for rate in parameters.get("bonus", {}).values()]
    known.append((parameters.get("qualified_views", {}), {"min_seconds", "max_age_days"}))
    for part, names in known:
        if unknown := sorted(set(part) - names):
            raise ValueError(f"The pay policy has no rule “{unknown[0]}”; is the name misspelt?")


def _rule(row: Mapping[str, Any]) -> RpmRule:
    rpm = Decimal(str(row["rpm_minor"]))
    if not rpm.is_finite() or rpm < 0:
        raise ValueError("An RPM is zero or more.")
    return RpmRule(rpm_minor=rpm, match={k: str(row[k]) for k in RPM_KEYS if row.get(k)})

"""Every threshold of fraud protection in one frozen place; a policy states them by name. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from fraud.domain.findings import ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentParameters:
    """User agents. Shares are of a video's views."""

    least_views: int = 20
    monoculture_share: float = 0.6
    monoculture_usual: float = 0.1
    monoculture_views: int = 200
    monoculture_networks: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferrerParameters:
    """Referrers. Shares are of a video's views that name one.

    `spam_hosts` are hosts known for false referrers.
    """

    least_views: int = 30
    share: float = 0.1
    spam_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstParameters:
    """Bursts, always against the creator's own past.

    `like_ratio`: how little the added audience likes, against the usual, before it is strange.
    `usual_rate` and `usual_views` stand in for a past that is too short; `least_rate` is the
    highest usual rate by which a newcomer is judged: first fans like more gladly than strangers
    will. With `conclusive_ratio` it leaves 0.0048 likes a view, which fewer than one in a hundred
    of 1,000 trending TikTok videos of 2020 had.
    """

    least_views: int = 200
    least_growth: float = 1.5
    least_growth_of_days: float = 1.3
    like_ratio: float = 0.35
    least_expected_likes: int = 15
    conclusive_ratio: float = 0.12
    conclusive_likes: int = 100
    usual_rate: float = 0.05
    least_rate: float = 0.04
    usual_views: int = 200
    views_per_viewer: float = 8.0
    views_per_viewer_growth: float = 5.0
    views_per_viewer_extreme: float = 50.0
    likes_per_view: float = 0.5
    likes_per_usual_view: float = 0.2
    likes_growth: float = 4.0
    least_likes: int = 50
    clockwork_hours: int = 12
    clockwork_views: int = 20
    clockwork_doubt: float = 1e-5
    sureness: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpParameters:
    """Runs of new accounts. `evenness` is the spread of gaps over their mean: 1 by chance."""

    least_accounts: int = 8
    span_hours: int = 24
    evenness: float = 0.25
    stem_share: float = 0.6
    hosting_share: float = 0.6
    disposable_share: float = 0.6
    least_signals: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RingParameters:
    """Accounts that share devices or move together.

    `benefit`: which share of a group's doings must go to a creator before they are theirs.
    """

    least_accounts: int = 6
    accounts_per_device: int = 4
    focus: float = 0.5
    bin_seconds: tuple[int, ...] = (120, 900, 3600)
    least_together: int = 5
    together_share: float = 0.4
    doubt: float = 1e-7
    crowd: int = 400
    benefit: float = 0.2
    least_share: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftParameters:
    """Gifts. Amounts are minor units."""

    least_gifts: int = 10
    least_amount: int = 5_000
    new_account_days: int = 3
    new_share: float = 0.6
    same_amount_share: float = 0.6
    no_other_doings_share: float = 0.6
    circle_share: float = 0.7
    circle_rounds: int = 3
    own_accounts: int = 3
    refunded_share: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseParameters:
    """When findings become a case. `material_share` is of the period's views or gifts.

    Of what accounts do, from `benefit` on it may be a creator's doing, and from `own` on it is,
    however little it brought.
    """

    families: int = 2
    material_share: float = 0.05
    benefit: float = 0.2
    own: float = 0.5
    least_severity: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessParameters:
    """What happens to an alert and by when.

    A person means to decide within `decide_hours`; after `release_days` a hold ends by itself, and
    after `appeal_days` an appeal that nobody decided releases it too. `remind_days` before the
    time to appeal ends, the creator is reminded of it. Above either of the two
    limits a second person confirms what goes against the creator. `apology_points` are credited
    for a hold that was wrong. A rule of which surely more than `overturned_share` fell, of at
    least `least_decisions`, works in shadow until people look at it.
    """

    decide_hours: int = 72
    release_days: int = 7
    appeal_days: int = 30
    remind_days: int = 14
    second_person_views: int = 100_000
    second_person_followers: int = 100_000
    apology_points: int = 250
    overturned_share: float = 0.2
    least_decisions: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleParameters:
    """Rules, by their codes, that are tried out only: they make no alert a creator meets."""

    shadow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """All parameters of one version of the fraud policy."""

    agents: AgentParameters = field(default_factory=AgentParameters)
    referrers: ReferrerParameters = field(default_factory=ReferrerParameters)
    bursts: BurstParameters = field(default_factory=BurstParameters)
    signups: SignUpParameters = field(default_factory=SignUpParameters)
    rings: RingParameters = field(default_factory=RingParameters)
    gifts: GiftParameters = field(default_factory=GiftParameters)
    cases: CaseParameters = field(default_factory=CaseParameters)
    process: ProcessParameters = field(default_factory=ProcessParameters)
    rules: RuleParameters = field(default_factory=RuleParameters)

    @classmethod
    def from_policy(cls, parameters: Mapping[str, Any]) -> "Parameters":
        """Read a policy's parameters; what it doesn't name keeps its default.

        ValueError with a sentence for a name that doesn't exist or a value of another kind.
        """
        known = {part.name for part in fields(cls)}
        _refuse_unknown("The fraud policy", parameters, known=known)
        defaults = cls()
        return cls(
            **{
                name: _part(name, getattr(defaults, name), given=values)
                for name, values in parameters.items()
            }
        )

    @classmethod
    def of_stored(cls, parameters: Mapping[str, Any]) -> "Parameters":
        """Read parameters that were in force once: names that rules have no more are passed over,
        so that an old alert can still be decided.
        """
        today, kept = cls().as_policy(), {}
        for section, values in parameters.items():
            if section in today:
                kept[section] = {name: values[name] for name in values if name in today[section]}
        return cls.from_policy(kept)

    def as_policy(self) -> dict[str, Any]:
        """Return all parameters as JSON holds them."""
        stated: dict[str, Any] = asdict(self)
        stated["rings"]["bin_seconds"] = list(self.rings.bin_seconds)
        stated["referrers"]["spam_hosts"] = list(self.referrers.spam_hosts)
        stated["rules"]["shadow"] = list(self.rules.shadow)
        return stated


def _part(name: str, default: Any, *, given: Any) -> Any:
    if not isinstance(given, Mapping):
        raise ValueError(f"{name} is a JSON object.")
    _refuse_unknown(name, given, known={one.name for one in fields(default)})
    values = {
        key: _value(f"{name}.{key}", value, like=getattr(default, key))
        for key, value in given.items()
    }
    return type(default)(**asdict(default) | values)


def _value(name: str, value: Any, *, like: Any) -> Any:
    if name == "referrers.spam_hosts":
        return _hosts(name, value)
    if name == "rules.shadow":
        return _codes(name, value)
    if isinstance(like, tuple):
        whole = isinstance(value, list | tuple) and all(isinstance(one, int) for one in value)
        if not whole or not value or list(value) != sorted(set(value)) or value[0] < 1:
            raise ValueError(f"{name} is a list of whole numbers that rise.")
        return tuple(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or (isinstance(like, int) and not isinstance(value, int)):
        raise ValueError(f"{name} is a {'whole ' if isinstance(like, int) else ''}number.")
    if not 0 < value < 1e12:
        raise ValueError(f"{name} is above 0.")
    return value


def _hosts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{name} is a list of host names.")
    return tuple(sorted({one.strip().lower().rstrip(".") for one in value if one.strip()}))


def _codes(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not set(value) <= set(ReasonCode):
        raise ValueError(f"{name} is a list of reason codes.")
    return tuple(sorted(set(value)))


def _refuse_unknown(where: str, given: Mapping[str, Any], *, known: set[str]) -> None:
    if unknown := sorted(set(given) - known):
        raise ValueError(f"{where} knows no {', '.join(unknown)}.")

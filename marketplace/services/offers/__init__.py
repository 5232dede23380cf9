"""Offers: every step of their life, and the money that follows."""


def register() -> None:
    """Tell the policy desk, the ledger and webhooks what there is to know of offers."""
    from creatorspark.core.policies.kinds import PolicyKind
    from creatorspark.core.policies.kinds import register as register_kind
    from marketplace.domain.offers.terms import Terms
    from marketplace.services.offers import announcing
    from marketplace.services.offers.checks import CHECKS
    from marketplace.services.offers.terms import KIND
    from rewards import interface as rewards

    announcing.register()
    register_kind(PolicyKind(name=KIND, check=Terms.from_parameters))
    for name, query in CHECKS.items():
        rewards.check_ledger_with(name=name, query=query)

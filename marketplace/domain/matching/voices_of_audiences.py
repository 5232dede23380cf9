"""What is said of an audience, as brands read it and as the creator does: “your audience”."""

from typing import Final

from creatorspark.lib.sentences import gettext_noop

ABOUT_AUDIENCES: Final = (
    (
        "%(age_share)d %% of the audience is aged %(age)s.",
        gettext_noop("%(age_share)d %% of your audience is aged %(age)s."),
    ),
    (
        "%(gender_share)d %% of the audience is %(gender)s.",
        gettext_noop("%(gender_share)d %% of your audience is %(gender)s."),
    ),
    (
        "%(market_share)d %% of the audience is in %(market)s.",
        gettext_noop("%(market_share)d %% of your audience is in %(market)s."),
    ),
    (
        "%(age_share)d %% of the audience is aged %(age)s and %(gender_share)d %% is %(gender)s.",
        gettext_noop(
            "%(age_share)d %% of your audience is aged %(age)s and %(gender_share)d %% is "
            "%(gender)s."
        ),
    ),
    (
        "%(age_share)d %% of the audience is aged %(age)s and %(market_share)d %% is in "
        "%(market)s.",
        gettext_noop(
            "%(age_share)d %% of your audience is aged %(age)s and %(market_share)d %% is in "
            "%(market)s."
        ),
    ),
    (
        "%(gender_share)d %% of the audience is %(gender)s and %(market_share)d %% is in "
        "%(market)s.",
        gettext_noop(
            "%(gender_share)d %% of your audience is %(gender)s and %(market_share)d %% is in "
            "%(market)s."
        ),
    ),
    (
        "%(age_share)d %% of the audience is aged %(age)s, %(gender_share)d %% is %(gender)s, "
        "and %(market_share)d %% is in %(market)s.",
        gettext_noop(
            "%(age_share)d %% of your audience is aged %(age)s, %(gender_share)d %% is "
            "%(gender)s, and %(market_share)d %% is in %(market)s."
        ),
    ),
    (
        "%(age_share)d %% of the audience is aged %(age)s, but only %(market_share)d %% is in "
        "%(market)s.",
        gettext_noop(
            "%(age_share)d %% of your audience is aged %(age)s, but only %(market_share)d %% is "
            "in %(market)s."
        ),
    ),
    (
        "%(gender_share)d %% of the audience is %(gender)s, but only %(market_share)d %% is in "
        "%(market)s.",
        gettext_noop(
            "%(gender_share)d %% of your audience is %(gender)s, but only %(market_share)d %% is "
            "in %(market)s."
        ),
    ),
    (
        "%(age_share)d %% of the audience is aged %(age)s and %(gender_share)d %% is %(gender)s, "
        "but only %(market_share)d %% is in %(market)s.",
        gettext_noop(
            "%(age_share)d %% of your audience is aged %(age)s and %(gender_share)d %% is "
            "%(gender)s, but only %(market_share)d %% is in %(market)s."
        ),
    ),
    (
        "By the description, %(age_part)s of the audience is aged %(age)s.",
        gettext_noop("By your profile, %(age_part)s of your audience is aged %(age)s."),
    ),
    (
        "By the description, %(gender_part)s of the audience is %(gender)s.",
        gettext_noop("By your profile, %(gender_part)s of your audience is %(gender)s."),
    ),
    (
        "By the description, %(market_part)s of the audience is in %(market)s.",
        gettext_noop("By your profile, %(market_part)s of your audience is in %(market)s."),
    ),
    (
        "By the description, %(age_part)s of the audience is aged %(age)s and %(gender_part)s "
        "is %(gender)s.",
        gettext_noop(
            "By your profile, %(age_part)s of your audience is aged %(age)s and "
            "%(gender_part)s is %(gender)s."
        ),
    ),
    (
        "By the description, %(age_part)s of the audience is aged %(age)s and %(market_part)s "
        "is in %(market)s.",
        gettext_noop(
            "By your profile, %(age_part)s of your audience is aged %(age)s and "
            "%(market_part)s is in %(market)s."
        ),
    ),
    (
        "By the description, %(gender_part)s of the audience is %(gender)s and "
        "%(market_part)s is in %(market)s.",
        gettext_noop(
            "By your profile, %(gender_part)s of your audience is %(gender)s and "
            "%(market_part)s is in %(market)s."
        ),
    ),
    (
        "By the description, %(age_part)s of the audience is aged %(age)s, %(gender_part)s is "
        "%(gender)s, and %(market_part)s is in %(market)s.",
        gettext_noop(
            "By your profile, %(age_part)s of your audience is aged %(age)s, %(gender_part)s "
            "is %(gender)s, and %(market_part)s is in %(market)s."
        ),
    ),
)

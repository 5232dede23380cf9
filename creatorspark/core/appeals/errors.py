"""What a service of the desk refuses, in a sentence for a person."""


class AppealRefused(Exception):
    """The appeal can't do this now; the message is for a person, `code` for machines."""

    def __init__(self, sentence: str, *, code: str = "not_possible") -> None:
        super().__init__(sentence)
        self.code = code


class NotYours(AppealRefused):
    """Somebody else's judgement or appeal: to a stranger it doesn't exist."""


class ProofRefused(AppealRefused):
    """A file that we can't take. Nothing was kept."""

"""What webhook services refuse, in a sentence for a person."""


class WebhookRefused(Exception):
    """This can't be done; the message is for a person, `code` for machines."""

    def __init__(self, sentence: str, *, code: str = "not_possible") -> None:
        super().__init__(sentence)
        self.code = code

"""The one error of this package."""


class EmbeddedError(RuntimeError):
    """The embedded servers can't do what was asked; the message is a sentence for a person."""

"""A person's webhooks: see them, make one, look after it."""

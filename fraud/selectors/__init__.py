"""Reading for fraud protection."""

"""Check it yourself: what anyone may read, without an account."""

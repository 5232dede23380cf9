"""A person's API tokens: see them, make one, revoke one."""

"""How long an audience stays: taking curves in and reporting them."""

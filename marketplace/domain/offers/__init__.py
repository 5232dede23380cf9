"""How an offer goes on: its states, who may do what, and what it costs."""

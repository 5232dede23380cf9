"""Mutations of scoring, and the work behind them."""

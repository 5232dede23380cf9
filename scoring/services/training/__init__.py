"""Training models, keeping them with their figures, and letting the better one serve."""

"""Reading from the marketplace; nothing here writes."""

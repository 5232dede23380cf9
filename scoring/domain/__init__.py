"""Pure maths of judgements; no Django here."""

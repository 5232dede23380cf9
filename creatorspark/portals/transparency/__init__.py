"""How protection does, for staff exactly and for everybody without small counts."""

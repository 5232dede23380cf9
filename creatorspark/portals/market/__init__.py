"""A creator's side of the marketplace, and media kits for everyone who may read them."""

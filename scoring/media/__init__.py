"""Getting videos and reading them, once for everything that looks at them."""

"""The demo world: invented creators, brands and stories that show every page of the product."""

"""Files that go to a bank and come back from it. Pure: bytes in, facts out, and the other way."""

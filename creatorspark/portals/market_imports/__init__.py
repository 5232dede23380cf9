"""The staff's pages about files of creators and brands."""

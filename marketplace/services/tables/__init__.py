"""A run's columns on disk, made once and read where they lie by every process of the machine."""

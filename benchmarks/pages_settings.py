"""The product's settings, with one bare page beside its own."""

from creatorspark.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.pages_urls"

"""Dates with a year and a clock time, as each language writes them."""

"""Measures the product beside stock Rasa, both in the same run on the same machine: `make bench`."""

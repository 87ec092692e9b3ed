"""Benchmarks: each compares A with B in one run and prints ratios. `make bench` runs all of them."""

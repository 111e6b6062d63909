"""Benchmarks: ratios in one interleaved run each, never part of the test suite."""

"""Orderproof's companion: the program on the buyer's own computer that keeps and understands captures."""

__version__ = "0.1.0"

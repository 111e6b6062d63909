"""What to tell the buyer, when, once, and through which channel."""

"""What `scripts/run.py` does once the environment is there."""

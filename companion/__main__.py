"""`python -m companion` is the `orderproof` command."""

from companion.cli import run

if __name__ == "__main__":
    run()

"""`python -m sociable` is the same as `sociable`."""

from sociable.cli import main

if __name__ == "__main__":
    main()

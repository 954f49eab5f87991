"""`python -m inspector` is the `inspector` program."""

from inspector.app.cli import main

if __name__ == "__main__":
    main()

"""`python -m secondwind` is the same as `secondwind`."""

from secondwind.cli.main import main

main()

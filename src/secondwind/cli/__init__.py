"""The door a terminal comes through. Errors are one sentence and exit code 2."""

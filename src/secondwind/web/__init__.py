"""The door a browser comes through: today, plans, applications, review, first run, settings."""

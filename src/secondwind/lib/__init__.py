"""Small things with a noun for a name: days, text, html. No clock, no network, no Django."""

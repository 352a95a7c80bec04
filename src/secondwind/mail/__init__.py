"""Bytes to messages. Opens sources read-only; never raises on odd mail."""

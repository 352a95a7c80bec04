"""The requirement rows: which test proves which, and whether it would notice the row's action missing."""

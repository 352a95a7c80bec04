"""The top floor: settings, addresses, and the work done between clicks."""

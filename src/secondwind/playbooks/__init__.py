"""Files to days: playbooks are loaded, checked, drafted into plans and revised as life goes on. Pure."""

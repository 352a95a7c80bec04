"""A mail server of the person's own: where it is, how to sign in, what it holds, and the few changes it is asked for.

Free of Django and of the clock, not of effects: this is the one room below the record that speaks to the network.
"""

"""Whether a rest holds a cold application back. Pure.

A cold application is one nobody waits for: a role found, not a process under way. During a rest it goes on
tomorrow's shelf (specification 2, contradiction 1); nothing is blocked, for the rest is the person's to end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

CANNOT_WAIT = timedelta(hours=24)
"""A deadline nearer than this passes (row S0.1c)."""


def cold_applications_rest(resting_until: datetime | None, deadline: datetime | None, now: datetime) -> bool:
    """Whether a role with that `deadline` waits on tomorrow's shelf at `now` (all aware moments, any zone).

    False outside a rest, and where the deadline is still ahead and less than 24 hours away. A deadline that
    has passed presses nobody any more, so such a role rests like one without a deadline.
    """
    if resting_until is None or now >= resting_until:
        return False
    return deadline is None or not now <= deadline < now + CANNOT_WAIT

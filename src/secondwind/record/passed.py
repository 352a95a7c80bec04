"""What is kept of a mail that is not about the search: a keyed hash, and which method said so."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def hashed_id(fingerprint: str) -> str:
    """Keyed with the installation's secret, so that nobody can find out from a mail in hand whether it was here."""
    return hmac.new(settings.SECRET_KEY.encode(), fingerprint.encode(), hashlib.sha256).hexdigest()

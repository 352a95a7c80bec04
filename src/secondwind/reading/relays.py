"""Which domains tell nothing about the employer. One list for reading and matching: the newest method's."""

from secondwind.reading.methods.v1.places import is_free_mail, is_relay, names_an_employer, registrable

__all__ = ["is_free_mail", "is_relay", "names_an_employer", "registrable"]

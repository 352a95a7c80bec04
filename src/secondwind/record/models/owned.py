"""Owned: a row that belongs to a person, and the one way to reach it, through that person.

`Application.objects.of(person)` gives rows; `Application.objects.filter(...)` alone raises when it is
evaluated. Rows reached from a row already in hand (`application.events`) carry its owner with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models

from secondwind.accounts.models import Person

M = TypeVar("M", bound=models.Model)


class UnownedQueryError(RuntimeError):
    """A query on owned rows that does not go through an owner: a mistake in the code, never a person's."""


class OwnedQuerySet(models.QuerySet[M]):
    """A query set that refuses to touch the database until it is bound to an owner."""

    _owner: Person | None = None

    def of(self, owner: Person) -> Self:
        """The rows of that person; rows created through it are theirs."""
        bound = self.filter(owner=owner)
        bound._owner = owner
        return bound

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._owner = self._owner
        return clone

    def _check_owned(self) -> None:
        if self._owner is None and not self._hints:  # type: ignore[attr-defined]
            raise UnownedQueryError(f"{self.model.__name__}: go through .of(person)")

    def _fetch_all(self) -> None:
        self._check_owned()
        super()._fetch_all()  # type: ignore[misc]

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._check_owned()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._check_owned()
        return super().count()

    def exists(self) -> bool:
        self._check_owned()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> Any:
        self._check_owned()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._check_owned()
        return super().update(**kwargs)

    def delete(self) -> Any:
        self._check_owned()
        return super().delete()

    def create(self, **kwargs: Any) -> M:
        if self._owner is not None:
            kwargs.setdefault("owner", self._owner)
        return super().create(**kwargs)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        if self._owner is not None:
            for row in rows:
                row.owner = self._owner  # type: ignore[attr-defined]
        return super().bulk_create(rows, *args, **kwargs)


class Owned(models.Model):
    """A row with an owner. Foreign keys to other owned rows must lead to rows of the same owner."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

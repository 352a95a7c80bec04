"""Owned: a row that belongs to a person, and the one way to reach it, through that person.

`Application.objects.of(person)` gives rows; `Application.objects.filter(...)` alone raises when it is
evaluated, also where it stands inside another query. Rows reached from a row already in hand
(`application.events`) carry its owner with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.sql import Query

from secondwind.accounts.models import Person

M = TypeVar("M", bound=models.Model)


class UnownedQueryError(RuntimeError):
    """A query on owned rows that does not go through an owner: a mistake in the code, never a person's."""


class OwnedQuery(Query):
    """A query that cannot become SQL until it is bound: the last gate, which sub-queries pass as well.

    `owner_id` is the person it is bound to; 0 where it starts from a row in hand.
    """

    owner_id: int | None = None

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        if self.owner_id is None and not self.is_empty():
            raise UnownedQueryError(f"{self.model.__name__}: go through .of(person)")
        return super().get_compiler(*args, **kwargs)

    def combine(self, rhs: Query, connector: str) -> None:
        _check_same_owner(self, rhs)
        super().combine(rhs, connector)

    def split_exclude(self, *args: Any, **kwargs: Any) -> Any:
        # Django makes the inner query of a negated join as a new one of our class. It is tied to this
        # query's rows, which are bound, so it may be a plain one.
        self.__class__ = Query
        try:
            return Query.split_exclude(self, *args, **kwargs)
        finally:
            self.__class__ = OwnedQuery


def _check_same_owner(one: Query, other: Query) -> None:
    owners = {getattr(query, "owner_id", None) for query in (one, other) if not query.is_empty()}
    if len(owners) > 1:
        raise UnownedQueryError("two queries of different owners cannot be joined")


class OwnedQuerySet(models.QuerySet[M]):
    """A query set that refuses to touch the database until it is bound to an owner."""

    def __init__(
        self, model: Any = None, query: Query | None = None, using: str | None = None, hints: Any = None
    ) -> None:
        super().__init__(model, query or OwnedQuery(model), using, hints)
        self._bind_to_row()

    def of(self, owner: Person) -> Self:
        """The rows of that person; rows created through it are theirs."""
        bound = self.filter(owner=owner)
        bound.query.owner_id = owner.pk
        return bound

    @property
    def _owner_id(self) -> int | None:
        return getattr(self.query, "owner_id", None)

    def _add_hints(self, **hints: Any) -> None:
        super()._add_hints(**hints)  # type: ignore[misc]
        self._bind_to_row()

    def _bind_to_row(self) -> None:
        """A query that starts from a row in hand (`application.events`) is that row's owner's."""
        if isinstance(self._hints.get("instance"), Owned) and self._query.owner_id is None:  # type: ignore[attr-defined]
            self._query.owner_id = 0  # type: ignore[attr-defined]

    def _check_owned(self) -> None:
        if self._owner_id is None and not self.query.is_empty():
            raise UnownedQueryError(f"{self.model.__name__}: go through .of(person)")

    def _fetch_all(self) -> None:
        self._check_owned()
        super()._fetch_all()  # type: ignore[misc]

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._check_owned()
        return super().iterator(*args, **kwargs)

    def aiterator(self, *args: Any, **kwargs: Any) -> Any:
        self._check_owned()
        return super().aiterator(*args, **kwargs)

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

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise UnownedQueryError(f"{self.model.__name__}: raw SQL knows no owner")

    def _combinator_query(self, combinator: str, *others: Any, **kwargs: Any) -> Any:
        for other in others:
            _check_same_owner(self.query, other.query)
        return super()._combinator_query(combinator, *others, **kwargs)  # type: ignore[misc]

    def create(self, **kwargs: Any) -> M:
        self._check_owned()
        if self._owner_id:
            given = kwargs.pop("owner", None)
            if given is not None and given.pk != self._owner_id:
                raise UnownedQueryError(f"{self.model.__name__}: a row of another owner")
            kwargs["owner_id"] = self._owner_id
        return super().create(**kwargs)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> Any:
        self._check_owned()
        rows = list(objs)
        for row in rows:
            if self._owner_id and row.owner_id != self._owner_id:  # type: ignore[attr-defined]
                row.owner_id = self._owner_id  # type: ignore[attr-defined]
            row.check_one_owner()  # type: ignore[attr-defined]
        return super().bulk_create(rows, *args, **kwargs)


class Owned(models.Model):
    """A row with an owner. Foreign keys to other owned rows must lead to rows of the same owner."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_one_owner()
        super().save(*args, **kwargs)

    def check_one_owner(self) -> None:
        """UnownedQueryError where a row at hand that this one points at belongs to somebody else."""
        for name, other in self._state.fields_cache.items():
            if isinstance(other, Owned) and other.owner_id != self.owner_id and _is_forward(self, name):
                raise UnownedQueryError(f"{type(self).__name__}.{name} leads to another owner's row")


def _is_forward(row: models.Model, name: str) -> bool:
    return any(field.name == name for field in row._meta.concrete_fields)

"""Tells in what two stores differ, so that a test says it in a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def list_differences(one: Mapping[str, T], other: Mapping[str, T]) -> list[str]:
    """List in which fields of which orders two stores differ, each with both values."""
    missing = [f"{order_id}: in one store only" for order_id in sorted(one.keys() ^ other.keys())]
    return missing + [
        difference
        for order_id in sorted(one.keys() & other.keys())
        for difference in _compare(order_id, one[order_id], other[order_id])
    ]


def _compare(order_id: str, one: T, other: T) -> list[str]:
    return [
        f"{order_id}.{field.name}: {getattr(one, field.name)!r} and {getattr(other, field.name)!r}"
        for field in fields(one)
        if getattr(one, field.name) != getattr(other, field.name)
    ]

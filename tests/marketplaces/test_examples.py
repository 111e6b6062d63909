"""The examples in the adapters' documentation are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from companion import marketplaces

MODULES = [module.name for module in pkgutil.walk_packages(marketplaces.__path__, "companion.marketplaces.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    """Every example in the documentation of a module is true."""
    assert 0 == doctest.testmod(importlib.import_module(name)).failed

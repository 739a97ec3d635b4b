"""The examples in docstrings are tried, too: of the audience and of what everything is made of."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import composer.audience
import composer.model

MODULES = [
    found.name
    for package in (composer.audience, composer.model)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [example for name in MODULES for example in finder.find(importlib.import_module(name))]
    assert sum(bool(example.examples) for example in found) > 20

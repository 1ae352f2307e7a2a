"""Numbers that the state gives a person, and how they are found in a text, for whoever must not store them."""

from accounts.identity_numbers.numbers import Number, Sort, find_numbers
from accounts.identity_numbers.plain import plain

__all__ = ["Number", "Sort", "find_numbers", "plain"]

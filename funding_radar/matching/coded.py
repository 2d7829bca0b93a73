"""A column of values that many members share: asked once for each value, answered for all."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Coded(Generic[Value]):
    """Each member's value as a number into ``values``."""

    values: tuple[Value, ...]
    codes: NDArray[np.intp]

    @classmethod
    def of(cls, values: Iterable[Value]) -> "Coded[Value]":
        """The column of these values, in their order."""
        known: dict[Value, int] = {}
        codes = [known.setdefault(value, len(known)) for value in values]
        return cls(tuple(known), np.array(codes, dtype=np.intp))

    def each(self, ask: Callable[[Value], Any], dtype: Any) -> NDArray[Any]:
        """The answer for every member, with one question for each value."""
        return np.array([ask(value) for value in self.values], dtype=dtype)[self.codes]

    def spread(self, answers: NDArray[Any]) -> NDArray[Any]:
        """Answers that stand in the order of ``values``, given to every member."""
        return answers[self.codes]

"""What a list is narrowed down to, as a tree. Knows no language and no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Value = str | float | bool | datetime | None
Operator = Literal["=", ">", ">=", "<", "<=", "contains", "starts", "ends"]


@dataclass(frozen=True, slots=True)
class Compare:
    """`field` as callers name it; `negated` turns the whole comparison round."""

    field: str
    operator: Operator
    value: Value
    negated: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    field: str
    values: Sequence[Value]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class And:
    parts: "Sequence[Filter]"


@dataclass(frozen=True, slots=True)
class Or:
    parts: "Sequence[Filter]"


Filter = Compare | OneOf | And | Or


@dataclass(frozen=True, slots=True)
class Order:
    field: str
    descending: bool = False

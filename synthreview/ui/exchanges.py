"""Whether A and B of a data set were exchanged since its import, as its history tells (pure, no Qt)."""

from __future__ import annotations

from collections.abc import Iterable

from synthreview.domain import Operation, OperationState


def turned(name: str, newest_first: Iterable[Operation]) -> bool:
    """Whether an odd number of exchanges counts now, under any name the data set had.

    A newer version of its source was read with the codes as they were then, so nothing before it counts.
    """
    odd = False
    for operation in newest_first:
        if operation.state is not OperationState.DONE:
            continue
        before, arrow, after = operation.label.partition("' to '")
        if operation.kind == "rename" and arrow and after == f"{name}'":
            name = before.removeprefix("Rename '")
        elif operation.kind == "update" and operation.label == f"Update '{name}'":
            break
        elif operation.kind == "exchange" and operation.label == f"Exchange A and B in '{name}'":
            odd = not odd
    return odd

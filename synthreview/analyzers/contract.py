"""The contract between an analyzer and the engine.

An analyzer is a class registered under the entry-point group ``synthreview.analyzers``. Its steps
are pure, so that the same code runs in one process, in several, or on a cluster, with memory that
does not grow with the data set:

1. ``summarize(batch) -> partial``, ``merge(a, b) -> partial``: an optional first pass. ``merge`` is
   associative; partials are small and picklable.
2. ``finish(partial, reference) -> state``: what the second pass needs to know. ``reference`` is the
   merged partial over the data sets that are compared with (see Needs), or None where there are none.
3. ``score(batch, state) -> findings``: the second pass, item by item.
4. ``emit(state)``: results about the whole data set, as a Summary for programs or a Panel for leads.

An analyzer that compares meanings gets vectors from ``self.embed``, at once from a small model. Where it
tells with ``meanings`` which texts these are, a larger model reads them in the background, and the
analyzer runs again with its vectors; 0s stand for texts not read. ``finish`` may take seconds; it runs
in a process of its own. An analyzer never writes, never opens files and never imports Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from synthreview.domain import Finding, Item, Kind, Reason, Summary
from synthreview.panels import Panel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Needs:
    """What an analyzer depends on besides the items themselves."""

    first_pass: bool = False
    """Whether ``summarize`` must see every item before ``score`` runs."""
    reference: bool = False
    """Whether data sets with the role *human*, of the same kind, change its results."""
    holdout: bool = False
    """Whether data sets with the role *holdout*, of any of its kinds, do; without one no first pass."""


@dataclass(frozen=True, slots=True)
class NoParams:
    """Parameters of an analyzer that has none."""


Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Texts as rows of length 1; a text that says nothing has a row of zeros."""


class Analyzer:
    """Base of all analyzers: the declarations every one makes and the steps it may leave out."""

    id: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str]
    """Its name on screen, marked with ``later``."""
    help: ClassVar[str]
    """What it finds, how, and what it cannot know, marked with ``later``; shown in the app."""
    kinds: ClassVar[tuple[Kind, ...]]
    reasons: ClassVar[tuple[Reason, ...]]
    needs: ClassVar[Needs] = Needs()
    closely: bool = False
    """Whether ``embed`` gives the vectors of the larger model."""

    def __init__(self, params: Any = None) -> None:
        self.params = params if params is not None else NoParams()

    @staticmethod
    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts as rows of length 1, by the tier in use; a text that says nothing has a row of zeros."""
        from synthreview.analyzers.embeddings import instant  # and numpy: commands start sooner without

        return instant.embed(texts)

    def meanings(self, item: Item) -> Sequence[str]:
        """The texts of an item that either pass has embedded, for a larger model to read; none by default."""
        return ()

    def summarize(self, batch: Sequence[Item]) -> Any:
        """The first pass over one batch; None where there is no first pass."""
        return None

    def summarize_reference(self, batch: Sequence[Item]) -> Any:
        """The first pass over a batch of what is compared with, where something else is kept of it."""
        return self.summarize(batch)

    def merge(self, first: Any, second: Any) -> Any:
        """Two partials as one."""
        return first if second is None else second

    def finish(self, partial: Any, reference: Any) -> Any:
        """The state that ``score`` and ``emit`` get."""
        return partial

    def score(self, batch: Sequence[Item], state: Any) -> Iterable[Finding]:
        """Findings of one batch."""
        raise NotImplementedError

    def emit(self, state: Any) -> Iterable[Summary | Panel]:
        """Results about the whole data set."""
        return ()

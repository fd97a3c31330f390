"""Which analyzers there are: everything registered under one entry-point group, built-ins included."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from synthreview.analyzers.contract import Analyzer
from synthreview.domain import Kind, Reason
from synthreview.errors import UserError
from synthreview.translation import tr

GROUP = "synthreview.analyzers"


@cache
def registered() -> dict[str, type[Analyzer]]:
    """Analyzer classes by id. Two packages that claim one id are an error, not a silent choice."""
    found: dict[str, type[Analyzer]] = {}
    for analyzer in _loaded()[0]:
        other = found.get(analyzer.id)
        if other is not None and other is not analyzer:
            raise UserError(
                tr(
                    "Two installed analyzers share the id '{id}' ({module} and {other}); "
                    "uninstall one of them.",
                    id=analyzer.id,
                    module=other.__module__,
                    other=analyzer.__module__,
                )
            )
        found[analyzer.id] = analyzer
    return found


def unloadable() -> dict[str, str]:
    """Registered analyzers that cannot be loaded, by name, each with a sentence about it; the others run."""
    return {
        name: tr("It cannot be loaded ({error}); repair or uninstall the package '{package}'.", **fault)
        for name, fault in _loaded()[1].items()
    }


@cache
def _loaded() -> tuple[list[type[Analyzer]], dict[str, dict[str, str]]]:
    loaded, refused = [], {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            loaded.append(point.load())
        except Exception as error:  # noqa: BLE001 - another's package may fail in any way
            package = point.dist.name if point.dist is not None else point.value
            refused[point.name] = {"error": f"{type(error).__name__}: {error}", "package": package}
    return loaded, refused


def create(analyzer_id: str) -> Analyzer:
    """A new analyzer with its default parameters."""
    try:
        return registered()[analyzer_id]()
    except KeyError:
        known = ", ".join(registered())
        raise UserError(
            tr(
                "There is no analyzer '{analyzer}'; there are: {known}.",
                analyzer=analyzer_id,
                known=known,
            )
        ) from None


def for_kind(kind: Kind) -> list[str]:
    """Ids of the analyzers that look at items of a kind."""
    return [key for key, analyzer in registered().items() if kind in analyzer.kinds]


def comparing_meanings(kind: Kind) -> list[str]:
    """Ids of those of them that a larger model of meaning can serve."""
    return [key for key in for_kind(kind) if registered()[key].meanings is not Analyzer.meanings]


@cache
def finding_reasons() -> dict[str, Reason]:
    """Every reason any registered analyzer may give, by code."""
    return {reason.code: reason for analyzer in registered().values() for reason in analyzer.reasons}

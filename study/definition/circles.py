"""Derived values that rest on themselves. A definition without circles can always be computed.

Resting on the visit before is no circle by itself: visits come to an end. It becomes one together with a step to a
fixed visit (baseline, or a visit by its code), since from there the same values are asked for again.
"""

from collections.abc import Iterable, Iterator, Mapping

from study.definition.model import Study
from study.definition.plan import rests_on
from study.derived.registry import FORMULAS

Edges = Mapping[str, frozenset[tuple[str, str]]]


def circles(study: Study) -> tuple[tuple[str, ...], ...]:
    """Each circle once, as the codes on the way round, the first again at the end."""
    edges = {spec.code: frozenset(_edges(study, spec.code)) for spec in study.derived.values()}
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start, end, at in sorted((code, *edge) for code, targets in edges.items() for edge in targets):
        if at == "previous":
            continue
        back = _way(edges, end, start, with_previous=bool(at))
        if back is not None:
            found.setdefault(frozenset(back), (start, *back))
    return tuple(found.values())


def _edges(study: Study, code: str) -> Iterator[tuple[str, str]]:
    spec = study.derived[code]
    formula = FORMULAS.get(spec.formula or code)
    if formula is not None:
        yield from ((other, at) for other, at in rests_on(study, spec, formula) if other in study.derived)


def _way(edges: Edges, start: str, end: str, *, with_previous: bool) -> tuple[str, ...] | None:
    """The shortest way from one code to another, both included; None when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        if way[-1] == end:
            return way
        for code in _next(edges.get(way[-1], ()), with_previous=with_previous):
            if code not in seen:
                seen.add(code)
                ways.append((*way, code))
    return None


def _next(targets: Iterable[tuple[str, str]], *, with_previous: bool) -> list[str]:
    return sorted({code for code, at in targets if with_previous or at != "previous"})

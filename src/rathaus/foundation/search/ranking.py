"""How well a document answers: BM25 over weighted fields, the share of the question it covers, the share of its title asked for.

A document's boost counts as far as it covers the question: what is asked for often does not outrank what was asked.

Equal scores are ordered by key, so that the same question gives the same list on every database.
"""

from collections.abc import Mapping, Sequence

from rathaus.foundation.search.question import PART, Concept

SATURATION = 6.0  # the weight at which a stem has half its effect


def score(concepts: Sequence[Concept], terms: Mapping[str, float], title_terms: int, boost: float, title_weight: float) -> float:
    """Zero where nothing matches."""
    total = covered = asked = 0.0
    in_title = 0
    for concept in concepts:
        asked += concept.weight
        value, share, weight = _match(concept, terms)
        total += concept.weight * value
        covered += concept.weight * share
        in_title += weight >= title_weight
    if not total:
        return 0.0
    coverage = covered / asked
    focus = min(1.0, in_title / title_terms) if title_terms else 0.0
    return total * (0.4 + 0.6 * coverage) * (0.75 + 0.25 * focus) * (1 + boost * coverage)


def _match(concept: Concept, terms: Mapping[str, float]) -> tuple[float, float, float]:
    """How well the concept is met (0 to 1), how much of it (0 to 1), and the weight of the stem that met it."""
    value = share = best = 0.0
    for variant, sureness in concept.variants.items():
        weight = terms.get(variant)
        if weight and sureness * _saturated(weight) > value:
            value, share, best = sureness * _saturated(weight), 1.0, weight
    if concept.parts:
        met = {part: terms[part] for part in concept.parts if part in terms}
        in_parts = PART * sum(concept.parts[part] * _saturated(weight) for part, weight in met.items())
        if in_parts > value:
            value, share, best = in_parts, sum(concept.parts[part] for part in met), min(met.values())
    return value, share, best


def _saturated(weight: float) -> float:
    return weight / (weight + SATURATION)

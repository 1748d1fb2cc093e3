"""How well a document answers: BM25 over weighted fields, the share of the question it covers, the share of its title asked for.

A document's boost counts as far as it covers the question: what is asked for often does not outrank what was asked.

Equal scores are ordered by key, so that the same question gives the same list on every database.
"""

from collections.abc import Mapping, Sequence

from rathaus.foundation.search.concepts import PART, Concept

SATURATION = 6.0  # the weight at which a stem has half its effect
Match = tuple[
    float, float, float
]  # how well a concept is met (0 to 1), how much of it (0 to 1), the weight of the stem that met it
_NOTHING: Match = (0.0, 0.0, 0.0)


class Ranking:
    """A question made ready for many documents: which stem meets which concept."""

    def __init__(self, concepts: Sequence[Concept], title_weight: float) -> None:
        self.concepts = concepts
        self.title_weight = title_weight
        strong = [concept for concept in concepts if not concept.weak] or concepts
        self.asked = sum(concept.weight for concept in strong)  # by which the share of the question is told
        self.counts = [concept in strong for concept in concepts]
        self.meets: dict[str, list[tuple[int, float]]] = {}  # stem -> concepts with how surely it means them; 0: a part of it
        for number, concept in enumerate(concepts):
            for root, sureness in _means(concept).items():
                self.meets.setdefault(root, []).append((number, sureness))
        self.roots = self.meets.keys()

    def score(self, terms: Mapping[str, float], title_terms: int, boost: float) -> tuple[float, float]:
        """Points, and the share of the question answered; zero where nothing matches.

        `terms` are the stems of the document with their weights.
        """
        best: dict[int, Match] = {}
        for root in terms.keys() & self.roots:
            weight = terms[root]
            for number, sureness in self.meets[root]:
                known = best.get(number, _NOTHING)
                value = sureness * (weight / (weight + SATURATION))
                if value > known[0] or known is _NOTHING:
                    best[number] = (value, sureness, weight)
        total = covered = 0.0
        in_title = 0
        for number in sorted(best):
            concept = self.concepts[number]
            value, share, weight = best[number]
            met = 1
            if concept.parts:
                (value, share, weight), met = _better((value, share, weight), met, concept.parts, PART, terms)
            for sureness, phrase in concept.phrases:
                (value, share, weight), met = _better((value, share, weight), met, phrase, sureness, terms)
            total += concept.weight * value
            covered += concept.weight * share if self.counts[number] else 0
            in_title += met if weight >= self.title_weight else 0
        if not total:
            return 0.0, 0.0
        coverage = covered / self.asked
        focus = min(1.0, in_title / title_terms) if title_terms else 0.0
        return total * (0.3 + 0.7 * coverage) * (0.75 + 0.25 * focus) * (1 + boost * coverage), coverage


def _means(concept: Concept) -> dict[str, float]:
    """The stems of a concept with how surely they mean it; those that do so only together with 0."""
    together = dict.fromkeys([*concept.parts, *(root for _, phrase in concept.phrases for root in phrase)], 0.0)
    return {**together, **concept.variants}


def _better(
    whole: Match, stems: int, parts: Mapping[str, float], sureness: float, terms: Mapping[str, float]
) -> tuple[Match, int]:
    """The match as a whole, or in parts where that is more; with the number of stems that make it."""
    met = {part: terms[part] for part in parts if part in terms}
    if not met:
        return whole, stems
    share = sum(parts[part] for part in met)
    value = sureness * share * sum(parts[part] * (weight / (weight + SATURATION)) for part, weight in met.items())
    return ((value, share * sureness, min(met.values())), len(met)) if value > whole[0] else (whole, stems)

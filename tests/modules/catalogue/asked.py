"""How good the search is on `asked.tsv`: `python -m tests.modules.catalogue.asked [ROUND ...] [--misses]` in the environment
of an instance with the catalogue loaded. Whoever wrote these questions also wrote the everyday words, each round before
its words: only the first figure of a round is one for questions nobody had seen."""

import os
import statistics
import sys
from collections import defaultdict
from pathlib import Path

QUESTIONS = Path(__file__).with_name("asked.tsv")
ROUNDS = (1, 2, 3, 4, 5)


def asked():
    """`(round, question, theme, beginnings of acceptable keys)`; no beginnings where no service fits."""
    number = 0
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# round "):
            number = int(line.split()[2].rstrip(":"))
        elif line and not line.startswith("#"):
            question, theme, keys = line.split("\t")
            yield number, question, theme, tuple(key for key in keys.split() if key != "-")


def main(arguments):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
    django.setup()
    from rathaus.modules.catalogue import public as catalogue

    wanted = {int(each) for each in arguments if each.isdigit()} or set(ROUNDS)
    places, doubted, silent = defaultdict(list), defaultdict(list), defaultdict(list)
    for number, question, theme, beginnings in asked():
        if number not in wanted:
            continue
        found = catalogue.find(question, limit=10)
        if not beginnings:
            silent[number].append(found.unsure or not found.hits)
            continue
        place = next((at for at, hit in enumerate(found.hits, 1) if any(key.startswith(beginnings) for key in hit.keys)), 0)
        places[number].append(place)
        if 0 < place <= 3:
            doubted[number].append(found.unsure)
        elif "--misses" in arguments:
            best = "; ".join(hit.service.name for hit in found.hits[:3])
            sys.stdout.write(f"  - {number} {theme}: {question} ({place}): {best}\n")
    for number, found in sorted(places.items()):
        hits = sum(0 < place <= 3 for place in found)
        mrr = statistics.fmean(1 / place if place else 0 for place in found)
        sys.stdout.write(f"round {number}: {len(found)} questions, hit@3 {hits / len(found):.3f}, MRR {mrr:.3f}, ")
        sys.stdout.write(f"silent or unsure where nothing fits {sum(silent[number])}/{len(silent[number])}, ")
        sys.stdout.write(f"unsure though right {sum(doubted[number])}/{len(doubted[number])}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

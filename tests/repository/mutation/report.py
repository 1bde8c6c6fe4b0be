# SPDX-License-Identifier: BSL-1.0
"""Prints the results: a line for each mutant, and the totals."""

import collections
import dataclasses

from sites import Site

MOST_EQUIVALENT, LEAST_CAUGHT = 0.10, 0.95
# How a mutant was caught, by the first word of the reason.
WAYS = {'does': 'the compiler', 'fails': 'a test that fails', 'hangs': 'a test that takes too long', 'an': 'an assertion in the headers'}


@dataclasses.dataclass
class Result:
    site: Site
    verdict: str   # caught, survives, spent, equivalent
    why: str
    judges_run: int
    judges: int    # that depend on the header
    seconds: float

    def __str__(self):
        judges_run = f'{self.judges_run} run' if self.judges_run else ''
        return f'{self.verdict:<10} {self.seconds:4.0f} s {judges_run:>10}  {self.site.name}: {self.why[:240]}'


def print_survivor(result):
    print(f'\nheader: {result.site.path}\nline: {result.site.line}\nchange: {result.site.change}\n'
          f'  (line {result.site.number}; {result.why})')


def summary(results, skipped):
    """Prints the totals. Returns whether the goals are met."""
    verdicts = collections.Counter(result.verdict for result in results)
    survivors = [result for result in results if result.verdict in ('survives', 'spent')]
    for result in survivors:
        print_survivor(result)
    others = len(results) - verdicts['equivalent']
    share = verdicts['caught'] / others if others else 1.0
    ways = collections.Counter(WAYS[result.why.split()[0]] for result in results if result.verdict == 'caught')
    judged = [result.seconds for result in results if result.verdict != 'equivalent'] or [0.0]
    print(f'\n{len(results)} mutants: {verdicts["caught"]} caught ({share:.1%} of those that are not equivalent), '
          f'{verdicts["survives"]} survive, {verdicts["spent"]} not caught within the budget, {verdicts["equivalent"]} equivalent')
    print('caught: ' + ', '.join(f'{count} by {way}' for way, count in ways.most_common()))
    print('left out: ' + (', '.join(f'{count} {why}' for why, count in skipped.most_common()) or 'none'))
    print(f'processor seconds for a mutant: {sum(judged) / len(judged):.0f} on average, {max(judged):.0f} at most')
    return share >= LEAST_CAUGHT and verdicts['equivalent'] <= MOST_EQUIVALENT * len(results)

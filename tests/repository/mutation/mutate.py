#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes mutants of the headers, and reports which of them the tests catch:
mutate.py ROOT BUILD [COUNT] (see tests/mutate.sh)

A mutant differs from the headers at one site. The sites are drawn by a fixed seed: one of each
header, then a second one of each, and so on. Without COUNT there are 200 mutants, or two for each
header if that is more. A site is left out, and the next site of the header is drawn,
  - if the preprocessor removes it ("not compiled"): it is for another system, compiler or
    configuration;
  - if the changed header, or tenon.hpp, does not compile with all warnings, or if a template of it
    has a type error when it is used ("type error"). But if a static_assert of the headers fails,
    the mutant counts as caught.

The judges are the tests that decide whether a mutant is caught: all units that include the header,
by the dependency files of the build, and all tests whose command names the headers and a compiler.
Each mutant has a budget of processor time. If it is spent before all judges have run, the mutant
counts as not caught ("spent")."""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import queue
import sys
import threading
import time

import equivalent
import report
from build import Build
from judges import BudgetSpent, Clock, HeaderError, Unfit, first_error, judges_of
from order import Order
from overlay import Overlay
from run import run
from sites import drawn, drawn_sites, sites_of

ASSERTIONS = ('static assertion failed', 'non-constant condition for static assertion')


class Mutation:
    def __init__(self, options):
        self.options = options
        self.build = Build(options.root.resolve(), options.build.resolve())
        self.headers = {str(path.relative_to(self.build.include)): path.read_text(encoding='utf-8')
                        for path in sorted(self.build.include.rglob('*.hpp'))}
        work = self.build.folder / 'mutation'
        self.judges = judges_of(self.build)
        self.kept = Overlay(self.build, work / 'baseline')
        self.order = Order(self.judges, work / 'catches.json')
        self.build.precompile_catch(work)
        self.overlays = queue.Queue()
        for number in range(options.jobs):
            self.overlays.put(Overlay(self.build, work / f'{number}'))
        self.known = equivalent.read(pathlib.Path(__file__).parent / 'equivalent.txt')
        self.skipped, self.unfit, self.lock = collections.Counter(), {}, threading.Lock()
        self.preprocessed = {}

    def compiler(self, overlay, *arguments):
        return run([*self.build.compiler, '-std=c++20', '-I', str(overlay.include), '-x', 'c++', *arguments], overlay.work, 120)

    def preprocess(self, overlay, path):
        return self.compiler(overlay, '-w', '-E', '-dD', '-P', str(overlay.include / path)).output

    def is_compiled(self, overlay, path):
        with self.lock:
            known = self.preprocessed.get(path)
        if known is None:
            known = self.preprocessed[path] = self.preprocess(self.kept, path)
        return self.preprocess(overlay, path) != known

    def check_headers(self, overlay, path):
        """Returns the first error in the headers, or None if they compile."""
        file = overlay.work / 'headers.cpp'
        file.write_text(f'#include <{path}>\n#include <tenon.hpp>\n', encoding='utf-8')
        outcome = self.compiler(overlay, *self.build.warnings, '-fsyntax-only', str(file))
        return None if outcome.is_good else first_error(outcome)

    def skip(self, site, why, detail=''):
        with self.lock:
            self.skipped[why] += 1
            if self.options.verbose:
                print(f'{why}: {site.name} {detail}', flush=True)

    def run_judges(self, site, overlay, clock):
        """Runs the judges. Returns the verdict, the reason, how many judges were run, and how many
        there are."""
        judges = self.order.sort([judge for judge in self.judges if judge.depends_on(site)], site, self.headers[site.path])
        for number, judge in enumerate(judges, start=1):
            try:
                found = judge.judge(site.path, overlay, self.kept, clock)
            except Unfit as why:
                self.unfit[judge.name] = str(why)
                continue
            except BudgetSpent:
                return 'spent', f'{number - 1} of {len(judges)} judges run', number - 1, len(judges)
            if found:
                self.order.remember(judge, site)
                return 'caught', found, number, len(judges)
        return 'survives', f'all {len(judges)} judges run', len(judges), len(judges)

    def judge(self, site):
        """Returns the result, or None if the site is left out."""
        if sentence := self.known.get((site.path, site.line, site.change)):
            return report.Result(site, 'equivalent', sentence, 0, 0, 0.0)
        overlay, source, clock = self.overlays.get(), self.headers[site.path], Clock(self.options.budget)
        try:
            overlay.mutate(site, source)
            if not self.is_compiled(overlay, site.path):
                return self.skip(site, 'not compiled')
            error = self.check_headers(overlay, site.path)
            if error and not any(each in error for each in ASSERTIONS):
                return self.skip(site, 'type error', error)
            if error:
                verdict, why, judges_run, judges = 'caught', f'an assertion in the headers fails: {error}', 0, 0
            else:
                try:
                    verdict, why, judges_run, judges = self.run_judges(site, overlay, clock)
                except HeaderError as why:
                    return self.skip(site, 'type error', str(why))
            return report.Result(site, verdict, why, judges_run, judges, clock.spent)
        finally:
            overlay.restore(site, source)
            self.overlays.put(overlay)

    def next_of(self, path, sites):
        while sites:
            if result := self.judge(sites.popleft()):
                with self.lock:
                    print(result, flush=True)
                return result
        return None

    def run(self):
        if self.options.only:
            sites = [site for path, source in self.headers.items() for site in sites_of(path, source) if self.options.only in site.name]
            rounds = iter([[(site.path, collections.deque([site])) for site in sites]])
            self.options.count = sys.maxsize
        else:
            rounds = self.rounds()
        results = []
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            for each in rounds:
                # If a header has no site left, the next header replaces it.
                while each and len(results) < self.options.count:
                    count = self.options.count - len(results)
                    now, each = each[:count], each[count:]
                    results += [result for result in pool.map(lambda pair: self.next_of(*pair), now) if result]
                if len(results) >= self.options.count:
                    break
        return results

    def rounds(self):
        """Yields in each round the headers that have sites left, with these sites."""
        seed = self.options.seed
        remaining = [(path, collections.deque(drawn_sites(seed, path, self.headers[path])))
                     for path in drawn(seed, self.headers, lambda path: path)]
        while remaining := [pair for pair in remaining if pair[1]]:
            yield remaining


def stale(mutation):
    every = {(site.path, site.line, site.change) for path, source in mutation.headers.items() for site in sites_of(path, source)}
    return [key for key in mutation.known if key not in every]


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0].replace(':', '.'))
    parser.add_argument('root', type=pathlib.Path)
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('count', type=int, nargs='?')
    parser.add_argument('--seed', default='tenon')
    parser.add_argument('--budget', type=float, default=120, help='seconds of processor time for one mutant')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 2)
    parser.add_argument('--only', metavar='TEXT', help='use all sites whose name contains TEXT, instead of drawn ones')
    parser.add_argument('--verbose', action='store_true', help='also print the sites that are left out')
    options = parser.parse_args(arguments)
    begin = time.monotonic()
    mutation = Mutation(options)
    options.count = options.count or max(200, 2 * len(mutation.headers))
    for header, line, change in stale(mutation):
        print(f'equivalent.txt: there is no such site: {header}: {line}: {change}')
    results = mutation.run()
    for name, why in sorted(mutation.unfit.items()):
        print(f'not used, because it fails on the unchanged headers: {name}: {why}')
    met = report.summary(results, mutation.skipped)
    print(f'{time.monotonic() - begin:.0f} s')
    return 0 if met and not stale(mutation) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

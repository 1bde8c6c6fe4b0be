#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Adds up what llvm-cov shows of the headers: coverage.py INCLUDE-FOLDER < llvm-cov-show.txt

The text is that of `llvm-cov show -show-branches=count -show-instantiations=false`. A line or a branch of a template is covered when
it was executed in one of its instances; a condition that the compiler decides is no branch. Prints the files that miss the goal,
with their lines and branches that were not executed, and last a line with the totals. Ends with 1 only where nothing was measured:
the goal is for people."""

import collections
import pathlib
import re
import sys

GOAL_OF_LINES, GOAL_OF_BRANCHES = 95, 90

FILE = re.compile(r'^(/.*\.hpp):$')
LINE = re.compile(r'^\s*(\d+)\|\s*([^|]*)\|')
BRANCH = re.compile(r'Branch \((\d+):(\d+)\): \[(True|Folded)(?:: ([^,]+), False: ([^\]]+))?')


class Covered:
    """What of one header was executed: lines, and ways out of conditions, by their place."""

    def __init__(self):
        self.lines = collections.defaultdict(bool)
        self.branches = collections.defaultdict(bool)

    def read(self, text):
        if line := LINE.match(text):
            if line.group(2).strip():
                self.lines[int(line.group(1))] |= line.group(2).strip() != '0'
        elif (branch := BRANCH.search(text)) and branch.group(3) == 'True':
            place = int(branch.group(1)), int(branch.group(2))
            self.branches[*place, 'true'] |= branch.group(4).strip() != '0'
            self.branches[*place, 'false'] |= branch.group(5).strip() != '0'


def rate(executed):
    return 100 * sum(executed.values()) / len(executed) if executed else 100


def in_runs(lines):
    """1, 2, 3, 7 as 1-3, 7."""
    runs = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ', '.join(str(first) if first == last else f'{first}-{last}' for first, last in runs)


def main():
    include = pathlib.Path(sys.argv[1]).resolve()
    files = collections.defaultdict(Covered)
    current = None
    for text in sys.stdin:
        if file := FILE.match(text.rstrip()):
            path = pathlib.Path(file.group(1)).resolve()
            current = files[path.relative_to(include)] if path.is_relative_to(include) else None
        elif current is not None:
            current.read(text)

    if not files:
        sys.exit('no header was measured')
    lines, branches = {}, {}
    for name, covered in sorted(files.items()):
        lines |= {(name, line): executed for line, executed in covered.lines.items()}
        branches |= {(name, *place): executed for place, executed in covered.branches.items()}
        if rate(covered.lines) >= GOAL_OF_LINES and rate(covered.branches) >= GOAL_OF_BRANCHES:
            continue
        print(f'{name}: {rate(covered.lines):.1f} % of {len(covered.lines)} lines, '
              f'{rate(covered.branches):.1f} % of {len(covered.branches)} branches')
        if missed := [line for line, executed in covered.lines.items() if not executed]:
            print(f'    lines {in_runs(missed)}')
        if missed := sorted(place for place, executed in covered.branches.items() if not executed):
            print('    branches ' + ', '.join(f'{line}:{column} {way}' for line, column, way in missed))
    print(f'{rate(lines):.2f} % of {len(lines)} lines, {rate(branches):.2f} % of {len(branches)} branches, {len(files)} headers')


main()

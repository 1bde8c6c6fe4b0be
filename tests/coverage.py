#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints how many lines and branches of each header were executed:
coverage.py INCLUDE-FOLDER < llvm-cov-show.txt

The input is the output of `llvm-cov show -show-branches=count -show-instantiations=false`, for
one program after the other. A line, or one outcome of a condition, is covered if any program has
executed it in any instance of its template. A condition that the compiler decides is not a
branch, and neither are the conditions that it generates for a defaulted comparison. Code that no
program can reach is left out if its line ends in a mark:

    __builtin_unreachable();  // unreached: WHY

A mark without a reason is an error, and so is a mark on a line that was executed completely.
Below each header, its lines and branches that were not executed are printed, and at the end the
totals. Exits with 1 if a mark is wrong, or if the totals are below the goal."""

import collections
import pathlib
import re
import sys

GOAL_OF_LINES, GOAL_OF_BRANCHES = 95, 90

FILE = re.compile(r'^(/.*\.hpp):$')
LINE = re.compile(r'^\s*(\d+)\|\s*([^|]*)\|')
BRANCH = re.compile(r'Branch \((\d+):(\d+)\): \[True: ([^,]+), False: ([^\]]+)')
MARK = re.compile(r'// unreached:\s*(.*)')
DEFAULTED = re.compile(r'operator(==|<=>)\(.*= default;')


class Covered:
    """The lines and branches of one header by their positions, and whether each was executed."""

    def __init__(self):
        self.lines = collections.defaultdict(bool)
        self.branches = collections.defaultdict(bool)

    def read(self, text):
        if line := LINE.match(text):
            if line.group(2).strip():
                self.lines[int(line.group(1))] |= line.group(2).strip() != '0'
        elif branch := BRANCH.search(text):
            place = int(branch.group(1)), int(branch.group(2))
            self.branches[*place, 'true'] |= branch.group(3).strip() != '0'
            self.branches[*place, 'false'] |= branch.group(4).strip() != '0'

    def leave_out(self, line):
        """Removes the parts of a line that were not executed. Returns False if there are none."""
        before = len(self.lines) + len(self.branches)
        self.branches = {place: executed for place, executed in self.branches.items() if place[0] != line or executed}
        self.lines = {place: executed for place, executed in self.lines.items() if place != line or executed}
        return len(self.lines) + len(self.branches) < before


def rate(executed):
    return 100 * sum(executed.values()) / len(executed) if executed else 100


def in_runs(lines):
    """Returns the numbers as text with ranges, such as "1-3, 7"."""
    runs = []
    for line in sorted(lines):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ', '.join(str(first) if first == last else f'{first}-{last}' for first, last in runs)


def row(name, lines, branches):
    return f'{name:<45}{rate(lines):6.2f} % of {len(lines):>4} lines  {rate(branches):6.2f} % of {len(branches):>4} branches'


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

    lines, branches, wrong, marks = {}, {}, [], 0
    for name, covered in sorted(files.items()):
        for number, text in enumerate((include / name).read_text().splitlines(), 1):
            # For a function that a program does not call, llvm-cov counts its comments, too.
            if not text.strip() or text.lstrip().startswith('//'):
                covered.lines.pop(number, None)
            if DEFAULTED.search(text):
                covered.branches = {place: executed for place, executed in covered.branches.items() if place[0] != number}
            if mark := MARK.search(text):
                marks += 1
                if not mark.group(1) or not covered.leave_out(number):
                    wrong.append(f'{name}:{number}: marked as unreached, ' + ('but executed' if mark.group(1) else 'without a reason'))
        lines |= {(name, line): executed for line, executed in covered.lines.items()}
        branches |= {(name, *place): executed for place, executed in covered.branches.items()}
        print(row(str(name), covered.lines, covered.branches))
        if missed := [line for line, executed in covered.lines.items() if not executed]:
            print(f'    lines {in_runs(missed)}')
        if missed := sorted(place for place, executed in covered.branches.items() if not executed):
            print('    branches ' + ', '.join(f'{line}:{column} {way}' for line, column, way in missed))
    for complaint in wrong:
        print(complaint)
    print(f'{len(files)} headers have code that runs; {marks} lines are marked as unreached')
    print(row('include/', lines, branches))
    sys.exit(0 if not wrong and rate(lines) >= GOAL_OF_LINES and rate(branches) >= GOAL_OF_BRANCHES else 1)


main()

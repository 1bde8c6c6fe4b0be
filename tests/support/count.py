#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Adds up the results in Meson's test logs and prints the last line of the test run:

    count.py [--broken N] [--skipped N] [--readme README.md] TESTLOG.json ...

Before that line it prints the figures that tests report in lines that begin with `figure: `,
each once. It compares them with those that README.md states, if the run is like the one that
README.md describes: on the same kernel and processor, and as root. Otherwise it says why they are
not compared, which counts as a skipped test.

A program of Catch2 counts as its test cases, a script that prints `N passed, N failed` as these
numbers, and any other test as one. `--broken` is the number of builds that failed, `--skipped`
that of configurations that were left out. Exits with 1 if anything failed, or if nothing ran."""

import argparse
import json
import os
import pathlib
import platform
import re
import sys

ALL_PASSED = re.compile(r'^All tests passed \(\d+ assertions? in (\d+) test cases?\)', re.M)
CASES = re.compile(r'^test cases:\s*(\d+)\s*(.*)$', re.M)
OWN_COUNT = re.compile(r'^(\d+) passed, (\d+) failed', re.M)
SKIPPED = re.compile(r'^SKIPPED: .*$', re.M)
MISUSE = re.compile(r'^\w+/\w+: refused; ', re.M)
FIGURE = re.compile(r'^figure: (.*)$', re.M)
KERNEL = re.compile(r'on Linux ([\d.]+) and x86-64')
# What README.md states of a run of the configuration gcc: the pattern of a figure in the names and
# outputs of the tests, and the words of README.md. Not compared: the number of connections, which
# a test asserts; the executions of the fuzzers, which depend on the machine; the tests for other
# processors, of which README.md states no exact number; the coverage, which no configuration
# measures (tests/coverage.sh).
STATED = [
    (r'(\d+) legal cells of .* (\d+) executed', '| {1} of {0} |'),
    (r'(\d+) options, set or read', '| {}, on new sockets'),
    (r'(\d+) misuses refused', '| {} on GCC 12 |'),
    (r'(\d+) points of failure', '| {} |'),
    (r'(\d+) cells of operation, limit and event', '| {} cells: blocking, and under both event loops |'),
    (r'schedules/epoll\nepoll: (\d+) schedules', '| {} for each loop |'),
    (r'random_programs/epoll\n(\d+) passed', '| {} for each loop |'),
    (r'faults / real\n.*\n.* in (\d+) test cases', '| {} cases |'),
    (r'interop / interop\n(?:(?!All tests).*\n)*All tests passed .* in (\d+) test cases', '| {} cases: blocking, and under an event loop |'),
]


def cases(test):
    """Returns (passed, failed, skipped) for one of Meson's tests."""
    text = test.get('stdout') or ''
    succeeded = test['result'] in ('OK', 'EXPECTEDFAIL', 'SKIP')
    skipped = len(SKIPPED.findall(text))
    passed = failed = 0
    for match in ALL_PASSED.finditer(text):
        passed += int(match.group(1))
    for match in CASES.finditer(text):
        of_those = {word: int(number) for number, word in re.findall(r'(\d+) (\w+)', match.group(2))}
        passed += of_those.get('passed', 0)
        failed += of_those.get('failed', 0)
    for match in OWN_COUNT.finditer(text):
        passed += int(match.group(1))
        failed += int(match.group(2))
    if passed + failed == 0 and test['result'] == 'SKIP':
        return 0, 0, max(skipped, 1)
    if passed + failed == 0:
        passed, failed = (1, 0) if succeeded else (0, 1)
    # The program crashed after it had printed its result, or it was stopped.
    if not succeeded and failed == 0:
        failed = 1
    return max(passed - skipped, 0), failed, skipped


def why_not_compared(readme):
    """Returns how this run is unlike the one that README.md describes, or an empty string."""
    kernel = KERNEL.search(readme)
    if kernel and not platform.release().startswith(kernel.group(1) + '.'):
        return f'they are those of Linux {kernel.group(1)}, and this is {platform.release()}'
    if platform.machine() != 'x86_64':
        return f'they are those of x86-64, and this is {platform.machine()}'
    return '' if os.geteuid() == 0 else 'they are those of root'


def differences(readme, text):
    """Yields what README.md does not state as the text of a run of the configuration gcc has it."""
    if not KERNEL.search(readme):
        yield 'README.md does not name the kernel of its figures'
    for pattern, words in STATED:
        counted = re.search(pattern, text)
        stated = words.format(*(f'{int(number):,}' for number in counted.groups())) if counted else words
        if stated not in readme:
            yield f'README.md does not state “{stated}”, as this run counts'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--broken', type=int, default=0)
    parser.add_argument('--skipped', type=int, default=0)
    parser.add_argument('--readme', type=pathlib.Path)
    parser.add_argument('logs', nargs='*')
    arguments = parser.parse_args()

    passed, failed, skipped = 0, arguments.broken, arguments.skipped
    figures = {}
    for log in arguments.logs:
        configuration = pathlib.Path(log).parent.parent.name
        try:
            lines = open(log).read().splitlines()
        except OSError:
            print(f'no test ran: {log} is not there')
            failed += 1
            continue
        misuses = 0
        text = ''
        for line in lines:
            test = json.loads(line)
            for reason in SKIPPED.findall(test.get('stdout') or ''):
                print(reason)
            for figure in FIGURE.findall(test.get('stdout') or ''):
                figures.setdefault(figure, []).append(configuration)
            misuses += len(MISUSE.findall(test.get('stdout') or ''))
            text += f'{test["name"]}\n{(test.get("stdout") or "").lstrip()}\n'
            one = cases(test)
            passed, failed, skipped = passed + one[0], failed + one[1], skipped + one[2]
        if misuses:
            refused = f'{misuses} misuses refused, with the reason'
            figures.setdefault(refused, []).append(configuration)
            text += refused
        if arguments.readme and configuration == 'gcc':
            readme = arguments.readme.read_text(encoding='utf-8')
            unlike = why_not_compared(readme)
            if unlike:
                print(f'SKIPPED: figures of README.md: {unlike}')
                skipped += 1
            for difference in differences(readme, text) if not unlike else ():
                print(difference)
                failed += 1
    for figure, configurations in figures.items():
        print(f'{figure} ({", ".join(configurations)})')
    if skipped:
        print(f'{skipped} skipped')
    print(f'{passed} passed, {failed} failed')
    sys.exit(0 if failed == 0 and passed > 0 else 1)


main()

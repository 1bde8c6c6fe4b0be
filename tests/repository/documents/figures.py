#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks figures of README.md against the programs that they come from:

    figures.py ROOT STATIC_TABLE NAME VERSION -- COMPILER...

NAME and VERSION are those of the compiler, as Meson has them. STATIC_TABLE is the program that counts the cells of the truth table. The instructions of blocking
operations are counted only with GCC 12 for x86-64, which the README names, and with valgrind."""

import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

root, table, name, version = pathlib.Path(sys.argv[1]), *sys.argv[2:5]
compiler = sys.argv[sys.argv.index('--') + 1:]
readme = (root / 'README.md').read_text(encoding='utf-8')
wrong = []


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def expect(text, source):
    if text not in readme:
        wrong.append(f'README.md does not state “{text}”, as {source} counts')


def check_cells():
    count = re.search(r'operations: (\d+) cells .*?, (\d+) of them legal, (\d+) refused', output(table))
    cells, legal, refused = (f'{int(number):,}' for number in count.groups())
    expect(f'{cells} cells', 'the truth table')
    expect(f'{legal} legal, {refused} refused', 'the truth table')


def check_instructions():
    """Returns the reason why the instructions are not counted, or None."""
    if name != 'gcc' or version.split('.')[0] != '12' or platform.machine() != 'x86_64':
        return 'the compiler is not GCC 12 for x86-64'
    if not shutil.which('valgrind'):
        return 'there is no valgrind'
    bench = root / 'tests/bench'
    with tempfile.TemporaryDirectory() as folder:
        program = str(pathlib.Path(folder) / 'instructions')
        subprocess.run([*compiler, '-std=c++20', '-O2', '-g', '-w', '-I', str(root / 'include'),
                        str(bench / 'instructions.cpp'), '-o', program], check=True)
        counted = output(sys.executable, str(bench / 'instructions.py'), program)
    rows = {operation: (round(float(hand)), round(float(tenon)))
            for operation, hand, tenon in re.findall(r'^(\w+) +([\d.]+) +([\d.]+) +[\d.]+$', counted, re.M)}
    by_hand, by_tenon = ([rows[operation][way] for operation in ('send', 'receive', 'accept')] for way in (0, 1))
    expect('| {}, {}, {} | C, by hand: {}, {}, {} |'.format(*by_tenon, *by_hand), 'tests/bench/instructions.py')
    return None


check_cells()
left_out = check_instructions()
if left_out:
    print(f'SKIPPED: the instructions in README.md: {left_out}')
print('\n'.join(wrong) or 'the figures are those of README.md')
sys.exit(1 if wrong else 0)

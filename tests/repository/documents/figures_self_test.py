#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that figures.py finds wrong figures: figures_self_test.py ROOT STATIC_TABLE -- COMPILER...

It is run on README.md as it is, and on one in which every figure is wrong that does not need
valgrind."""

import pathlib
import subprocess
import sys
import tempfile

FIGURES = pathlib.Path(__file__).resolve().parent / 'figures.py'
# The words of README.md, and wrong ones.
WRONG = {
    '34,440 cells, each': '34,441 cells, each',
    '8,764 legal, 25,676 refused': '8,765 legal, 25,676 refused',
    '12,300 cells of protocols with layers': '12,301 cells of protocols with layers',
    '28 pairs of a protocol and a family, 10 states, 3 drivers, 41 operations':
        '28 pairs of a protocol and a family, 10 states, 4 drivers, 41 operations',
    'Eleven codecs': 'Twelve codecs',
    'options, 149 of Linux': 'options, 148 of Linux',
    '| 22 targets, ': '| 23 targets, ',
    '| bytes of a blocking socket | 4 |': '| bytes of a blocking socket | 8 |',
}


def run(root, readme, table, compiler):
    """Returns the complaints of figures.py about a README.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for entry in ('include', 'tests', 'docs'):
            (folder / entry).symlink_to(root / entry)
        (folder / 'README.md').write_text(readme, encoding='utf-8')
        done = subprocess.run([sys.executable, FIGURES, folder, table, 'another compiler', '0', '--', *compiler],
                              capture_output=True, text=True, check=False)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.startswith('README.md states ')
            or line.startswith('README.md does not state ') or line.startswith('Traceback')], done.returncode


def main():
    root, table, compiler = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[sys.argv.index('--') + 1:]
    readme = (root / 'README.md').read_text(encoding='utf-8')
    right = run(root, readme, table, compiler)
    absent = []
    for words, wrong in WRONG.items():
        if words not in readme:
            absent.append(f'README.md does not have “{words}”')
        readme = readme.replace(words, wrong)
    found, status = run(root, readme, table, compiler)
    print('\n'.join(absent + right[0] + found))
    as_expected = not absent and right == ([], 0) and status == 1 and len(found) == len(WRONG)
    print('as expected' if as_expected else 'NOT as expected')
    sys.exit(0 if as_expected else 1)


main()

# SPDX-License-Identifier: BSL-1.0
"""Reads equivalent.txt, the list of the mutants that no test can catch, because they keep every
promise of the library.

An entry has four lines, the first three as the report prints a survivor: the header, the text of
the changed line, the change, and one sentence with the reason. An empty line separates two entries.
An entry whose line is no longer in the headers is an error."""


def read(path):
    """Returns the sentences by (header, line, change)."""
    found = {}
    for number, block in enumerate(path.read_text(encoding='utf-8').split('\n\n'), start=1):
        lines = [line for line in block.strip().splitlines() if not line.startswith('#')]
        if not lines:
            continue
        keys = [line.strip().partition(': ')[0] for line in lines]
        if keys != ['header', 'line', 'change', 'why']:
            raise SystemExit(f'{path}: block {number} does not have the lines header, line, change, why')
        header, line, change, why = (text.strip().partition(': ')[2] for text in lines)
        if not why.endswith('.'):
            raise SystemExit(f'{path}: block {number}: the reason is not a sentence')
        if (header, line, change) in found:
            raise SystemExit(f'{path}: block {number} repeats an entry')
        found[header, line, change] = why
    return found

# SPDX-License-Identifier: BSL-1.0
"""The mutants that no test can catch, since nothing that is promised differs: equivalent.txt.

Four lines each, as the report prints a survivor, and an empty one between: the header, the text of the changed line, the change, and
one sentence that says why it is equivalent. One that no longer fits the headers is an error."""


def read(path):
    """By (header, line, change), the sentence."""
    found = {}
    for number, block in enumerate(path.read_text(encoding='utf-8').split('\n\n'), start=1):
        lines = [line for line in block.strip().splitlines() if not line.startswith('#')]
        if not lines:
            continue
        keys = [line.strip().partition(': ')[0] for line in lines]
        if keys != ['header', 'line', 'change', 'why']:
            raise SystemExit(f'{path}: block {number} has not the lines header, line, change, why')
        header, line, change, why = (text.strip().partition(': ')[2] for text in lines)
        if not why.endswith('.'):
            raise SystemExit(f'{path}: block {number}: no sentence')
        if (header, line, change) in found:
            raise SystemExit(f'{path}: block {number} stands twice')
        found[header, line, change] = why
    return found

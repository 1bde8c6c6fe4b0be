#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that no text of the repository, and no name of a file, has one of the words that
docs/style.md replaces:
words.py ROOT

The words stand in docs/style.md alone. First, the check itself is tested."""

import pathlib
import re
import sys

from checks import Checks

# The word, and what is written instead.
INSTEAD = {
    'room': 'buffer, space',
    'gives': 'returns',
    'nobody': 'no peer, no receiver, no thread',
    'somebody': 'the caller, the peer, another thread',
    'whoever': 'the caller, the peer, another thread',
}
WORD = re.compile(rf'(?<![A-Za-z])({"|".join(INSTEAD)})(?![A-Za-z]|(?<=gives) (?:up|back)\b)', re.IGNORECASE)
ENDINGS = {'.hpp', '.cpp', '.in', '.def', '.py', '.sh', '.md', '.build', '.txt', '.ini'}
FOLDERS = ('include', 'tests', 'examples', 'docs')
EXEMPT = {'docs/style.md', 'tests/repository/structure/words.py'}


def words_in(text):
    """The lines that have one, by their numbers."""
    return [(number, found[1].lower()) for number, line in enumerate(text.splitlines(), 1) for found in WORD.finditer(line)]


def files_of(root):
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob('*') if path.suffix in ENDINGS and path.is_file())
    yield from (path for path in sorted(root.iterdir()) if path.is_file() and path.suffix in ENDINGS)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    checks = Checks()
    checks.case('the test itself')
    checks.check(words_in('a\n// Nobody waits.') == [(2, 'nobody')], 'a word is not found')
    checks.check(words_in('int room_ = no_room;') == [(1, 'room'), (1, 'room')], 'a part of a name is not found')
    checks.check(words_in('limit/wait_for_nobody.cpp') == [(1, 'nobody')], 'a part of a path is not found')
    checks.check(words_in('mushroom, givesome, gives up, gives back') == [], 'another word is found')
    for path in files_of(root):
        name = path.relative_to(root).as_posix()
        if name in EXEMPT:
            continue
        checks.case(name)
        for _, word in words_in(name):
            checks.check(False, f'the name has the word {word!r}; instead: {INSTEAD[word]}')
        for number, word in words_in(path.read_text(encoding='utf-8')):
            checks.check(False, f'line {number} has the word {word!r}; instead: {INSTEAD[word]}')
    checks.finish()


main()

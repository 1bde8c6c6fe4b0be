#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that check.py finds errors: self_test.py OPTIONS -- COMPILER...

Each document in bad/ begins with a line <!-- fails: LINE: words --> for each error in it;
check.py must report these and no others. A document with <!-- passes --> has no error. The
documents quote the compiler under the name some-1, whichever it is.
"""

import argparse
import contextlib
import io
import pathlib
import re
import sys

sys.dont_write_bytecode = True

import check

BAD = pathlib.Path(__file__).resolve().parent / 'bad'


def main():
    parser = argparse.ArgumentParser()
    check.add_compiler(parser)
    parser.add_argument('compiler', nargs='+')
    given = parser.parse_args()
    compiler = check.compiler_of(given)
    compiler.called = 'some-1'

    missed = 0
    names = sorted(path.name for path in BAD.glob('*.md'))
    for name in names:
        text = (BAD / name).read_text(encoding='utf-8')
        expected = re.findall(r'<!-- fails: (\d+): (.*?) -->', text)
        with contextlib.redirect_stdout(io.StringIO()) as written:
            count = check.check(BAD, name, compiler)
        said = written.getvalue()
        right = count == len(expected) and (count != 0) == ('<!-- passes -->' not in text) and all(
            re.search(rf'^{re.escape(name)}:{line}: .*{re.escape(words)}', said, re.MULTILINE) for line, words in expected)
        print(f'{name}: {"as expected" if right else "NOT as expected"}')
        if not right:
            print(said)
            missed += 1
    print(f'{len(names)} documents, {missed} not as expected')
    return 1 if missed or len(names) < 2 else 0


if __name__ == '__main__':
    sys.exit(main())

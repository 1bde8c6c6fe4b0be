#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Folds tenon.hpp and all that it includes into one self-contained header: fold.py tenon.hpp OUTPUT"""

import pathlib
import re
import sys

OWN = re.compile(r'#include <(tenon/[^>]+)>')
OTHER = re.compile(r'#include <([^>]+)>')


def fold(path, root, seen, out):
    for line in path.read_text().splitlines():
        own = OWN.fullmatch(line)
        if own:
            if own.group(1) not in seen:
                seen.add(own.group(1))
                fold(root / own.group(1), root, seen, out)
            continue
        other = OTHER.fullmatch(line)
        if other:
            if other.group(1) in seen:
                continue
            seen.add(other.group(1))
        if line == '#pragma once' or line.startswith('// SPDX-License-Identifier'):
            continue
        # Blank lines that what was left out stood between become one.
        if line or (out and out[-1]):
            out.append(line)


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out = ['// SPDX-License-Identifier: BSL-1.0', '#pragma once', '']
    fold(source, source.parent, set(), out)
    target.write_text('\n'.join(out).rstrip() + '\n')


main()

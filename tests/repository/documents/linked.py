#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a reader who begins at README.md finds every other page there and in docs/: linked.py ROOT

Users do not read docs/design/, so a link from a page there counts only if it leads to another
page there."""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1]).resolve()
design = root / 'docs/design'
found, next_ones = set(), [root / 'README.md']
while next_ones:
    page = next_ones.pop()
    if page in found:
        continue
    found.add(page)
    for link in re.findall(r'\]\(([^)#:]+\.md)(?:#[^)]*)?\)', page.read_text(encoding='utf-8')):
        linked = (page.parent / link).resolve()
        if page.parent != design or linked.parent == design:
            next_ones.append(linked)

pages = sorted(root.glob('*.md')) + sorted((root / 'docs').rglob('*.md'))
lost = [page.relative_to(root).as_posix() for page in pages if page not in found]
print('\n'.join(f'README.md does not link to {page}, directly or indirectly' for page in lost) or f'{len(found)} pages are linked')
sys.exit(1 if lost else 0)

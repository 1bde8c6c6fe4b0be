#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a reader who begins at README.md finds every other page there and in docs/, and every
picture in docs/: linked.py ROOT

Users do not read docs/design/, so a link from a page there counts only if it leads to another
page there."""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1]).resolve()
design = root / 'docs/design'
found, shown, next_ones = set(), set(), [root / 'README.md']
while next_ones:
    page = next_ones.pop()
    if page in found:
        continue
    found.add(page)
    text = page.read_text(encoding='utf-8')
    shown |= {(page.parent / picture).resolve() for picture in re.findall(r'!\[[^\]]*\]\(([^)#:]+\.svg)\)', text)}
    for link in re.findall(r'\]\(([^)#:]+\.md)(?:#[^)]*)?\)', text):
        linked = (page.parent / link).resolve()
        if page.parent != design or linked.parent == design:
            next_ones.append(linked)

pages = sorted(root.glob('*.md')) + sorted((root / 'docs').rglob('*.md'))
lost = [page.relative_to(root).as_posix() for page in pages if page not in found]
complaints = [f'README.md does not link to {page}, directly or indirectly' for page in lost]
complaints += [f'no page shows {picture.relative_to(root).as_posix()}' for picture in sorted((root / 'docs').rglob('*.svg'))
               if picture not in shown]
print('\n'.join(complaints) or f'{len(found)} pages and {len(shown)} pictures are linked')
sys.exit(1 if complaints else 0)

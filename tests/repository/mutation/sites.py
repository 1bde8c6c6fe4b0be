# SPDX-License-Identifier: BSL-1.0
"""The sites of a header, each with its change, and the order in which a seed draws them."""

import collections
import dataclasses
import hashlib

import mutations
from tokens import tokens_of


@dataclasses.dataclass(frozen=True)
class Site:
    path: str      # of the header, as in an #include
    number: int    # of the line
    line: str      # its text
    change: str    # as text, with a number if the line has several such changes
    sort: str      # the name of the mutation
    begin: int
    end: int
    replacement: str

    def apply(self, source):
        return source[:self.begin] + self.replacement + source[self.end:]

    @property
    def name(self):
        return f'{self.path}:{self.number}: {self.change}'


def in_one_line(text):
    return ' '.join(text.split())


def sites_of(path, source):
    tokens, sites, seen = tokens_of(source), [], collections.Counter()
    changes = {}
    for mutation in mutations.ALL:
        for begin, end, replacement in mutation(tokens):
            text = replacement(source[begin:end]) if callable(replacement) else replacement
            changes.setdefault((begin, end, text), mutation.__name__)
    for (begin, end, text), sort in sorted(changes.items()):
        first = source.rfind('\n', 0, begin) + 1
        last = source.find('\n', begin)
        line = source[first:last if last >= 0 else len(source)].strip()
        removed = in_one_line(source[begin:end])
        if not text:
            change = f'without `{removed}`'
        elif sort == 'texts' and not removed.startswith("'"):
            change = f'`{in_one_line(source[begin:begin + 12])}` with {text}'
        else:
            change = f'`{removed}` -> `{in_one_line(text)}`'
        seen[line, change] += 1
        if seen[line, change] > 1:
            change += f' (no. {seen[line, change]})'
        sites.append(Site(path, source.count('\n', 0, begin) + 1, line, change, sort, begin, end, text))
    return sites


def drawn(seed, items, key):
    """Returns the items sorted by a hash of the seed and the key, so that their order does not
    depend on which other items there are."""
    return sorted(items, key=lambda each: hashlib.sha256(f'{seed}:{key(each)}'.encode()).digest())


def drawn_sites(seed, path, source):
    return drawn(seed, sites_of(path, source), lambda site: f'{path}:{site.line}:{site.change}')

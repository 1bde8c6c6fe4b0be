# SPDX-License-Identifier: BSL-1.0
"""Reads the parts of Markdown that check.py needs: fenced blocks, links and headings."""

import dataclasses
import re
import shlex

FENCE = re.compile(r'^( *)(`{3,}|~{3,})\s*(.*?)\s*$')
LIST_ITEM = re.compile(r'^\s*([-*+]|\d+[.)])\s')
INLINE_CODE = re.compile(r'(`+)(?!`).*?(?<!`)\1(?!`)')
INLINE_LINK = re.compile(r'\]\(\s*<?([^)\s>]+)>?[^)]*\)')
LINK_DEFINITION = re.compile(r'^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?\s*$')


class Wrong(Exception):
    """An error in a document, and its line."""

    def __init__(self, line, why):
        super().__init__(why)
        self.line = line
        self.why = why


@dataclasses.dataclass
class Block:
    line: int  # of the opening fence
    kind: str  # the first word after the fence
    words: list  # the other words after the fence
    text: str

    @property
    def is_task(self):
        return self.kind == 'cpp' and self.words[:1] == ['task']

    @property
    def refused(self):
        """The words after `refused` if the block must be refused, or None."""
        words = self.words[1 if self.is_task else 0:]
        return words[1:] if self.kind == 'cpp' and words[:1] == ['refused'] else None

    @property
    def file(self):
        """The path of the file that the block quotes, or None."""
        return self.words[1] if self.words[:1] == ['of'] and len(self.words) == 2 else None

    @property
    def first(self):
        return self.line + 1

    @property
    def last(self):
        return self.line + self.text.count('\n')


def read(text):
    """Returns the fenced blocks of a document, and its other lines with their numbers."""
    blocks, prose = [], []
    opened = None  # of an open block: the fence, its indentation, its line, the words after it
    kept = []
    in_list, blank = False, True
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if opened is not None:
            mark, indentation, start, info = opened
            if fence and not fence[3] and fence[2].startswith(mark):
                blocks.append(block(start, info, kept))
                opened, kept = None, []
            else:
                kept.append(line[indentation:] if line[:indentation].isspace() else line)
            continue
        if fence:
            opened = (fence[2], len(fence[1]), number, fence[3])
            continue
        if line.startswith(('    ', '\t')) and blank and not in_list and line.strip():
            raise Wrong(number, 'code by indentation is not checked: use a fence')
        if line.strip() and not line.startswith((' ', '\t')):
            in_list = bool(LIST_ITEM.match(line))
        blank = not line.strip()
        prose.append((number, line))
    if opened is not None:
        raise Wrong(opened[2], 'the fence is never closed')
    return blocks, prose


def block(line, info, kept):
    try:
        words = shlex.split(info)
    except ValueError as error:
        raise Wrong(line, f'the words after the fence: {error}') from error
    return Block(line, words[0] if words else '', words[1:], ''.join(each + '\n' for each in kept))


def links(prose):
    """Yields the line and the target of each link."""
    for number, line in prose:
        line = INLINE_CODE.sub('', line)
        for target in INLINE_LINK.findall(line) + LINK_DEFINITION.findall(line):
            yield number, target


def anchors(prose):
    """Returns the anchors of the headings, as common renderers generate them."""
    found = set()
    for _, line in prose:
        heading = re.match(r'#{1,6}\s+(.*?)\s*#*$', line)
        if heading:
            name = re.sub(r'[^\w\- ]', '', heading[1].lower()).replace(' ', '-')
            unique, count = name, 0
            while unique in found:
                count += 1
                unique = f'{name}-{count}'
            found.add(unique)
    return found

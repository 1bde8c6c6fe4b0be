#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the compiler's output for the refused blocks of a document into the document: into the
text blocks after them that have the compiler's name.

    quote.py OPTIONS DOCUMENT -- COMPILER...      takes the options of check.py, which compares
                                                  the blocks with the compiler's output

It quotes errors and notes, at least two, without file and line, up to the last of the words of
the refused block, and the notes that GCC adds to that one. “…” stands for omitted text,
including template arguments in long lines.
"""

import re
import sys

sys.dont_write_bytecode = True

import check

WIDTH = 170
PLACE = re.compile(r'^\S*?:\d+:(?:\d+:)? ')
SAID = re.compile(r'(?:fatal error|error|note): |  required for the satisfaction of ')
# Notes about the candidates, or about how the compiler came to them, do not say why code is
# refused.
ASIDE = re.compile(r'note: (?:candidate: |  template argument deduction|in definition of macro|set ‘-f|in expansion of)')
# A long list of template arguments, or of the members of a value.
LONG_LIST = re.compile(r'<(?!…>)(?:[^<>]|<…>){12,}>|{(?!…})(?:[^{}]|{…}){12,}}')


def shortened(text):
    while len(text) > WIDTH:
        shorter = LONG_LIST.sub(lambda found: found[0][0] + '…' + found[0][-1], text, count=1)
        if shorter == text:
            return text[:WIDTH].rsplit(' ', 1)[0] + ' …'
        text = shorter
    return text


def quoted(said, words):
    lines = []
    count = 0
    left_out = False
    wanted = list(words)
    for line in said.splitlines():
        text = PLACE.sub('', line)
        if not SAID.match(text) or ASIDE.match(text):
            left_out = True
            continue
        if count >= 2 and not wanted and not text.startswith('note: the expression'):
            break
        if left_out and lines:
            lines.append('…')
        left_out = False
        lines.append(shortened(text.strip()))
        count += 1
        wanted = [word for word in wanted if word not in text]
    return ''.join(line + '\n' for line in lines)


def fill(document, compiler):
    """Returns the text of the document, with new contents of the blocks of this compiler."""
    lines = document.path.read_text(encoding='utf-8').splitlines(keepends=True)
    made = []
    said = words = None
    for block in document.blocks:
        if block.refused is not None:
            said, words = document.compile_refused(block, compiler)[1], block.refused
        elif block.kind == 'text' and block.words == [compiler.called]:
            made.append((block, quoted(said, words)))
    for block, text in reversed(made):
        lines[block.first - 1:block.last] = [text]
    return ''.join(lines)


def main():
    root, name, compiler = check.arguments()
    document = check.Document(root, name)
    document.path.write_text(fill(document, compiler), encoding='utf-8')


if __name__ == '__main__':
    main()

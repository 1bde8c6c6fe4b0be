# SPDX-License-Identifier: BSL-1.0
"""The tokens of a C++ source: words, numbers, texts, operators. Comments and preprocessor lines
have no tokens, except the body of a `#define`."""

import dataclasses
import re

TOKEN = re.compile(r'''
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<end>[^()\\\s]{0,16})\(.*?\)(?P=end)"\w*)
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"\w*)
  | (?P<character>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
  | (?P<number>\.?\d(?:[eEpP][+-]|'?[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<space>(?:\s|\\\n)+)
  | (?P<operator><=>|<<=|>>=|->\*|\.\.\.|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\#\#|.)
''', re.VERBOSE | re.DOTALL)
DIRECTIVE = re.compile(r'^[ \t]*#[ \t]*(\w*)((?:[^\n\\]|\\.|\\\n)*)', re.MULTILINE)
DEFINE = re.compile(r'^[ \t]*#[ \t]*define[ \t]+(\w+)(?:\([^)]*\))?[ \t]*')
# A macro that is only tested with #ifdef; its value has no effect.
FLAG = re.compile(r'TENON_HAS_\w+')


@dataclasses.dataclass(frozen=True)
class Token:
    kind: str
    text: str
    begin: int
    end: int
    before: bool  # whether white space is before it
    after: bool   # whether white space is after it


def hidden(source):
    """Returns the spans of the preprocessor lines, without the bodies of macros that have a
    value."""
    spans = []
    for line in DIRECTIVE.finditer(source):
        define = DEFINE.match(line.group())
        if define and not FLAG.fullmatch(define.group(1)):
            spans.append((line.start(), line.start() + define.end()))
        else:
            spans.append(line.span())
    return spans


def tokens_of(source):
    tokens, position, spans = [], 0, hidden(source)
    while position < len(source):
        # A `#` inside of a comment or a raw string is not a directive. It is never a position here,
        # because a position is the begin of a token.
        span = next((each for each in spans if each[0] <= position < each[1]), None)
        if span:
            position = span[1]
            continue
        found = TOKEN.match(source, position)
        if found.lastgroup == 'end' or found.group('raw'):
            kind = 'raw'
        else:
            kind = found.lastgroup
        begin, position = found.span()
        # A space token can contain the begin of a directive.
        if kind == 'space':
            starts = [each[0] for each in spans if begin < each[0] < position]
            position = min(starts, default=position)
        if kind not in ('comment', 'space'):
            before = begin == 0 or source[begin - 1].isspace()
            after = position == len(source) or source[position].isspace()
            tokens.append(Token(kind, found.group(), begin, position, before, after))
    return tokens


def closing(tokens, index, pairs=None):
    """Returns the index of the token that closes the bracket at `index`, or None."""
    opened, closed = tokens[index].text, (pairs or {'(': ')', '[': ']', '{': '}', '<': '>'})[tokens[index].text]
    depth = 0
    for at in range(index, len(tokens)):
        text = tokens[at].text
        if text == opened:
            depth += 1
        elif text == closed:
            depth -= 1
        elif text == '>>' and closed == '>':
            depth -= 2
        elif text in ';{' and closed == '>':
            return None
        if depth <= 0:
            return at
    return None

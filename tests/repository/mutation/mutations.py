# SPDX-License-Identifier: BSL-1.0
"""The mutations. Each function makes one sort of change: it takes the tokens of a source, and
yields (begin, end, replacement) for each site.

The headers are formatted by clang-format, so an operator with a space on both sides is binary, and
not a bracket of a template."""

import re

from tokens import closing

SWAPS = {
    '<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '==',
    '&&': '||', '||': '&&',
    '+': '-', '-': '+', '*': '/', '/': '*', '%': '/', '<<': '>>', '>>': '<<', '&': '|', '^': '&',
    '+=': '-=', '-=': '+=', '|=': '&=', '&=': '|=', '<<=': '>>=', '>>=': '<<=',
}
INTEGER = re.compile(r"(0[xX](?P<hexadecimal>[0-9a-fA-F']+)|(?P<decimal>\d[\d']*))(?P<suffix>[uUlLzZ]*)")
NAMED_CONSTANT = re.compile(r'(?!TENON_(?!SO_|TCP_|IP|ICMP))[A-Z][A-Z0-9_]+')
KEYWORDS = {'return', 'using', 'typedef', 'template', 'static_assert', 'case', 'default', 'public', 'private', 'protected', 'friend',
            'constexpr', 'static', 'inline', 'const', 'explicit', 'virtual', 'goto', 'namespace', 'struct', 'class', 'enum', 'union',
            'extern', 'if', 'for', 'while', 'do', 'switch', 'else', 'try', 'operator', 'requires', 'concept', 'consteval', 'auto',
            'alignas', 'noexcept', 'decltype', 'typename'}


def with_texts_before(tokens):
    """Yields each token with the texts of the two tokens before it, the last one first."""
    texts_before = ['', '', *(token.text for token in tokens)]
    return zip(tokens, texts_before[1:], texts_before)


def extent_of_assertions(tokens):
    """Returns the begin and the end of each static_assert."""
    return [(token.begin, tokens[closing(tokens, index + 1)].end) for index, token in enumerate(tokens[:-1])
            if token.text == 'static_assert']


def operators(tokens):
    """Replaces comparisons, `&&`, `||` and arithmetic operators by a similar one, but not `&&` in a
    static_assert: the weaker condition is true as well."""
    assertions = extent_of_assertions(tokens)
    for token, before, _ in with_texts_before(tokens):
        if token.text == '&&' and any(begin < token.begin < end for begin, end in assertions):
            continue
        if token.kind == 'operator' and token.before and token.after and token.text in SWAPS and before != 'operator':
            yield token.begin, token.end, SWAPS[token.text]
        elif token.text in ('++', '--') and before != 'operator':
            yield token.begin, token.end, '--' if token.text == '++' else '++'


def truths(tokens):
    for token in tokens:
        if token.text in ('true', 'false'):
            yield token.begin, token.end, 'false' if token.text == 'true' else 'true'


def numbers(tokens):
    """Replaces n by n + 1, but not in the `= 0` of a pure virtual function."""
    for token, before, two_before in with_texts_before(tokens):
        found = INTEGER.fullmatch(token.text) if token.kind == 'number' else None
        if not found or (before == '=' and two_before in (')', 'const', 'noexcept')):
            continue
        if found['hexadecimal']:
            text = f'{int(found["hexadecimal"].replace(chr(39), ""), 16) + 1:#x}'
        else:
            text = str(int(found['decimal'].replace("'", '')) + 1)
        yield token.begin, token.end, text + found['suffix']


def named_constants(tokens):
    """Changes the value of a constant of the system."""
    for index, token in enumerate(tokens):
        follower = tokens[index + 1].text if index + 1 < len(tokens) else ''
        qualified = index > 0 and tokens[index - 1].text in ('::', '.', '->', '##')
        if token.kind == 'word' and NAMED_CONSTANT.fullmatch(token.text) and follower not in ('(', '##') and not qualified:
            yield token.begin, token.end, f'({token.text} ^ 1)'


def texts(tokens):
    """Changes a letter of a string or a character, but not in a text that only compilers print."""
    printed_only = extent_of_assertions(tokens)
    printed_only += [(token.begin, tokens[closing(tokens, index)].end) for index, token in enumerate(tokens[:-1])
               if token.text == '[' and tokens[index + 1].text == '[']
    for token, before, _ in with_texts_before(tokens):
        if before in ('extern', 'operator') or any(begin < token.begin < end for begin, end in printed_only):
            continue
        if token.kind == 'character' and len(token.text) == 3 and token.text[1] < '~':
            letter = chr(ord(token.text[1]) + 1)
            yield token.begin, token.end, f"'{letter}'" if letter not in "'\\" else f"'\\{letter}'"
        elif token.kind == 'string' and (found := re.search(r'(?<=["])[A-Za-z0-9]', token.text)):
            at = token.begin + found.start()
            letter = found.group()
            yield at, at + 1, 'Z' if letter != 'Z' else 'Y'


def negations(tokens):
    for token, before, _ in with_texts_before(tokens):
        if token.text == '!' and not token.after and before != 'operator':
            yield token.begin, token.end, ''


def conditions(tokens):
    """Negates the condition of an `if`, which follows the initializer if there is one."""
    for index, token in enumerate(tokens[:-2]):
        if token.text != 'if' or (index > 0 and tokens[index - 1].text == '#'):
            continue
        opening = index + 2 if tokens[index + 1].text == 'constexpr' else index + 1
        if tokens[opening].text != '(':
            continue
        last, first, depth = closing(tokens, opening), opening + 1, 0
        for at in range(opening, last):
            depth += (tokens[at].text in '([{') - (tokens[at].text in ')]}')
            if tokens[at].text == ';' and depth == 1:
                first = at + 1
        inside = tokens[first:last]
        if any(each.text == '=' for each in inside):
            continue  # a declaration
        yield inside[0].begin, inside[-1].end, lambda text: f'!({text})'


def operand(tokens, index, step):
    """Returns the last token of the operand that begins at `index`, in the direction of `step`. An
    operand ends at a space that is not in brackets."""
    depth, at = 0, index
    opened, closed = ('([{', ')]}') if step > 0 else (')]}', '([{')
    while True:
        text = tokens[at].text
        depth += (text in opened) - (text in closed)
        if depth < 0:
            return at - step
        if depth == 0 and ((tokens[at].after if step > 0 else tokens[at].before) or tokens[at + step].text in ',;)(' and (
                step < 0 or tokens[at + step].text != '(')):
            return at
        at += step


def flags(tokens):
    """Replaces `a | b` by a, and by b."""
    for index, token in enumerate(tokens[1:-1], start=1):
        if token.text == '|' and token.before and token.after:
            yield tokens[index - 1].end, tokens[operand(tokens, index + 1, 1)].end, ''
            yield tokens[operand(tokens, index - 1, -1)].begin, tokens[index + 1].begin, ''


def statements(tokens):
    """Removes a call, an assignment, `break`, `continue`, or `return` without a value. A statement
    that has two words in a row, or a word after a bracket or a star, is a declaration, and is
    kept."""
    for index, token in enumerate(tokens[:-1], start=0):
        if index == 0 or tokens[index - 1].text not in (';', '{', '}', ')', 'else', ':'):
            continue
        if token.text in ('break', 'continue', 'return') and tokens[index + 1].text == ';':
            yield token.begin, token.end, ''
            continue
        if (token.kind != 'word' and token.text not in ('*', '++', '--', '::')) or token.text in KEYWORDS:
            continue
        at, depth, divided, acts = index, 0, False, token.text in ('++', '--')
        while at < len(tokens) and not (depth == 0 and tokens[at].text in (';', '{', '}')):
            text = tokens[at].text
            if depth == 0 and not acts and at > index and tokens[at].kind == 'word' and tokens[at].before:
                divided = True
            acts = acts or text == '(' or (text.endswith('=') and text not in ('==', '!=', '<=', '>='))
            depth += (text in '([') - (text in ')]')
            if depth < 0:
                break
            at += 1
        if at < len(tokens) and tokens[at].text == ';' and acts and not divided and tokens[at - 1].text not in ('delete', 'default'):
            yield token.begin, tokens[at].begin, ''


def requirements(tokens):
    """Replaces a conjunct of a requires clause or of a concept by `true`."""
    for index, token in enumerate(tokens[:-2]):
        clause = token.text == 'requires' and tokens[index + 1].kind == 'word'
        concept = token.text == '=' and index > 1 and tokens[index - 2].text == 'concept'
        at = index + 1 if clause or concept else None
        while at is not None and at < len(tokens):
            begin = at
            while tokens[at].kind == 'word' or tokens[at].text == '::':
                at += 1
            if at == begin or tokens[at].text != '<' or tokens[at].before:
                break
            last = closing(tokens, at)
            if last is None:
                break
            yield tokens[begin].begin, tokens[last].end, 'true'
            at = last + 2 if tokens[last + 1].text in ('&&', '||') else None


ALL = (operators, truths, numbers, named_constants, texts, negations, conditions, flags, statements, requirements)

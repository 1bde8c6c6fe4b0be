# SPDX-License-Identifier: BSL-1.0
"""What is changed: each function yields (begin, end, replacement) over the tokens of a source, for one sort of change.

The headers are formatted, hence an operator with a space on both sides is a binary one, and no bracket of a template."""

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
    """Each token, and the texts of the two before it, the nearest first."""
    texts_before = ['', '', *(token.text for token in tokens)]
    return zip(tokens, texts_before[1:], texts_before)


def extent_of_assertions(tokens):
    """Where each static_assert begins and ends."""
    return [(token.begin, tokens[closing(tokens, index + 1)].end) for index, token in enumerate(tokens[:-1])
            if token.text == 'static_assert']


def operators(tokens):
    """Comparisons, connectives, arithmetic: each becomes its neighbour. In an assertion no `&&` does: what is weaker holds as well."""
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
    """n becomes n + 1; but for the `= 0` of a function, which is no number."""
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
    """A constant of the system: another value."""
    for index, token in enumerate(tokens):
        follower = tokens[index + 1].text if index + 1 < len(tokens) else ''
        qualified = index > 0 and tokens[index - 1].text in ('::', '.', '->', '##')
        if token.kind == 'word' and NAMED_CONSTANT.fullmatch(token.text) and follower not in ('(', '##') and not qualified:
            yield token.begin, token.end, f'({token.text} ^ 1)'


def texts(tokens):
    """A text or a character: another letter. Not one that only the compiler's reader sees."""
    silent = extent_of_assertions(tokens)
    silent += [(token.begin, tokens[closing(tokens, index)].end) for index, token in enumerate(tokens[:-1])
               if token.text == '[' and tokens[index + 1].text == '[']
    for token, before, _ in with_texts_before(tokens):
        if before in ('extern', 'operator') or any(begin < token.begin < end for begin, end in silent):
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
    """if (x) becomes if (!(x)); the condition is what follows the initializer."""
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
    """The last token of the operand that begins at `index`, in the direction of `step`: what no space divides, and brackets."""
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
    """a | b becomes a, or b."""
    for index, token in enumerate(tokens[1:-1], start=1):
        if token.text == '|' and token.before and token.after:
            yield tokens[index - 1].end, tokens[operand(tokens, index + 1, 1)].end, ''
            yield tokens[operand(tokens, index - 1, -1)].begin, tokens[index + 1].begin, ''


def statements(tokens):
    """A call, an assignment, break, continue, or return without a value: removed. What else looks so does not compile without it,
    or is a declaration; hence a declaration is told by two words, or a word after a bracket or a star."""
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
    """A conjunct of a requires clause, or of a concept: it is always satisfied."""
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

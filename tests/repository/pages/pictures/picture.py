# SPDX-License-Identifier: BSL-1.0
"""Writes the pictures of the documents: SVG with texts, boxes and arrows, in colours for light and
dark pages. Fonts differ between machines, so the widths of texts are estimated, by the widest of
the common fonts."""

import dataclasses
import pathlib
import sys
from xml.sax.saxutils import escape


@dataclasses.dataclass(frozen=True)
class Lettering:
    size: float
    is_code: bool = False
    is_bold: bool = False


# The classes of texts, and of runs of code in a text.
LETTERINGS = {
    'heading': Lettering(16, is_bold=True),
    'note': Lettering(12),
    'code': Lettering(12, is_code=True),
    'part': Lettering(14, is_bold=True),
    'name': Lettering(14, is_code=True, is_bold=True),
    'member': Lettering(12, is_code=True),
    'query': Lettering(12, is_code=True),
    'label': Lettering(12, is_code=True),
    'verb': Lettering(11, is_code=True),
    'folder': Lettering(11, is_code=True),
}

# The colours of the classes: the property, the colour on a light page and on a dark one.
COLOURS = [
    ('.page', 'fill', '#ffffff', '#0d1117'),
    ('.page', 'stroke', '#d1d9e0', '#3d444d'),
    ('.box', 'fill', '#f6f8fa', '#151b23'),
    ('.box', 'stroke', '#d1d9e0', '#3d444d'),
    ('.inner', 'fill', '#ffffff', '#0d1117'),
    ('.inner', 'stroke', '#d1d9e0', '#3d444d'),
    ('.outside', 'fill', '#ffffff', '#0d1117'),
    ('.outside', 'stroke', '#59636e', '#9198a1'),
    ('.rule', 'stroke', '#d1d9e0', '#3d444d'),
    ('.heading, .part, .name, .member, .code', 'fill', '#1f2328', '#f0f6fc'),
    ('.note, .query, .folder', 'fill', '#59636e', '#9198a1'),
    ('.line', 'stroke', '#0969da', '#4493f8'),
    ('.head, .label', 'fill', '#0969da', '#4493f8'),
    ('.pill', 'fill', '#dafbe1', '#12261e'),
    ('.pill', 'stroke', '#1a7f37', '#3fb950'),
    ('.verb', 'fill', '#116329', '#3fb950'),
]

# The advance widths of a wide font, DejaVu Sans, in thousandths of the size. A character that is
# missing counts as a full square.
ADVANCES = {
    character: advance
    for advance, characters in {
        300: 'IJijl', 350: ' ,./:;\\|’·', 400: '()-[]ft', 450: '!r', 500: '"', 550: '*?_`csz–“”', 600: 'FLkvxy',
        650: '$0123456789EPSTYabdeghnopqu{}', 700: 'ABCKRVXZ', 750: 'NU', 800: '&DGHOQ', 850: '#+<=>^w~→×', 900: 'M',
    }.items() for character in characters
}
CODE_ADVANCE = 0.61
BOLDER = 1.16


def width_of(text, lettering):
    """Returns the width that a text has at most, in pixels."""
    if lettering.is_code:
        return len(text) * CODE_ADVANCE * lettering.size
    return sum(ADVANCES.get(character, 1000) for character in text) * lettering.size / 1000 * (BOLDER if lettering.is_bold else 1)


def runs_of(text, kind):
    """Splits a text at its backticks. Returns the runs, each with its class."""
    return [(run, 'code' if odd % 2 else kind) for odd, run in enumerate(text.split('`')) if run]


def total_width(text, kind):
    return sum(width_of(run, LETTERINGS[of]) for run, of in runs_of(text, kind))


def pill_width(text):
    return round(total_width(text, 'verb')) + 14


def wrapped(words, kind, width, between=', '):
    """Returns the lines of a list of words that fit into the width."""
    lines = []
    for word, is_last in zip(words, [*[False] * (len(words) - 1), True]):
        after = '' if is_last else between.rstrip()
        if lines and total_width(lines[-1] + ' ' + word + after, kind) <= width:
            lines[-1] += ' ' + word + after
        elif total_width(word + after, kind) <= width:
            lines.append(word + after)
        else:
            sys.exit(f'{word} is wider than its box')
    return lines


def in_words(names, last=' and '):
    """Returns a list in words: `a, b and c`."""
    names = list(names)
    return last.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)


class Picture:
    def __init__(self, width, made_by):
        self.width = width
        self.made_by = made_by
        self.elements = []

    def add(self, name, kind, **attributes):
        written = ''.join(f' {key.replace("_", "-")}="{value:g}"' if isinstance(value, (int, float)) else f' {key}="{value}"'
                          for key, value in attributes.items())
        self.elements.append(f'<{name} class="{kind}"{written}/>')

    def box(self, x, y, width, height, kind='box', radius=8):
        # The border is one pixel wide: it fills a pixel if its middle does.
        self.add('rect', kind, x=x + 0.5, y=y + 0.5, width=width - 1, height=height - 1, rx=radius)

    def text(self, x, y, text, kind, anchor='start'):
        """Writes a text on the base line `y`. Runs in backticks are code."""
        runs = runs_of(text, kind)
        written = escape(runs[0][0]) if len(runs) == 1 and runs[0][1] == kind else ''.join(
            escape(run) if of == kind else f'<tspan class="{of}">{escape(run)}</tspan>' for run, of in runs)
        anchored = '' if anchor == 'start' else f' text-anchor="{anchor}"'
        self.elements.append(f'<text class="{kind}" x="{x:g}" y="{y:g}"{anchored}>{written}</text>')

    def pill(self, x, y, text, is_dashed=False):
        """Draws a pill that begins at `x`, with its middle at `y`. Returns its width."""
        width = pill_width(text)
        self.add('rect', 'pill dashed' if is_dashed else 'pill', x=x + 0.5, y=y - 8.5, width=width - 1, height=17, rx=8.5)
        self.text(x + width / 2, y + 4, text, 'verb', 'middle')
        return width

    def line(self, *points, is_dashed=False, kind='line'):
        path = 'M' + ' L'.join(f'{x:g} {y:g}' for x, y in points)
        self.add('path', f'{kind} dashed' if is_dashed else kind, d=path)

    def arrow(self, *points, is_dashed=False):
        """Draws a line through the points, which are above or beside each other, and its head at the
        last one."""
        (from_x, from_y), (x, y) = points[-2:]
        across, down = (x > from_x) - (x < from_x), (y > from_y) - (y < from_y)
        base_x, base_y = x - 8 * across, y - 8 * down
        self.line(*points[:-1], (base_x, base_y), is_dashed=is_dashed)
        self.add('path', 'head', d=f'M{x:g} {y:g} L{base_x + 4 * down:g} {base_y + 4 * across:g} '
                                   f'L{base_x - 4 * down:g} {base_y - 4 * across:g} Z')

    def dot(self, x, y):
        self.add('circle', 'head', cx=x, cy=y, r=3.5)

    def written(self, height, title, description):
        def colours(column):
            return [f'{kind} {{ {shape[0]}: {shape[column]}; }}' for kind, *shape in COLOURS]

        sizes = [f'.{kind} {{ font-size: {of.size:g}px;{" font-family: monospace;" if of.is_code else ""}'
                 f'{" font-weight: bold;" if of.is_bold else ""} }}' for kind, of in LETTERINGS.items()]
        style = ['text { font-family: system-ui, sans-serif; }', *sizes, '.line, .rule { fill: none; }', '.line { stroke-width: 1.5; }',
                 '.dashed { stroke-dasharray: 4 3; }', *colours(1), '@media (prefers-color-scheme: dark) {',
                 *('  ' + line for line in colours(2)), '}']
        return '\n'.join([
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width:g}" height="{height:g}" '
            f'viewBox="0 0 {self.width:g} {height:g}" role="img" aria-labelledby="title description">',
            f'<!-- Made by {self.made_by}; do not edit it here. -->',
            f'<title id="title">{escape(title)}</title>', f'<desc id="description">{escape(description)}</desc>',
            '<style>', *style, '</style>',
            f'<rect class="page" x="0.5" y="0.5" width="{self.width - 1:g}" height="{height - 1:g}" rx="8"/>',
            *self.elements, '</svg>', ''])


def compare_or_write(arguments, generated):
    """Compares FILE with the generated picture, or writes the picture: FILE [--write]. Returns the
    exit status."""
    file = pathlib.Path(arguments[0])
    if arguments[1:] == ['--write']:
        file.write_text(generated, encoding='utf-8')
        return 0
    if file.exists() and file.read_text(encoding='utf-8') == generated:
        return 0
    print(f'{file} differs from the generated picture: write it with --write', file=sys.stderr)
    return 1

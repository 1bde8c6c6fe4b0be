#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks a picture of the documents as a reader sees it: check.py ROOT PICTURE

- It is well-formed XML, has a title and a description, and needs nothing from outside.
- Each text fits into the boxes around it, also in a wide font, and touches no other text, no line
  and no border. No line runs through a box. A text and its background contrast.
- Each colour of a light page has one for a dark page.
- The pages that show the picture have its description as the alternative text, and there is such a
  page."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True

from picture import LETTERINGS, width_of

NAMESPACE = '{http://www.w3.org/2000/svg}'
DRAWN = {'svg', 'title', 'desc', 'style', 'rect', 'text', 'tspan', 'path', 'circle'}
# The contrast of WCAG 2, level AA.
CONTRAST = 4.5
# From a text to a border, a line, another text.
BORDER, LINE, TEXT = 2, 1, 1


class Area:
    def __init__(self, left, top, right, bottom, what):
        self.left, self.top, self.right, self.bottom, self.what = left, top, right, bottom, what

    def __str__(self):
        return self.what

    def is_in(self, other, distance):
        return (other.left + distance <= self.left and self.right <= other.right - distance and
                other.top + distance <= self.top and self.bottom <= other.bottom - distance)

    def touches(self, other, distance):
        return (self.left < other.right + distance and other.left < self.right + distance and
                self.top < other.bottom + distance and other.top < self.bottom + distance)


def number(element, name):
    return float(element.get(name))


def area_of_text(element):
    runs = [(element.text, element.get('class'))]
    for run in element:
        runs += [(run.text, run.get('class')), (run.tail, element.get('class'))]
    runs = [(text, LETTERINGS[kind]) for text, kind in runs if text]
    width = sum(width_of(*run) for run in runs)
    size = max(lettering.size for _, lettering in runs)
    x, y = number(element, 'x'), number(element, 'y')
    left = x - {'start': 0, 'middle': width / 2, 'end': width}[element.get('text-anchor', 'start')]
    return Area(left, y - 0.76 * size, left + width, y + 0.22 * size, f'the text {"".join(text for text, _ in runs)!r}')


def area_of_box(element):
    x, y = number(element, 'x'), number(element, 'y')
    return Area(x, y, x + number(element, 'width'), y + number(element, 'height'), f'the {element.get("class")} at {x:g}, {y:g}')


def areas_of_line(element):
    """Returns the parts of a line, each from one point to the next."""
    points = [tuple(map(float, point.split())) for point in re.split('[ML]', element.get('d').rstrip(' Z')) if point]
    for (from_x, from_y), (x, y) in zip(points, points[1:]):
        yield Area(min(from_x, x), min(from_y, y), max(from_x, x), max(from_y, y), f'the line to {x:g}, {y:g}')


def colours_of(style):
    """Returns the colours of classes, by class and property."""
    return {(kind.strip(), name): colour for kinds, rules in re.findall(r'([^{}]+)\{([^{}]*)\}', style)
            for name, colour in re.findall(r'(fill|stroke): (#\w{6})', rules) for kind in kinds.split(',')}


def luminance(colour):
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def check_form(root, text):
    names = [element.tag.removeprefix(NAMESPACE) for element in root.iter()]
    for name in sorted(set(names) - DRAWN):
        yield f'has an element {name}'
    for name in ('title', 'desc'):
        element = root.find(NAMESPACE + name)
        if element is None or not element.text or element.get('id') not in root.get('aria-labelledby', '').split():
            yield f'has no {name} that names the picture'
    for word in ('href', 'url(', '@import', '<script', 'font-face'):
        if word in text:
            yield f'has {word}, which an image of a page may not have'
    if root.get('role') != 'img':
        yield 'has not the role of an image'


def check_texts(texts, boxes, lines):
    for at, text in enumerate(texts):
        if not any(text.is_in(box, BORDER) for box in boxes):
            yield f'{text} is in no box'
        for box in boxes:
            if text.touches(box, BORDER) and not text.is_in(box, BORDER):
                yield f'{text} crosses the border of {box}'
        for line in lines:
            if text.touches(line, LINE):
                yield f'{text} touches {line}'
        for other in texts[:at]:
            if text.touches(other, TEXT):
                yield f'{text} touches {other}'


def check_boxes(boxes, lines):
    for at, box in enumerate(boxes):
        for other in boxes[:at]:
            if box.touches(other, 0) and not box.is_in(other, 1) and not other.is_in(box, 1):
                yield f'{box} and {other} overlap'
        for line in lines:
            inside = Area(box.left + 1, box.top + 1, box.right - 1, box.bottom - 1, '')
            if line.touches(inside, 0) and not line.is_in(box, -1):
                yield f'{line} runs into {box}'


def check_colours(style, elements):
    light, _, dark = style.partition('@media (prefers-color-scheme: dark) {')
    modes = {'light': colours_of(light), 'dark': colours_of(dark)}
    for kind, name in sorted(modes['light'].keys() ^ modes['dark'].keys()):
        yield f'the {name} of {kind} has a colour for light or for dark pages only'
    for mode, colours in modes.items():
        for text, behind in elements:
            pair = colours.get(('.' + text, 'fill')), colours.get(('.' + behind, 'fill'))
            if None in pair:
                yield f'{text} on {behind} has no colour on {mode} pages'
            elif contrast(*pair) < CONTRAST:
                yield f'{text} on {behind} has a contrast of {contrast(*pair):.1f} on {mode} pages'


def check_pages(root, picture, description):
    pages = [*root.glob('*.md'), *(root / 'docs').rglob('*.md')]
    shown = 0
    for page in pages:
        for alternative, target in re.findall(r'!\[([^\]]*)\]\(([^)]+)\)', page.read_text(encoding='utf-8')):
            if (page.parent / target).resolve() == picture:
                shown += 1
                if ' '.join(alternative.split()) != description:
                    yield f'{page.relative_to(root)} has another alternative text than the description:\n{description}'
    if not shown:
        yield 'is on no page'


def complaints(text):
    """Returns what is wrong with a picture, and its description."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [f'is not well-formed: {error}'], ''
    found = list(check_form(root, text))
    if found:
        return found, ''
    elements = list(root)
    boxes = [(element, area_of_box(element)) for element in elements if element.tag == NAMESPACE + 'rect']
    texts = [(element, area_of_text(element)) for element in elements if element.tag == NAMESPACE + 'text']
    lines = [line for element in elements if element.tag == NAMESPACE + 'path' for line in areas_of_line(element)]
    on = set()
    for element, area in texts:
        around = [box.get('class') for box, outer in boxes if area.is_in(outer, 0)]
        on |= {(kind, around[-1].split()[0]) for kind in {run.get('class') for run in element.iter()} if around}
    texts, boxes = [area for _, area in texts], [area for _, area in boxes]
    found += check_texts(texts, boxes, lines)
    found += check_boxes(boxes, lines)
    found += check_colours(root.find(NAMESPACE + 'style').text, sorted(on))
    if len(texts) < 2 or len(boxes) < 2 or not lines:
        found.append('has no texts, no boxes or no lines')
    return found, root.find(NAMESPACE + 'desc').text


def main():
    root, picture = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    found, description = complaints(picture.read_text(encoding='utf-8'))
    found += check_pages(root, picture, description) if description else []
    for complaint in found:
        print(f'{picture.name} {complaint}' if complaint.startswith(('has ', 'is ')) else f'{picture.name}: {complaint}')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())

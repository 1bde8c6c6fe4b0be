#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that a wrong picture is found: self_test.py FACTS-PROGRAM ROOT

A small picture has no error. With each change of a list, check.py must report the words beside the
change. With each change of the facts, states.py and structure.py must refuse to draw."""

import copy
import pathlib
import sys

sys.dont_write_bytecode = True

import states
import structure
from check import complaints
from picture import Picture

LONG = 'a text that is much too long for its box'
CHANGES = [
    ('</svg>', '', 'is not well-formed'),
    ('<desc id="description">words</desc>', '', 'has no desc'),
    ('<title id="title">', '<title>', 'has no title'),
    ('role="img"', '', 'has not the role'),
    ('</svg>', '<script/></svg>', 'has an element script'),
    ('text { ', '@import "a.css"; text { ', 'has @import'),
    ('>within<', f'>{LONG}<', f"the text '{LONG}' crosses the border of the box"),
    ('x="120" y="31"', 'x="120" y="9"', "the text 'label' crosses the border of the page"),
    ('x="120" y="31"', 'x="120" y="131"', "the text 'label' is in no box"),
    ('x="120" y="31"', 'x="120" y="38"', "the text 'label' touches the line"),
    ('x="30" y="60"', 'x="30" y="48"', "the text 'below' touches the text 'within'"),
    ('L170 36"', 'L190 36"', 'the line to 190, 36 runs into the box'),
    ('x="180.5" y="20.5"', 'x="80.5" y="20.5"', 'the box at 80.5, 20.5 and the box at 20.5, 20.5 overlap'),
    ('  .rule { stroke: #3d444d; }\n', '', 'the stroke of .rule has a colour for light or for dark pages only'),
    ('  .head, .label { fill: #4493f8; }', '  .head, .label { fill: #2d333b; }', 'label on page has a contrast of 1.5 on dark pages'),
]


def state_without_place(facts):
    facts['udp']['drivers']['blocking']['verbs']['listen'] = ['listening']


def transition_without_place(facts):
    facts['tcp']['drivers']['nonblocking']['states']['listening']['leads']['disconnect'] = ['bound']


def place_without_transition(facts):
    for driver in facts['udp']['drivers'].values():
        del driver['states']['connected']['leads']['disconnect']


def member_without_place(facts):
    facts['tcp']['drivers']['blocking']['states']['listening']['members'].append('connect_all')


def difference_between_drivers(facts):
    del facts['tcp']['drivers']['a loop']['states']['opened']['leads']['bind']


def folder_without_place(facts):
    facts['folders'][0].add('wire')


def folder_of_the_table_alone(facts):
    facts['folders'][1].add('sockets')


def protocol_without_place(facts):
    facts['Protocol'].append('sctp')


def place_without_driver(facts):
    facts['Driver'].remove('poll_loop')


CHANGES_OF_FACTS = {
    states.drawn: [state_without_place, transition_without_place, place_without_transition, member_without_place,
                   difference_between_drivers],
    structure.drawn: [folder_without_place, folder_of_the_table_alone, protocol_without_place, place_without_driver],
}


def drawn_all_the_same(program, root):
    """Yields the changes of the facts with which a picture is drawn."""
    facts = {states.drawn: states.facts_of(program), structure.drawn: structure.facts_of(root)}
    for drawn, changes in CHANGES_OF_FACTS.items():
        for change in changes:
            changed = copy.deepcopy(facts[drawn])
            change(changed)
            try:
                drawn(changed)
            except SystemExit:
                continue
            yield f'{change.__name__}: a picture is drawn'


def main():
    picture = Picture(300, 'this test')
    picture.box(20, 20, 80, 60)
    picture.text(30, 43, 'within', 'member')
    picture.text(30, 60, 'below', 'note')
    picture.box(180, 20, 80, 60)
    picture.arrow((100, 36), (178, 36))
    picture.text(120, 31, 'label', 'label')
    right = picture.written(100, 'a picture', 'words')

    wrong = [f'the picture as it is: {complaint}' for complaint in complaints(right)[0]]
    for before, after, words in CHANGES:
        if right.count(before) != 1:
            wrong.append(f'{before!r} stands {right.count(before)} times in the picture')
        found, _ = complaints(right.replace(before, after))
        if not any(words in complaint for complaint in found):
            wrong.append(f'{before!r} became {after!r}: {found}')
    wrong += drawn_all_the_same(sys.argv[1], pathlib.Path(sys.argv[2]).resolve())
    print('\n'.join(wrong) or f'{len(CHANGES) + sum(map(len, CHANGES_OF_FACTS.values()))} changes are found')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Draws docs/structure.svg, the way from a program to the kernel: structure.py ROOT FILE [--write]

The folders, the policies and the verbs are read from include/tenon/, and the folders are compared
with the table of docs/structure.md. Their places, and a few words on each, are chosen here: a name
without a place is an error, and so is a place without a name."""

import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True

from picture import Picture, compare_or_write, in_words, total_width, wrapped

WIDTH, MARGIN = 830, 16
WHOLE = WIDTH - 2 * MARGIN  # the width of a box
ASIDE = 164  # the width of the boxes beside others
PADDING, BETWEEN, GAP, LINE = 12, 8, 28, 15

# The words in the picture, and the order of the names that are found in the headers.
VERBS = ['open', 'bind', 'listen', 'connect', 'connected_pair', 'adopt']
WAITS = 'wait_any'  # stands beside the verbs, and makes no socket
POLICIES = {
    'Protocol': ('what is spoken', ['stream', 'datagram', 'seqpacket', 'raw', 'tcp', 'udp', 'icmp', 'icmp_echo', 'raw_ip<N>']),
    'Family': ('where sockets are reached', ['ipv4', 'ipv6', 'any_ip', 'unix_domain']),
    'State': ('what it is ready for', ['opened', 'bound', 'listening', 'connecting', 'connecting_bound',
                                               'handshaking', 'connected', 'sending', 'receiving']),
    'Driver': ('how calls are carried out', ['blocking', 'nonblocking', 'poll_loop', 'epoll_loop']),
}
DRIVERS = {
    'blocking': ['the thread waits', 'in the call'],
    'nonblocking': ['one attempt,', 'without waiting'],
    'poll_loop': ['the loop waits', 'in poll(2)'],
    'epoll_loop': ['the loop waits', 'in epoll(7)'],
}
SYSTEMS = {'native': 'one function a call', 'faulty': 'fails on purpose'}

# The folders of each part.
FOLDERS = {
    'verb': ['verb'],
    'basic_socket': ['socket'],
    'Protocol': ['protocol'],
    'Family': ['family'],
    'State': ['socket'],
    'Driver': ['driver', 'loop'],
    'options': ['options'],
    'operation': ['operation'],
    'layers': ['layer', 'framing', 'proxy'],
    'driver': ['driver', 'loop'],
    'system': ['system'],
}
SHARED = {
    'concepts': ['what each policy', 'must supply'],
    'address': ['addresses, groups,', 'networks'],
    'base': ['results, errors,', 'bytes, limits'],
}
# Folders that are not in the picture, because programs do not use them, only their tests.
NOT_DRAWN = {'testing'}
# Folders that docs/structure.md names before they exist.
LATER = {'control', 'wire', 'resolve'}


def fail(why):
    sys.exit(f'structure.py: {why}')


# The facts.

def read(header):
    return header.read_text(encoding='utf-8')


def shipped(root):
    """Returns the lists of policies that shipped.py finds."""
    command = [sys.executable, root / 'tests/compile_time/static/shipped.py', root / 'include', '/dev/stdout']
    text = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return {name: re.findall(r'tenon::(\w+(?:<[^>]*>)?)', types)
            for name, types in re.findall(r'using (\w+) = support::types<(.*)>;', text)}


def facts_of(root):
    include = root / 'include/tenon'
    table = re.findall(r'^\| \d+ \| (.*?) \|', read(root / 'docs/structure.md'), re.MULTILINE)
    policies = shipped(root)
    loops = [name for header in include.glob('loop/*.hpp')
             for name in re.findall(r'static_assert\(driver<driver_of<(\w+)>>', read(header))]
    protocols = [re.sub(r'<\d+>', '<N>', name) for name in policies['protocols']]
    return {
        'folders': ({folder.name for folder in include.iterdir() if folder.is_dir()},
                    {name for row in table for name in re.findall(r'`(\w+)/`', row)}),
        'options': len(re.findall(r'^\| `', read(root / 'docs/options.md'), re.MULTILINE)),
        'verbs': [header.stem for header in include.glob('verb/*.hpp') if re.search(rf'\b{header.stem}\(', read(header))],
        'Protocol': protocols,
        'Family': policies['families'],
        'State': policies['states'],
        'Driver': [*policies['drivers'], *loops],
        'systems': [name for header in include.glob('system/*.hpp')
                    for name in re.findall(r'^using (\w+) = (?:posix|basic_\w+<native>);', read(header), re.MULTILINE)],
    }


def check(facts):
    in_headers, in_table = facts['folders']
    placed = {folder for folders in FOLDERS.values() for folder in folders} | set(SHARED) | NOT_DRAWN
    places = {'verbs': [*VERBS, WAITS], **{policy: names for policy, (_, names) in POLICIES.items()}, 'systems': list(SYSTEMS)}
    for what, found, expected in [('the folders of include/tenon/', in_headers, placed),
                                  ('the folders of docs/structure.md', in_table - LATER, placed),
                                  *((what, facts[what], expected) for what, expected in places.items()),
                                  ('the drivers', POLICIES['Driver'][1], DRIVERS)]:
        if set(found) != set(expected):
            fail(f'{what}: {sorted(found)} have places for {sorted(expected)}')


# The picture.

def tags(part):
    return ' '.join(f'{folder}/' for folder in FOLDERS.get(part, []))


class Column:
    """The boxes below each other, with arrows between them."""

    def __init__(self, picture):
        self.picture = picture
        self.y = MARGIN

    def begin(self, name, note='', inside=0, width=WHOLE, kind='box'):
        """Draws a box with its first line, and with space for what is inside. Returns where that begins."""
        begin = self.y
        height = 36 + (inside + PADDING - 2 if inside else 0)
        self.picture.box(MARGIN, begin, width, height, kind)
        lettering = 'name' if '<' in name else 'part'
        self.picture.text(MARGIN + PADDING, begin + 23, name, lettering)
        x = MARGIN + PADDING + total_width(name, lettering) + 10
        self.line(x, MARGIN + width - PADDING, begin + 23, note, tags(name.partition('<')[0]), 'note')
        self.y += height
        return begin + 36

    def line(self, left, right, y, text, folders, kind):
        """Writes a text at the left and folders at the right."""
        if left + total_width(text, kind) + (BETWEEN + total_width(folders, 'folder') if folders else 0) > right:
            fail(f'no space for {text} and {folders}')
        if text:
            self.picture.text(left, y, text, kind)
        if folders:
            self.picture.text(right, y, folders, 'folder', 'end')

    def arrow(self, label, x=MARGIN + 60):
        self.picture.arrow((x, self.y), (x, self.y + GAP))
        self.picture.text(x + 10, self.y + GAP / 2 + 4, label, 'note')
        self.y += GAP

    def inner(self, y, height, width, count=4):
        """Draws boxes beside each other in a box of that width. Returns their left sides and their width."""
        each = (width - 2 * PADDING - (count - 1) * BETWEEN) / count
        lefts = [MARGIN + PADDING + number * (each + BETWEEN) for number in range(count)]
        for left in lefts:
            self.picture.box(left, y, each, height, 'inner', 6)
        return lefts, each


def draw_verbs(column):
    """The program calls the verbs, and the members of the sockets that they return."""
    picture, width = column.picture, WHOLE - 190
    begin = column.y
    column.arrow('calls a verb')
    y = column.begin('verb', 'makes a socket', 18, width) + 9
    x = MARGIN + PADDING
    for verb in VERBS:
        x += picture.pill(x, y, verb) + 6
    column.line(x + 4, MARGIN + width - PADDING, y + 4, f'`{WAITS}` waits for several', '', 'note')
    column.arrow('returns a socket')
    x = MARGIN + width + 60
    picture.arrow((x, begin), (x, column.y))
    picture.text(x + 10, (begin + column.y) / 2 + 4, 'calls members', 'note')


def draw_socket(column, options):
    picture = column.picture
    width = (WHOLE - 2 * PADDING - 3 * BETWEEN) / 4 - 20
    lists = {policy: wrapped(names, 'member', width) for policy, (_, names) in POLICIES.items()}
    height = 54 + LINE * (max(map(len, lists.values())) + 1)
    top = column.begin('basic_socket<Protocol, Family, State, Driver>', 'a member exists exactly if all four allow it',
                       height + BETWEEN + 30, WHOLE)
    lefts, each = column.inner(top, height, WHOLE)
    for left, (policy, (note, _)) in zip(lefts, POLICIES.items()):
        column.line(left + 10, left + each - 10, top + 20, policy, tags(policy), 'name')
        picture.text(left + 10, top + 37, note, 'note')
        for number, line in enumerate(lists[policy]):
            picture.text(left + 10, top + 55 + LINE * number, line, 'member')
        picture.text(left + 10, top + height - 9, 'or one of yours', 'note')
    (left,), each = column.inner(top + height + BETWEEN, 30, WHOLE, 1)
    column.line(left + 10, left + each - 10, top + height + BETWEEN + 20,
                f'`set` and `get` take options: {options} of Linux, or one of yours', tags('options'), 'note')


def draw_operation(column, width):
    top = column.begin('operation', 'which calls are made, and what their results mean', 30, width)
    (left,), each = column.inner(top, 30, width, 1)
    column.line(left + 10, left + each - 10, top + 20, 'data passes through the layers, if there are any',
                tags('layers'), 'note')


def draw_drivers(column, width):
    height = 26 + LINE * max(map(len, DRIVERS.values()))
    top = column.begin('driver', 'when to repeat a call, and how to wait', height, width)
    lefts, _ = column.inner(top, height, width)
    for left, (driver, lines) in zip(lefts, DRIVERS.items()):
        column.picture.text(left + 10, top + 18, driver, 'member')
        for number, line in enumerate(lines, 1):
            column.picture.text(left + 10, top + 18 + LINE * number, line, 'note')


def draw_aside(picture, top, bottom):
    x = WIDTH - MARGIN - ASIDE
    picture.box(x, top, ASIDE, bottom - top)
    picture.text(x + PADDING, top + 23, 'shared by these parts', 'note')
    space = bottom - top - 36 - PADDING + 2
    height = (space - BETWEEN * (len(SHARED) - 1)) / len(SHARED)
    y = top + 36
    for folder, lines in SHARED.items():
        picture.box(x + PADDING, y, ASIDE - 2 * PADDING, height, 'inner', 6)
        picture.text(x + PADDING + 10, y + 19, f'{folder}/', 'folder')
        for number, line in enumerate(lines, 1):
            picture.text(x + PADDING + 10, y + 19 + LINE * number, line, 'note')
        y += height + BETWEEN


def drawn(facts):
    check(facts)
    options = facts['options']
    picture = Picture(WIDTH, 'tests/repository/pages/pictures/')
    column = Column(picture)
    column.begin('your program', kind='outside')
    draw_verbs(column)
    draw_socket(column, options)
    column.arrow('a member that can wait makes an operation; the others call the system directly')
    top, width = column.y, WHOLE - ASIDE - 16
    draw_operation(column, width)
    column.arrow('the driver of the socket performs the operation')
    draw_drivers(column, width)
    column.arrow('makes each call through its system')
    column.begin('system', '; '.join(f'`os::{name}`: {note}' for name, note in SYSTEMS.items()), width=width)
    draw_aside(picture, top, column.y)
    column.arrow('system call')
    column.begin('the kernel', kind='outside')
    return picture.written(column.y + MARGIN, 'The way from a program to the kernel', described(options))


def described(options):
    """Returns the picture in words."""
    def of(policy):
        return in_words([name.partition('<')[0] for name in POLICIES[policy][1]], ' or ')

    drivers = '; '.join(f'{driver}: {" ".join(lines)}' for driver, lines in DRIVERS.items())
    systems = '; '.join(f'os::{name}: {note}' for name, note in SYSTEMS.items())
    shared = '; '.join(f'{folder}: {" ".join(lines)}' for folder, lines in SHARED.items())
    return (
        f'From top to bottom: Your program calls a verb ({in_words(VERBS, " or ")}), which returns a socket, and calls members of the '
        f'socket. The socket is a basic_socket of four policies: a protocol ({of("Protocol")}), a family ({of("Family")}), a state '
        f'({of("State")}) and a driver ({of("Driver")}); each may be one of yours. A member exists exactly if all four allow it. The members set '
        f'and get take options, {options} of Linux or one of yours. A member that can wait makes an operation: which calls are made, and what '
        f'their results mean; data passes through the layers, if there are any. The other members call the system '
        f'directly. The driver of the socket performs the operation: when to repeat '
        f'a call, and how to wait ({drivers}). The driver makes each call through its system ({systems}), which makes the system call. '
        f'These parts share {shared}.')


def main():
    return compare_or_write(sys.argv[2:], drawn(facts_of(pathlib.Path(sys.argv[1]).resolve())))


if __name__ == '__main__':
    sys.exit(main())

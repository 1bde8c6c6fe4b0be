#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Draws docs/states.svg, the states of a socket: states.py FACTS-PROGRAM FILE [--write]

The states, their members and their transitions are those that states.cpp prints. Only their places
are chosen here: a state or a transition without a place is an error, and so is a place without a
state or a transition."""

import dataclasses
import json
import subprocess
import sys

sys.dont_write_bytecode = True

from picture import Picture, compare_or_write, in_words, pill_width, total_width, wrapped

# The members in a box, in this order. Each group begins a line.
OPERATIONS = [
    ['accept', 'accept_from', 'iterate'],
    ['send', 'send_all', 'send_to', 'send_urgent'],
    ['receive', 'receive_from', 'peek', 'receive_exactly', 'receive_urgent', 'at_mark'],
]
QUERIES = ['local_endpoint', 'remote_endpoint', 'available', 'readable', 'writable', 'duplicate', 'shutdown', 'with_layer']
GROUPS = ['join_group', 'leave_group', 'block_source', 'unblock_source']
WRITTEN = {'iterate': ['begin', 'end']}  # if the name of a member is another one

# The drivers: two that wait, and one that does not.
WAITING, AWAITED, ONCE = 'blocking', 'a loop', 'nonblocking'

# A state that is drawn as another one, which has the same members.
DRAWN_AS = {'connecting_bound': 'connecting'}

WIDTH, MARGIN = 830, 16
BOX, PADDING = 190, 10
HEAD, LINE = 29, 15
COLUMNS = [MARGIN, MARGIN + BOX + 96, WIDTH - MARGIN - BOX]
JUNCTION = COLUMNS[0] + BOX + 61  # where the lines of connect meet
GAP = 37  # between two boxes in a column
ABOVE = 6  # from a line to the label above it


def fail(why):
    sys.exit(f'states.py: {why}')


# The facts.

@dataclasses.dataclass
class State:
    members: list
    made_by: list  # the verbs that return a socket in this state


class Protocol:
    def __init__(self, name, facts):
        self.name = name
        self.groups_over = facts['groups over']
        self.drivers = facts['drivers']
        # The members that return another socket, so that this one stays in its state.
        self.returning = {member for states in self.drivers[WAITING]['states'].values() for member in states['returns']}
        self.edges, self.edges_once = self.edges_under(WAITING), self.edges_under(ONCE)
        if {edge for edge in self.edges if edge[1] != 'iterate'} != self.edges_under(AWAITED):
            fail(f'{name}: the transitions under {WAITING} and under {AWAITED} differ')
        self.states = {}
        for driver in (WAITING, ONCE):
            for state in self.reached(driver):
                self.add(state, driver)

    def leads(self, driver, state):
        facts = self.drivers[driver]['states'][state]
        return [(member, to) for member, states in (facts['leads'] | facts['returns']).items() for to in states]

    def reached(self, driver):
        """Returns the states of the sockets that the verbs and the members return, in the order of the facts."""
        verbs = self.drivers[driver]['verbs']
        found, next_ones = set(), [state for states in verbs.values() for state in states]
        while next_ones:
            state = next_ones.pop()
            if state not in found:
                found.add(state)
                next_ones += [to for _, to in self.leads(driver, state)]
        return [state for state in self.drivers[driver]['states'] if state in found]

    def edges_under(self, driver):
        return {(DRAWN_AS.get(state, state), member, DRAWN_AS.get(to, to))
                for state in self.reached(driver) for member, to in self.leads(driver, state)}

    def add(self, state, driver):
        members = self.drivers[driver]['states'][state]['members']
        drawn = DRAWN_AS.get(state, state)
        if drawn != state and members != self.drivers[driver]['states'][drawn]['members']:
            fail(f'{self.name}: {state} has not the members of {drawn}')
        if drawn not in self.states:
            made_by = [(verb, driver == ONCE) for verb, states in self.drivers[driver]['verbs'].items() if state in states]
            self.states[drawn] = State(members, made_by)

    def lacking(self, driver, other):
        """Returns the members that exist under a driver, and not under the other."""
        return [member for state in self.states for member in self.drivers[driver]['states'][state]['members']
                if member not in self.drivers[other]['states'][state]['members']]


def without(members, others):
    return [member for member in members if member not in others]


def unique(members):
    return list(dict.fromkeys(members))


def written(members):
    """Returns the names of members as a program writes them."""
    return [name for member in members for name in WRITTEN.get(member, [member])]


# The picture.

@dataclasses.dataclass
class Box:
    """A state in the picture."""
    x: float
    y: float
    height: float

    @property
    def right(self):
        return self.x + BOX

    @property
    def bottom(self):
        return self.y + self.height

    @property
    def middle(self):
        return self.x + BOX / 2


class Part:
    """The states and transitions of a protocol. The first line of a box is `top` or below."""

    def __init__(self, picture, protocol, everywhere):
        self.picture = picture
        self.protocol = protocol
        self.boxes = {}
        transitions = {member for _, member, _ in protocol.edges | protocol.edges_once}
        self.texts = {name: self.text_of(state, transitions - set(sum(OPERATIONS, [])), everywhere)
                      for name, state in protocol.states.items()}

    def text_of(self, state, transitions, everywhere):
        left = without(state.members, [*transitions, *everywhere])
        lines = []
        for kind, group in [*(('member', group) for group in OPERATIONS), ('query', QUERIES)]:
            words = written(member for member in group if member in left)
            lines += [(kind, line) for line in wrapped(words, kind, BOX - 2 * PADDING)]
            left = without(left, group)
        if left:
            fail(f'no place for {", ".join(left)}')
        return lines

    def height_of(self, name):
        return HEAD + LINE * len(self.texts[name]) + PADDING

    def place(self, name, column, y):
        self.boxes[name] = Box(COLUMNS[column], y, self.height_of(name))
        return self.boxes[name].bottom

    def draw(self, routes):
        if set(self.boxes) != set(self.protocol.states):
            fail(f'{self.protocol.name}: the states {sorted(self.protocol.states)} have places for {sorted(self.boxes)}')
        for name in self.protocol.states:
            self.draw_state(name)
        drawn = [edge for edges, _ in routes for edge in edges]
        edges = self.protocol.edges | self.protocol.edges_once
        if edges != set(drawn) or len(drawn) != len(set(drawn)):
            fail(f'{self.protocol.name}: without a place: {sorted(edges - set(drawn))}; without a transition: '
                 f'{sorted(set(drawn) - edges)}')
        for edges, route in routes:
            kinds = {(edge not in self.protocol.edges, edge[1] in self.protocol.returning) for edge in edges}
            if len(kinds) != 1:
                fail(f'{edges} are drawn as one, and differ')
            route(self, edges[0][1], kinds.pop()[0])

    def draw_state(self, name):
        box, state = self.boxes[name], self.protocol.states[name]
        self.picture.box(box.x, box.y, BOX, box.height)
        self.picture.text(box.x + PADDING, box.y + 20, name, 'name')
        right = box.right - 8
        for verb, is_once in state.made_by:
            right -= pill_width(verb)
            self.picture.pill(right, box.y + HEAD / 2, verb, is_once)
            right -= 4
        if right < box.x + PADDING + total_width(name, 'name') + 4:
            fail(f'the verbs of {name} are wider than its box')
        y = box.y + HEAD
        self.picture.line((box.x, y), (box.right, y), kind='rule')
        y += 16
        for kind, line in self.texts[name]:
            self.picture.text(box.x + PADDING, y, line, kind)
            y += LINE

    # Routes of transitions. Each returns a function that draws one.

    def label(self, x, y, text, anchor='middle'):
        self.picture.text(x, y, text, 'label', anchor)


def down(upper, lower):
    def route(part, label, is_dashed):
        above, below = part.boxes[upper], part.boxes[lower]
        part.picture.arrow((above.middle, above.bottom), (above.middle, below.y), is_dashed=is_dashed)
        part.label(above.middle + 10, (above.bottom + below.y) / 2 + 4, label, 'start')
    return route


def across(left, right, at):
    """An arrow to the right or to the left, at a height that `at` computes from both boxes."""
    def route(part, label, is_dashed):
        first, last = part.boxes[left], part.boxes[right]
        y = at(first, last)
        begin, end = (first.right, last.x) if first.x < last.x else (first.x, last.right)
        if label in part.protocol.returning:
            part.picture.dot(begin + 6, y)
            begin += 6
        part.picture.arrow((begin, y), (end, y), is_dashed=is_dashed)
        part.label((begin + end + (8 if end < begin else -8)) / 2, y - ABOVE, label)
    return route


def meeting(first, second, target):
    """The lines of two states meet, and lead to a third one."""
    def route(part, label, is_dashed):
        states = [part.boxes[name] for name in (first, second)]
        end = part.boxes[target]
        for box in states:
            part.picture.line((box.right, level(box)), (JUNCTION, level(box)), is_dashed=is_dashed)
            part.label((box.right + JUNCTION) / 2, level(box) - ABOVE, label)
        part.picture.arrow((JUNCTION, level(states[0])), (JUNCTION, level(end)), (end.x, level(end)), is_dashed=is_dashed)
    return route


def from_meeting(first, target):
    """Where the lines of `meeting` meet, another one leads to a state beside the first."""
    def route(part, label, is_dashed):
        y = level(part.boxes[first])
        part.picture.arrow((JUNCTION, y), (part.boxes[target].x, y), is_dashed=is_dashed)
    return route


def to_itself(name):
    def route(part, label, is_dashed):
        box = part.boxes[name]
        upper, lower = box.y + 20, box.bottom - 20
        part.picture.arrow((box.right, upper), (box.right + 24, upper), (box.right + 24, lower), (box.right, lower),
                           is_dashed=is_dashed)
        part.label(box.right + 32, (upper + lower) / 2 + 4, label, 'start')
    return route


def fork(left, upper, lower):
    """A line that leads between two states, and from there to both."""
    def route(part, label, is_dashed):
        above, below = part.boxes[upper], part.boxes[lower]
        y = (above.bottom + below.y) / 2
        begin = part.boxes[left].right
        part.picture.line((begin, y), (above.middle, y), is_dashed=is_dashed)
        part.picture.arrow((above.middle, y), (above.middle, above.bottom), is_dashed=is_dashed)
        part.picture.arrow((above.middle, y), (above.middle, below.y), is_dashed=is_dashed)
        part.label((begin + above.x) / 2, y - ABOVE, label)
    return route


def level(box):
    return box.y + 15


TCP = [
    ([('opened', 'bind', 'bound')], down('opened', 'bound')),
    ([('bound', 'listen', 'listening')], down('bound', 'listening')),
    ([('opened', 'connect', 'connected'), ('bound', 'connect', 'connected')], meeting('opened', 'bound', 'connected')),
    ([('opened', 'connect', 'connecting'), ('bound', 'connect', 'connecting')], from_meeting('opened', 'connecting')),
    ([('connecting', 'connect', 'connecting')], to_itself('connecting')),
    ([('connecting', 'finish', 'connected')], down('connecting', 'connected')),
    ([('listening', 'accept', 'connected'), ('listening', 'accept_from', 'connected'), ('listening', 'iterate', 'connected')],
     across('listening', 'connected', lambda first, last: level(first))),
    ([('connected', 'shutdown_send', 'receiving')],
     across('connected', 'receiving', lambda first, last: (first.y + last.bottom) / 2)),
    ([('connected', 'split', 'receiving'), ('connected', 'split', 'sending')], fork('connected', 'receiving', 'sending')),
    ([('connected', 'shutdown_receive', 'sending')],
     across('connected', 'sending', lambda first, last: level(last) + 30)),
]
UDP = [
    ([('opened', 'bind', 'bound')], down('opened', 'bound')),
    ([('opened', 'connect', 'connected'), ('bound', 'connect', 'connected')], meeting('opened', 'bound', 'connected')),
    ([('connected', 'disconnect', 'bound')], across('connected', 'bound', lambda first, last: last.bottom - 20)),
    ([('connected', 'split', 'receiving'), ('connected', 'split', 'sending')], fork('connected', 'receiving', 'sending')),
]


def heading(picture, protocol, adjective, top):
    picture.text(MARGIN, top - 20, protocol.name, 'heading')
    picture.text(MARGIN + total_width(protocol.name, 'heading') + 10, top - 20, adjective, 'note')


def in_code(members, last=', '):
    return in_words([f'`{name}`' for name in written(members)], last)


def legend(picture, tcp, udp, everywhere, y):
    """Explains the arrows, and lists the members that are in no box. Returns the height of the picture."""
    picture.line((0.5, y), (WIDTH - 0.5, y), kind='rule')
    second, sample = WIDTH / 2, 44
    y += 26
    picture.arrow((MARGIN, y - 4), (MARGIN + 36, y - 4))
    picture.text(MARGIN + sample, y, 'a transition: it returns the socket in its next state', 'note')
    picture.arrow((second, y - 4), (second + 36, y - 4), is_dashed=True)
    picture.text(second + sample, y, f'under a driver that does not wait, such as `{ONCE}`', 'note')
    y += 24
    picture.dot(MARGIN + 4, y - 4)
    picture.arrow((MARGIN + 4, y - 4), (MARGIN + 36, y - 4))
    picture.text(MARGIN + sample, y, 'returns another socket; the listener stays', 'note')
    picture.pill(second - 3, y - 4, 'verb')
    picture.text(second + sample, y, 'the verb that makes a socket in this state', 'note')
    y += 6
    lacking_once = unique(tcp.lacking(WAITING, ONCE) + udp.lacking(WAITING, ONCE))
    lacking_awaited = unique(tcp.lacking(WAITING, AWAITED) + udp.lacking(WAITING, AWAITED))
    (was_bound, drawn), = DRAWN_AS.items()
    lines = [
        f'In every state: {in_code(everywhere)}.',
        f'With `{udp.name}` over {in_code(udp.groups_over, " or ")} also: {in_code(GROUPS)}.',
        f'Under a driver that does not wait there is no {in_code(lacking_once, " or ")}; under an event loop, no '
        f'{in_code(lacking_awaited, " or ")}.',
        f'`{drawn}` stands for `{was_bound}` too, the state after `bound`, which has the same members.',
    ]
    for line in lines:
        y += 21
        picture.text(MARGIN, y, line, 'note')
    return y + 20


# The picture in words.

def transitions_in_words(protocol):
    order = list(protocol.states)
    members = unique(member for state in protocol.states.values() for member in state.members)
    # The states that a member leads from, and those that it leads to.
    starts, ends, together = {}, {}, {}
    for edges, is_once in ((protocol.edges, False), (protocol.edges_once - protocol.edges, True)):
        for state, member, to in sorted(edges, key=lambda edge: (order.index(edge[0]), members.index(edge[1]), order.index(edge[2]))):
            if member not in WRITTEN:
                starts.setdefault((member, to, is_once), []).append(state)
    for (member, to, is_once), states in starts.items():
        ends.setdefault((member, tuple(states), is_once), []).append(to)
    for (member, states, is_once), to in ends.items():
        together.setdefault((states, tuple(to), is_once), []).append(member)
    for (states, to, is_once), named in together.items():
        if set(named) <= protocol.returning:
            yield f'{in_words(named)} of {in_words(states)} return another socket, which is {in_words(to)}'
        else:
            yield (f'{in_words(named)} {"leads" if len(named) == 1 else "lead"} from {in_words(states, " or ")} to {in_words(to)}'
                   + (' under a driver that does not wait' if is_once else ''))


def described(tcp, udp):
    """Returns the picture in words: the transitions, and the operations of each state."""
    sentences = []
    for protocol in (tcp, udp):
        operations = [f'{name} has {in_words(words)}' for name, state in protocol.states.items() if (words := written(
            member for group in OPERATIONS for member in group if member in state.members))]
        sentences += [f'With {protocol.name}, {"; ".join(transitions_in_words(protocol))}.', f'Of the operations, {"; ".join(operations)}.']
    return ' '.join(sentences)


def facts_of(program):
    return json.loads(subprocess.run([program], stdout=subprocess.PIPE, check=True, text=True).stdout)


def drawn(facts):
    if list(facts) != ['tcp', 'udp']:
        fail(f'no place for the protocols {", ".join(facts)}')
    tcp, udp = (Protocol(name, of) for name, of in facts.items())
    everywhere = [member for member in tcp.states['opened'].members
                  if all(member in state.members for one in (tcp, udp) for state in one.states.values())]
    picture = Picture(WIDTH, 'tests/repository/pages/pictures/')

    top = 58
    heading(picture, tcp, 'connection-oriented', top)
    part = Part(picture, tcp, everywhere)
    bottom = part.place('opened', 0, top)
    bottom = part.place('bound', 0, bottom + GAP)
    bottom = part.place('listening', 0, bottom + GAP)
    part.place('connecting', 1, top)
    part.place('connected', 1, bottom - part.height_of('connected'))
    part.place('receiving', 2, top)
    part.place('sending', 2, bottom - part.height_of('sending'))
    part.draw(TCP)

    top = bottom + 64
    heading(picture, udp, 'connectionless', top)
    part = Part(picture, udp, [*everywhere, *GROUPS])
    bottom = part.place('opened', 0, top)
    part.place('bound', 0, bottom + GAP)
    bottom = part.place('connected', 1, bottom + GAP)
    part.place('receiving', 2, top)
    part.place('sending', 2, bottom - part.height_of('sending'))
    part.draw(UDP)

    bottom = legend(picture, tcp, udp, everywhere, bottom + 24)
    return picture.written(bottom, 'The states of a socket', described(tcp, udp))


def main():
    return compare_or_write(sys.argv[2:], drawn(facts_of(sys.argv[1])))


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the chat server with Python clients."""

import contextlib

from conversation import Server, connect, equal, main, run


class Client:
    """A client that has sent its name, and reads lines."""

    def __init__(self, server, name):
        self.socket = connect(server)
        self.lines = self.socket.makefile('rb')
        self.say(name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lines.close()
        self.socket.close()

    def say(self, line):
        self.socket.sendall(line.encode() + b'\n')

    def hears(self, *lines):
        for line in lines:
            equal(self.lines.readline().decode(), line + '\n')


def a_conversation(chat, **_):
    with Server(chat, '127.0.0.1:0') as server, Client(server, 'ann') as ann:
        ann.hears('* ann is here')
        with Client(server, 'bob') as bob:
            ann.hears('* bob is here')
            bob.hears('* bob is here')
            ann.socket.sendall(b'hel')
            bob.say('first')
            for each in [ann, bob]:
                each.hears('bob: first')
            ann.socket.sendall(b'lo\r\nagain\n\n')
            for each in [ann, bob]:
                each.hears('ann: hello', 'ann: again', 'ann: ')
        ann.hears('* bob has left')
        with Client(server, 'cleo') as cleo:
            ann.hears('* cleo is here')
            cleo.say('x' * 5000)  # Longer than a line may be.
            ann.hears('* cleo has left')
        server.terminate()
        ann.hears('* the chat ends')
        equal(ann.lines.readline(), b'', 'the end')


def silence_at_first(chat, **_):
    with Server(chat, '127.0.0.1:0') as server, connect(server), Client(server, 'ann') as ann:
        ann.hears('* ann is here')
        server.terminate()
        ann.hears('* the chat ends')


def one_does_not_listen(chat, **_):
    with Server(chat, '127.0.0.1:0') as server, contextlib.ExitStack() as stack:
        ann = stack.enter_context(Client(server, 'ann'))
        stack.enter_context(Client(server, 'deaf'))
        ann.hears('* ann is here', '* deaf is here')
        line, deaf_has_left = 'x' * 900, False
        while not deaf_has_left:  # Until its buffers are full, and some seconds more.
            for _ in range(40):
                ann.say(line)
            for _ in range(40):
                heard = ann.lines.readline()
                if heard == b'* deaf has left\n':
                    deaf_has_left = True
                    heard = ann.lines.readline()
                equal(heard.decode(), f'ann: {line}\n', 'what the others hear meanwhile')
        equal(server.line(complaint=True), 'chat: deaf does not read what it is sent')


def addresses_that_are_none(chat, **_):
    run(chat, '127.0.0.1', status=1, complains='chat: 127.0.0.1: the port is missing\n')


main(a_conversation, silence_at_first, one_does_not_listen, addresses_that_are_none)

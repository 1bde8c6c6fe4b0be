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
        self.send(name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lines.close()
        self.socket.close()

    def send(self, line):
        self.socket.sendall(line.encode() + b'\n')

    def expect(self, *lines):
        for line in lines:
            equal(self.lines.readline().decode(), line + '\n')


def a_conversation(chat, **_):
    with Server(chat, '127.0.0.1:0') as server, Client(server, 'ann') as ann:
        ann.expect('* ann is here')
        with Client(server, 'bob') as bob:
            ann.expect('* bob is here')
            bob.expect('* bob is here')
            ann.socket.sendall(b'hel')
            bob.send('first')
            for each in [ann, bob]:
                each.expect('bob: first')
            ann.socket.sendall(b'lo\r\nagain\n\n')
            for each in [ann, bob]:
                each.expect('ann: hello', 'ann: again', 'ann: ')
        ann.expect('* bob has left')
        with Client(server, 'cleo') as cleo:
            ann.expect('* cleo is here')
            cleo.send('x' * 5000)  # Longer than a line may be.
            ann.expect('* cleo has left')
        server.terminate()
        ann.expect('* the chat ends')
        equal(ann.lines.readline(), b'', 'the end')


def a_client_without_a_name(chat, **_):
    with Server(chat, '127.0.0.1:0') as server, connect(server), Client(server, 'ann') as ann:
        ann.expect('* ann is here')
        server.terminate()
        ann.expect('* the chat ends')


def a_slow_client_is_dropped(chat, **_):
    with Server(chat, '127.0.0.1:0') as server, contextlib.ExitStack() as stack:
        ann = stack.enter_context(Client(server, 'ann'))
        stack.enter_context(Client(server, 'slow'))
        ann.expect('* ann is here', '* slow is here')
        line, slow_has_left = 'x' * 900, False
        while not slow_has_left:  # Until its buffers are full, and some seconds more.
            for _ in range(40):
                ann.send(line)
            for _ in range(40):
                received = ann.lines.readline()
                if received == b'* slow has left\n':
                    slow_has_left = True
                    received = ann.lines.readline()
                equal(received.decode(), f'ann: {line}\n', 'the messages to another client')
        equal(server.line(on_stderr=True), 'chat: slow does not read its messages')


def invalid_addresses(chat, **_):
    run(chat, '127.0.0.1', status=1, errors='chat: 127.0.0.1: the port is missing\n')


main(a_conversation, a_client_without_a_name, a_slow_client_is_dropped, invalid_addresses)

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the server of a line protocol with Python sockets and with its client, and the client with
Python servers."""

import contextlib
import re
import socket
import subprocess
import threading

from conversation import TIMEOUT, Server, connect, equal, expect, main, receive_all, reset, run, unreachable_endpoint


def converse(server, text):
    """Sends the text and the end, and returns all that comes back."""
    with connect(server) as peer:
        peer.sendall(text)
        peer.shutdown(socket.SHUT_WR)
        return receive_all(peer)


def both_together(line_server, line_client):
    with Server(line_server, '127.0.0.1:0') as server:
        done = subprocess.run([line_client, server.where, 'set colour light green', 'get colour', 'get shape', 'what'],
                              capture_output=True, text=True, timeout=TIMEOUT)
        equal(done.stdout, 'ok\nvalue light green\nno shape\nerror: set NAME VALUE, or get NAME\n', 'the replies')
        expect(re.fullmatch(r'(\d+ us\n){4}', done.stderr), f'the times: {done.stderr!r}')
        equal(done.returncode, 0, 'exit status')
        equal(server.line(), '53 bytes received, 69 sent')
        run(line_server, server.where, status=1, errors='line_server: listen: Address already in use\n')
    with unreachable_endpoint(socket.SOCK_STREAM) as where:
        run(line_client, where, 'get x', status=1, errors='line_client: connect: Connection refused\n')


def lines_of_any_form(line_server, **_):
    with Server(line_server, '127.0.0.1:0') as server:
        equal(converse(server, b'set a 1\nget a\r\nget b\r\nget a'), b'ok\r\nvalue 1\r\nno b\r\nvalue 1\r\n')
        equal(converse(server, b''), b'', 'the reply to nothing')
        equal(converse(server, b'\n'), b'error: set NAME VALUE, or get NAME\r\n', 'the reply to an empty line')
        with connect(server) as peer:  # A line that arrives byte by byte.
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for each in b'get a\n':
                peer.sendall(bytes([each]))
            equal(peer.recv(100), b'value 1\r\n')
        equal(converse(server, b'set a ' + b'x' * 1018 + b'\nget a\n'), b'ok\r\nvalue ' + b'x' * 1018 + b'\r\n', 'the longest line')


def a_line_that_is_too_long(line_server, **_):
    with Server(line_server, '127.0.0.1:0') as server:
        with connect(server) as peer, contextlib.suppress(ConnectionError):
            peer.sendall(b'x' * 1025 + b'\n')
            equal(receive_all(peer), b'', 'the reply to a line that is too long')
        equal(server.line(on_stderr=True), 'line_server: a line of 1025 bytes or more; 1024 are allowed')
        with connect(server) as peer:
            peer.sendall(b'get a\n')
            equal(peer.recv(100), b'no a\r\n')
            reset(peer)
        equal(server.line(on_stderr=True), 'line_server: receive: Connection reset by peer')
        equal(converse(server, b'get a\n'), b'no a\r\n', 'the reply after a reset')


def many_at_once(line_server, **_):
    with Server(line_server, '127.0.0.1:0') as server, contextlib.ExitStack() as stack:
        peers = [stack.enter_context(connect(server)) for _ in range(50)]
        for number, peer in reversed(list(enumerate(peers))):
            peer.sendall(b'set n%d %d\n' % (number, number))
            equal(peer.recv(100), b'ok\r\n')
        for number, peer in enumerate(peers):
            peer.sendall(b'get n%d\n' % number)
            equal(peer.recv(100), b'value %d\r\n' % number)


def a_server_that_ends(line_client, **_):
    with socket.create_server(('127.0.0.1', 0)) as listener:
        listener.settimeout(TIMEOUT)

        def serve():
            with listener.accept()[0] as peer:
                peer.recv(100)

        thread = threading.Thread(target=serve)
        thread.start()
        run(line_client, f'127.0.0.1:{listener.getsockname()[1]}', 'get a', status=1,
            errors='line_client: the server has ended the connection\n')
        thread.join()


def invalid_arguments(line_server, line_client):
    run(line_server, '127.0.0.256:1', status=1, errors='line_server: 127.0.0.256:1: an octet of the IPv4 address exceeds 255\n')
    run(line_client, '127.0.0.1', 'x', status=1, errors='line_client: 127.0.0.1: the port is missing\n')
    run(line_client, '127.0.0.1:1', status=2, errors='usage: line_client ADDRESS:PORT LINE...\n')


main(both_together, lines_of_any_form, a_line_that_is_too_long, many_at_once, a_server_that_ends, invalid_arguments)

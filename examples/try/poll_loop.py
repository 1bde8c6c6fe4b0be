#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tries the echo server with a loop of its own, alone and before another, with sockets that are not ours."""

import contextlib
import os
import socket
import struct
import threading

from conversation import PATIENCE, Server, equal, main, nobody, run


def connect(server):
    return socket.create_connection(server.address, timeout=PATIENCE)


def echo(peer, data):
    def send():
        peer.sendall(data)
        peer.shutdown(socket.SHUT_WR)
    sender = threading.Thread(target=send)
    sender.start()
    answer = b''.join(iter(lambda: peer.recv(65536), b''))
    sender.join()
    return answer


@contextlib.contextmanager
def two(poll_loop):
    with Server(poll_loop, '127.0.0.1:0') as far, Server(poll_loop, '127.0.0.1:0', far.where) as near:
        yield near


def three_megabytes_come_back(poll_loop, **_):
    noise = os.urandom(3 << 20)
    with Server(poll_loop, '127.0.0.1:0') as server, connect(server) as peer:
        equal(echo(peer, noise) == noise, True, 'the echo')
    with two(poll_loop) as server, connect(server) as peer:
        equal(echo(peer, noise) == noise, True, 'the echo that was forwarded')


def many_at_once(poll_loop, **_):
    with two(poll_loop) as server, contextlib.ExitStack() as stack:
        peers = [stack.enter_context(connect(server)) for _ in range(50)]
        for number, peer in reversed(list(enumerate(peers))):
            peer.sendall(b'%d' % number)
            equal(peer.recv(100), b'%d' % number, 'the last first')


def a_reset_harms_nobody_else(poll_loop, **_):
    with Server(poll_loop, '127.0.0.1:0') as server:
        with connect(server) as peer:
            peer.sendall(b'hello')
            equal(peer.recv(5), b'hello')
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        equal(server.line(complaint=True), 'poll_loop: echo: Connection reset by peer')
        with connect(server) as peer:
            equal(echo(peer, b'again'), b'again')


def nobody_to_forward_to(poll_loop, **_):
    with nobody(socket.SOCK_STREAM) as where, Server(poll_loop, '127.0.0.1:0', where) as server:
        for _ in range(2):
            with connect(server) as peer:
                equal(peer.recv(1), b'', 'the end')
                equal(server.line(complaint=True), 'poll_loop: connect: Connection refused')


def addresses_that_are_none(poll_loop, **_):
    run(poll_loop, '127.0.0.1', status=1, complains='poll_loop: 127.0.0.1: the port is missing\n')
    run(poll_loop, '127.0.0.1:0', 'nowhere', status=1, complains='poll_loop: nowhere: an octet of the IPv4 address is missing\n')


main(three_megabytes_come_back, many_at_once, a_reset_harms_nobody_else, nobody_to_forward_to, addresses_that_are_none)

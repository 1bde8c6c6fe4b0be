#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the echo server that has its own loop, alone and forwarding to another, with Python
sockets."""

import contextlib
import os
import socket

from conversation import (Server, a_reset_affects_only_its_connection, connect, echo, equal, fifty_at_once, main, run,
                          unreachable_endpoint, without_descriptors)


@contextlib.contextmanager
def forwarding(poll_loop):
    with Server(poll_loop, '127.0.0.1:0') as echo_server, Server(poll_loop, '127.0.0.1:0', echo_server.where) as forwarder:
        yield forwarder


def three_megabytes_come_back(poll_loop, **_):
    noise = os.urandom(3 << 20)
    with Server(poll_loop, '127.0.0.1:0') as server, connect(server) as peer:
        equal(echo(peer, noise) == noise, True, 'the echo')
    with forwarding(poll_loop) as server, connect(server) as peer:
        equal(echo(peer, noise) == noise, True, 'the echo that was forwarded')


def many_at_once(poll_loop, **_):
    with forwarding(poll_loop) as server:
        fifty_at_once(server)


def a_reset(poll_loop, **_):
    with Server(poll_loop, '127.0.0.1:0') as server:
        a_reset_affects_only_its_connection(server, 'poll_loop: echo: Connection reset by peer')


def destination_unreachable(poll_loop, **_):
    with unreachable_endpoint(socket.SOCK_STREAM) as where, Server(poll_loop, '127.0.0.1:0', where) as server:
        for _ in range(2):
            with connect(server) as peer:
                equal(peer.recv(1), b'', 'the end')
                equal(server.line(on_stderr=True), 'poll_loop: connect: Connection refused')


def shortage_of_descriptors(poll_loop, **_):
    with Server(poll_loop, '127.0.0.1:0') as server:
        without_descriptors(server, poll_loop, 'poll_loop: accept: Too many open files')


def invalid_addresses(poll_loop, **_):
    run(poll_loop, '127.0.0.1', status=1, errors='poll_loop: 127.0.0.1: the port is missing\n')
    run(poll_loop, '127.0.0.1:0', 'nowhere', status=1, errors='poll_loop: nowhere: the text is not an IP address; names are not resolved here\n')


main(three_megabytes_come_back, many_at_once, a_reset, destination_unreachable, shortage_of_descriptors, invalid_addresses)

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the echo server on an event loop with Python sockets."""

import os

from conversation import (Server, a_reset_affects_only_its_connection, connect, echo, equal, fifty_at_once, main, run,
                          without_descriptors)


def three_megabytes_come_back(loop_echo_server, **_):
    noise = os.urandom(3 << 20)
    with Server(loop_echo_server, '127.0.0.1:0') as server, connect(server) as peer:
        equal(echo(peer, noise) == noise, True, 'the echo')


def over_ipv6(loop_echo_server, **_):
    with Server(loop_echo_server, '[::]:0') as server, connect(server, '127.0.0.1') as peer:
        equal(echo(peer, b'hello'), b'hello', 'the echo')


def many_at_once(loop_echo_server, **_):
    with Server(loop_echo_server, '127.0.0.1:0') as server:
        fifty_at_once(server)


def a_reset(loop_echo_server, **_):
    with Server(loop_echo_server, '127.0.0.1:0') as server:
        a_reset_affects_only_its_connection(server, 'loop_echo_server: receive: Connection reset by peer')


def shortage_of_descriptors(loop_echo_server, **_):
    with Server(loop_echo_server, '127.0.0.1:0') as server:
        without_descriptors(server, loop_echo_server, 'loop_echo_server: accept: Too many open files')


def terminate_ends_connections(loop_echo_server, **_):
    with Server(loop_echo_server, '127.0.0.1:0') as server, connect(server) as idle, connect(server) as busy:
        for peer in [idle, busy]:
            peer.sendall(b'hello')
            equal(peer.recv(5), b'hello')
        busy.setblocking(False)
        try:
            while busy.send(bytes(1 << 20)):  # Until the buffers of both sides are full.
                pass
        except BlockingIOError:
            pass
        server.terminate()
        equal(idle.recv(1), b'', 'the end of the idle connection')


def invalid_addresses(loop_echo_server, **_):
    run(loop_echo_server, '127.0.0.1', status=1, errors='loop_echo_server: 127.0.0.1: the port is missing\n')


main(three_megabytes_come_back, over_ipv6, many_at_once, a_reset, shortage_of_descriptors, terminate_ends_connections, invalid_addresses)

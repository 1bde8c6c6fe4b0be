#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the TCP echo server with Python sockets, the client with Python servers, and both
together."""

import contextlib
import os
import socket
import threading

from conversation import (TIMEOUT, Server, a_reset_affects_only_its_connection, connect, echo, equal, fifty_at_once, main,
                          receive_all, run, unreachable_endpoint)


@contextlib.contextmanager
def serving(handle):
    """Runs a server that accepts one connection and calls `handle(peer)`. Yields its address."""
    with socket.create_server(('127.0.0.1', 0)) as server:
        server.settimeout(TIMEOUT)

        def serve():
            with server.accept()[0] as peer:
                peer.settimeout(TIMEOUT)
                handle(peer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f'127.0.0.1:{server.getsockname()[1]}'
        thread.join()


def a_megabyte_comes_back(tcp_echo_server, **_):
    noise = os.urandom(1 << 20)
    with Server(tcp_echo_server, '127.0.0.1:0') as server, connect(server) as peer:
        equal(echo(peer, noise) == noise, True, 'the echo of a megabyte')


def many_at_once(tcp_echo_server, **_):
    with Server(tcp_echo_server, '127.0.0.1:0') as server:
        fifty_at_once(server)


def a_reset(tcp_echo_server, **_):
    with Server(tcp_echo_server, '127.0.0.1:0') as server:
        a_reset_affects_only_its_connection(server, 'tcp_echo_server: receive: Connection reset by peer')


def both_together(tcp_echo_server, tcp_echo_client, **_):
    with Server(tcp_echo_server, '127.0.0.1:0') as server:
        run(tcp_echo_client, server.where, 'hello', 'world', '', 'x' * 100000, output=f'hello\nworld\n\n{"x" * 100000}\n')
        run(tcp_echo_server, server.where, status=1, errors='tcp_echo_server: bind: Address already in use\n')
    with unreachable_endpoint(socket.SOCK_STREAM) as where:
        run(tcp_echo_client, where, 'hello', status=1, errors='tcp_echo_client: connect: Connection refused\n')


def faulty_servers(tcp_echo_client, **_):
    def ends_early(peer):
        peer.recv(5)
        peer.sendall(b'he')

    with serving(ends_early) as where:
        run(tcp_echo_client, where, 'hello', output='', status=1,
            errors='tcp_echo_client: receive: the stream ended before the requested number of bytes had arrived\n')

    def sends_too_much(peer):
        peer.recv(5)
        peer.sendall(b'hello!')
        receive_all(peer)

    with serving(sends_too_much) as where:
        run(tcp_echo_client, where, 'hello', output='hello\n', status=1,
            errors='tcp_echo_client: the server sent more bytes than it received\n')


def invalid_addresses(tcp_echo_server, tcp_echo_client, **_):
    run(tcp_echo_server, '127.0.0.256:1', status=1,
        errors='tcp_echo_server: 127.0.0.256:1: an octet of the IPv4 address exceeds 255\n')
    run(tcp_echo_client, '127.0.0.1', 'hello', status=1, errors='tcp_echo_client: 127.0.0.1: the port is missing\n')
    run(tcp_echo_client, '127.0.0.1:1', status=2, errors='usage: tcp_echo_client ADDRESS:PORT WORD...\n')


main(a_megabyte_comes_back, many_at_once, a_reset, both_together, faulty_servers,
     invalid_addresses)

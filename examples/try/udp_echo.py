#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the UDP echo server with Python sockets, the client with a silent server, and both
together."""

import os
import socket

from conversation import TIMEOUT, Server, equal, main, run, unreachable_endpoint


def bound():
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    peer.bind(('127.0.0.1', 0))
    peer.settimeout(TIMEOUT)
    return peer


def each_message_by_itself(udp_echo_server, **_):
    with Server(udp_echo_server, '127.0.0.1:0') as server, bound() as one, bound() as other:
        longest = os.urandom(65507)
        for message in [b'hello', b'', longest, b'after the empty one and the longest']:
            one.sendto(message, server.address)
            equal(one.recvfrom(65536), (message, server.address), 'the echo')
        one.sendto(b'one', server.address)
        other.sendto(b'other', server.address)
        equal(other.recv(100), b'other')
        equal(one.recv(100), b'one')


def both_together(udp_echo_server, udp_echo_client, **_):
    with Server(udp_echo_server, '127.0.0.1:0') as server:
        run(udp_echo_client, server.where, 'hello', 'world', '', output='hello\nworld\n\n')
        run(udp_echo_server, server.where, status=1, errors='udp_echo_server: bind: Address already in use\n')
    with unreachable_endpoint(socket.SOCK_DGRAM) as where:
        run(udp_echo_client, where, 'hello', status=1, errors='udp_echo_client: receive: Connection refused\n')


def a_silent_server(udp_echo_client, **_):
    with bound() as server:
        run(udp_echo_client, f'127.0.0.1:{server.getsockname()[1]}', 'hello', status=1,
            errors='udp_echo_client: receive: Connection timed out\n')
        equal(server.recv(100), b'hello', 'the message of the client')


def invalid_addresses(udp_echo_server, udp_echo_client, **_):
    run(udp_echo_server, '127.0.0.1:65536', status=1, errors='udp_echo_server: 127.0.0.1:65536: the port exceeds 65535\n')
    run(udp_echo_client, 'localhost:1', 'hello', status=1,
        errors='udp_echo_client: localhost:1: the text is not an IP address; names are not resolved here\n')


main(each_message_by_itself, both_together, a_silent_server, invalid_addresses)

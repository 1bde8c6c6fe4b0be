#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the server of three protocols with Python sockets."""

import os
import socket

from conversation import TIMEOUT, Server, connect, echo, equal, fifty_at_once, main, run, without_descriptors


def connect_unix():
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(TIMEOUT)
    peer.connect('echo.socket')
    return peer


def all_three(three_servers, **_):
    noise = os.urandom(1 << 20)
    with Server(three_servers, '127.0.0.1:0', 'echo.socket') as server:
        with connect(server) as tcp, connect_unix() as local, socket.socket(type=socket.SOCK_DGRAM) as udp:
            udp.settimeout(TIMEOUT)
            udp.connect(server.address)
            for message in [b'hello', b'', b'again', b'x' * 60000]:
                udp.send(message)
                equal(udp.recv(65536), message, 'UDP')
            tcp.sendall(b'hello')
            local.sendall(b'hello')
            equal((tcp.recv(5), local.recv(5)), (b'hello', b'hello'))
            equal(echo(tcp, noise) == noise, True, 'TCP')
            equal(echo(local, noise) == noise, True, 'the Unix socket')
        fifty_at_once(server)
        with connect(server) as tcp:
            tcp.sendall(b'x')
            equal(tcp.recv(1), b'x', 'the echo of an accepted connection')
            server.terminate()
            equal(tcp.recv(1), b'', 'the end')
        equal(os.path.exists('echo.socket'), False, 'the file of the Unix socket still exists')


def shortage_of_descriptors(three_servers, **_):
    with Server(three_servers, '127.0.0.1:0', 'echo.socket') as server:
        without_descriptors(server, three_servers, 'three_servers: accept: Too many open files')


def invalid_endpoints(three_servers, **_):
    os.remove('echo.socket')  # Left by the server before, which was killed.
    run(three_servers, '127.0.0.1', status=1, errors='three_servers: 127.0.0.1: the port is missing\n')
    with open('echo.socket', 'w', encoding='utf-8'):
        run(three_servers, '127.0.0.1:0', 'echo.socket', status=1,
            errors='three_servers: echo.socket: Address already in use\n')


main(all_three, shortage_of_descriptors, invalid_endpoints)

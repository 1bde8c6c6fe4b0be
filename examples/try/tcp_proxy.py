#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the TCP proxy between Python sockets."""

import contextlib
import os
import socket
import threading

from conversation import TIMEOUT, Server, connect, equal, expect, is_reset, main, receive_all, reset, run, unreachable_endpoint


@contextlib.contextmanager
def both_sides(tcp_proxy):
    """Runs a proxy. Yields it, and a function that connects through it and returns both ends."""
    with socket.create_server(('127.0.0.1', 0)) as listener, contextlib.ExitStack() as stack:
        listener.settimeout(TIMEOUT)
        proxy = stack.enter_context(Server(tcp_proxy, '127.0.0.1:0', f'127.0.0.1:{listener.getsockname()[1]}'))

        def connection():
            client = stack.enter_context(connect(proxy))
            server = stack.enter_context(listener.accept()[0])
            server.settimeout(TIMEOUT)
            return client, server

        yield proxy, connection


def a_megabyte_each_way(tcp_proxy, **_):
    noise = os.urandom(1 << 20)
    with both_sides(tcp_proxy) as (_, connection):
        client, server = connection()

        def send(peer):
            peer.sendall(noise)
            peer.shutdown(socket.SHUT_WR)

        received = []
        threads = [threading.Thread(target=send, args=[peer]) for peer in [client, server]]
        threads.append(threading.Thread(target=lambda: received.append(receive_all(client))))
        for thread in threads:
            thread.start()
        equal(receive_all(server) == noise, True, 'the data of the client')
        for thread in threads:
            thread.join()
        equal(received[0] == noise, True, 'the data of the server')


def half_closes(tcp_proxy, **_):
    with both_sides(tcp_proxy) as (_, connection):
        for one, other in [connection(), reversed(connection())]:
            one.sendall(b'a question')
            one.shutdown(socket.SHUT_WR)
            equal(receive_all(other), b'a question', 'up to the end')
            # The other direction stays open.
            for _ in range(3):
                other.sendall(b'a part of the reply')
                equal(one.recv(100), b'a part of the reply')
            other.shutdown(socket.SHUT_WR)
            equal(one.recv(1), b'', 'the end of the reply')


def resets(tcp_proxy, **_):
    with both_sides(tcp_proxy) as (proxy, connection):
        for one, other in [connection(), reversed(connection())]:
            one.sendall(b'a part')
            equal(other.recv(6), b'a part')
            reset(one)
            expect(is_reset(other), 'the peer must receive a reset, not the end of the stream')
            equal(proxy.line(on_stderr=True), 'tcp_proxy: forward: Connection reset by peer')
        client, server = connection()
        client.sendall(b'the next')
        equal(server.recv(8), b'the next')


def destination_unreachable(tcp_proxy, **_):
    with unreachable_endpoint(socket.SOCK_STREAM) as where, Server(tcp_proxy, '127.0.0.1:0', where) as proxy:
        for _ in range(2):
            with connect(proxy) as peer:
                equal(peer.recv(1), b'', 'the end')
                equal(proxy.line(on_stderr=True), 'tcp_proxy: connect: Connection refused')


def terminate_ends_connections(tcp_proxy, **_):
    with both_sides(tcp_proxy) as (proxy, connection):
        client, server = connection()
        client.sendall(b'a part')
        equal(server.recv(6), b'a part')
        proxy.terminate()
        expect(is_reset(client) and is_reset(server), 'the peer must receive a reset, not the end of the stream')


def invalid_arguments(tcp_proxy, **_):
    run(tcp_proxy, status=2, errors='usage: tcp_proxy ADDRESS:PORT OTHER-ADDRESS:PORT\n')
    run(tcp_proxy, '127.0.0.1:0', '127.0.0.1', status=1, errors='tcp_proxy: 127.0.0.1: the port is missing\n')


main(a_megabyte_each_way, half_closes, resets, destination_unreachable, terminate_ends_connections, invalid_arguments)

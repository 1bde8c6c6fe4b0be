#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the three Unix examples, each as server and as client, with Python sockets and with each
other."""

import os
import pathlib
import socket
import threading

from conversation import TIMEOUT, Server, equal, expect, main, run


def unix_socket(socket_type):
    peer = socket.socket(socket.AF_UNIX, socket_type)
    peer.settimeout(TIMEOUT)
    return peer


def connected(socket_type, path):
    peer = unix_socket(socket_type)
    peer.connect(path)
    return peer


def stream(unix_stream, **_):
    with Server(unix_stream, 'serve', 'stream') as server:
        equal(server.where, 'stream')
        for _ in range(2):
            with connected(socket.SOCK_STREAM, 'stream') as peer:
                noise = os.urandom(100000)
                sender = threading.Thread(target=lambda: (peer.sendall(noise), peer.shutdown(socket.SHUT_WR)))
                sender.start()
                equal(b''.join(iter(lambda: peer.recv(65536), b'')) == noise, True, 'the echo')
                sender.join()
        run(unix_stream, 'ask', 'stream', 'hello', output='hello\n')
        run(unix_stream, 'ask', 'stream', '', output='\n')
        run(unix_stream, 'serve', 'stream', status=1, errors='unix_stream: listen: Address already in use\n')
    run(unix_stream, 'ask', 'stream', 'hello', status=1, errors='unix_stream: connect: Connection refused\n')


def datagram(unix_datagram, **_):
    with Server(unix_datagram, 'serve', 'datagram') as server:
        with unix_socket(socket.SOCK_DGRAM) as peer:
            peer.sendto(b'hello', 'datagram')
            equal(server.line(on_stderr=True),
                  'unix_datagram: a socket without a name cannot receive a reply')
            peer.bind('peer')
            for message in [b'hello', b'', os.urandom(65536)]:
                peer.sendto(message, 'datagram')
                equal(peer.recvfrom(65537) == (message, 'datagram'), True, 'the echo')
            peer.sendto(b'x' * 65537, 'datagram')
            equal(server.line(on_stderr=True), 'unix_datagram: a message of 65537 bytes was truncated')
        run(unix_datagram, 'ask', 'datagram', 'hello', '', 'world', output='hello\n\nworld\n')
    run(unix_datagram, 'ask', 'datagram', 'hello', status=1, errors='unix_datagram: connect: Connection refused\n')


def seqpacket(unix_seqpacket, **_):
    with Server(unix_seqpacket, 'serve', 'seqpacket'):
        with connected(socket.SOCK_SEQPACKET, 'seqpacket') as peer:
            for message in [b'one', b'two', b'', b'three']:
                peer.send(message)
            for message in [b'one', b'two', b'', b'three']:
                equal(peer.recv(100), message, 'the echo')
            peer.shutdown(socket.SHUT_WR)
            equal(peer.recv(100), b'', 'the end')
        run(unix_seqpacket, 'ask', 'seqpacket', 'hello', '', 'world', output='hello\n\nworld\n')
    with unix_socket(socket.SOCK_SEQPACKET) as server:
        server.bind('closes_early')
        server.listen()

        def serve():
            with server.accept()[0] as peer:
                peer.recv(100)
        thread = threading.Thread(target=serve)
        thread.start()
        run(unix_seqpacket, 'ask', 'closes_early', 'hello', output='', status=1,
            errors='unix_seqpacket: the server ended the connection\n')
        thread.join()


def paths(unix_stream, unix_datagram, unix_seqpacket, **_):
    longest = 'x' * 108
    for program in [unix_stream, unix_datagram, unix_seqpacket]:
        name = pathlib.Path(program).name.removesuffix('_single')
        run(program, 'ask', 'nowhere', 'hello', status=1, errors=f'{name}: connect: No such file or directory\n')
        run(program, 'serve', longest + 'x', status=1, errors=f'{name}: {longest}x: File name too long\n')
        run(program, 'serve', '', status=1, errors=f'{name}: : the path is empty\n')
        run(program, status=2, errors=f'usage: {name} serve PATH | {name} ask PATH TEXT'
                                         + ('\n' if name == 'unix_stream' else '...\n'))
        with Server(program, 'serve', longest):
            expect(pathlib.Path(longest).is_socket(), 'a path of 108 bytes is bound')
            run(program, 'ask', longest, 'hello', output='hello\n')
        os.remove(longest)


main(stream, datagram, seqpacket, paths)

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the DNS forwarder with dnsmasq, and with a server that misbehaves, behind it."""

import contextlib
import os
import shutil
import socket
import struct
import subprocess
import time

from conversation import TIMEOUT, Server, equal, expect, main, run, skip, some_loopback_address

ADDRESS = bytes([192, 0, 2, 7])


def question(name):
    return b''.join(bytes([len(label)]) + label.encode() for label in name.split('.')) + b'\0' + struct.pack('>2H', 1, 1)


def query(number, name='example.test'):
    return struct.pack('>6H', number, 0x100, 1, 0, 0, 0) + question(name)


def response(number, name='example.test', address=ADDRESS):
    return (struct.pack('>6H', number, 0x8180, 1, 1, 0, 0) + question(name) + b'\xc0\x0c' + struct.pack('>2HIH', 1, 1, 60, 4) +
            address)


def number_of(message):
    return struct.unpack('>H', message[:2])[0]


def code_of(message):
    return message[3] & 15


@contextlib.contextmanager
def client_of(server):
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.settimeout(TIMEOUT)
        client.connect(server.address)
        yield client


@contextlib.contextmanager
def between(dns_forwarder):
    """Runs a forwarder between a client and a server, which are sockets of this script."""
    with socket.socket(type=socket.SOCK_DGRAM) as upstream:
        upstream.settimeout(TIMEOUT)
        upstream.bind(('127.0.0.1', 0))
        other = f'127.0.0.1:{upstream.getsockname()[1]}'
        with Server(dns_forwarder, '127.0.0.1:0', other) as server, client_of(server) as client:
            yield client, upstream, server


def before_dnsmasq(dns_forwarder, **_):
    dnsmasq = shutil.which('dnsmasq', path=os.environ['PATH'] + ':/usr/sbin')
    if not dnsmasq:
        return skip('dns_forwarder before dnsmasq', 'there is no dnsmasq')
    host = some_loopback_address()
    command = [dnsmasq, '--no-daemon', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--bind-interfaces',
               f'--listen-address={host}', '--port=5353', '--address=/example.test/192.0.2.7', '--pid-file=']
    if os.geteuid() == 0:
        command.append('--user=root')
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            with Server(dns_forwarder, '127.0.0.1:0', f'{host}:5353') as server, client_of(server) as client:
                for number in range(100):
                    client.send(query(number))
                    reply = client.recv(1000)
                    while number < 1 and code_of(reply) == 2:  # dnsmasq is not ready yet.
                        time.sleep(0.1)
                        client.send(query(number))
                        reply = client.recv(1000)
                    equal((number_of(reply), code_of(reply), reply[-4:]), (number, 0, ADDRESS))
                client.send(query(7, 'elsewhere.test'))
                expect(code_of(client.recv(1000)) != 0, 'a name that does not exist')
        finally:
            process.kill()


def forged_responses(dns_forwarder, **_):
    with between(dns_forwarder) as (client, upstream, _):
        client.send(query(7))
        forwarded, forwarder = upstream.recvfrom(1000)
        equal(forwarded[2:], query(7)[2:], 'the query')
        number = number_of(forwarded)
        for forged in [b'', b'short', forwarded, response((number + 1) % 65536), response(number, 'example.tesu'),
                       response(number) + b'x' * 5000]:
            upstream.sendto(forged, forwarder)
        with socket.socket(type=socket.SOCK_DGRAM) as other:
            other.sendto(response(number, address=b'evil'), forwarder)
        upstream.sendto(response(number), forwarder)
        equal(client.recv(10000), response(7))


def each_query_has_its_own_port(dns_forwarder, **_):
    with between(dns_forwarder) as (client, upstream, _):
        forwarded = []
        for number in range(50):
            client.send(query(number))
            forwarded.append(upstream.recvfrom(1000))
        expect(len({port for _, (_, port) in forwarded}) > 40, 'the ports')
        expect(len({number_of(message) for message, _ in forwarded}) > 40, 'the numbers')
        for message, forwarder in reversed(forwarded):
            upstream.sendto(response(number_of(message)), forwarder)
        equal(sorted(number_of(client.recv(1000)) for _ in forwarded), list(range(50)))


def a_silent_server(dns_forwarder, **_):
    with between(dns_forwarder) as (client, upstream, server):
        client.send(query(1))
        first, _ = upstream.recvfrom(1000)
        again, forwarder = upstream.recvfrom(1000)
        equal(again, first, 'the query is forwarded again')
        upstream.sendto(response(number_of(again)), forwarder)
        equal(client.recv(1000), response(1))
        client.send(query(2))
        reply = client.recv(1000)
        equal((number_of(reply), code_of(reply)), (2, 2), 'server failure')
        equal(server.line(on_stderr=True), 'dns_forwarder: ask: Connection timed out')


def no_server_to_ask(dns_forwarder, **_):
    # An address whose socket is closed again: the system reports that the port is unreachable.
    with socket.socket(type=socket.SOCK_DGRAM) as bound:
        host = some_loopback_address()
        bound.bind((host, 0))
        where = f'{host}:{bound.getsockname()[1]}'
    with Server(dns_forwarder, '127.0.0.1:0', where) as server, client_of(server) as client:
        client.send(query(3))
        reply = client.recv(1000)
        equal((number_of(reply), code_of(reply), reply[12:]), (3, 2, question('example.test')), 'server failure')
        equal(server.line(on_stderr=True), 'dns_forwarder: ask: Connection refused')


def malformed_queries(dns_forwarder, **_):
    with between(dns_forwarder) as (client, upstream, server):
        for message in [b'', b'x', bytes(11), bytes(12), response(1), query(1)[:-1], query(1)[:20],
                        struct.pack('>6H', 1, 0x100, 1, 0, 0, 0) + b'\xc0\x0c' + bytes(4),
                        struct.pack('>6H', 1, 0x100, 2, 0, 0, 0) + question('a') * 2, query(1) + bytes(5000)]:
            client.send(message)
        client.send(query(4, 'a'))
        forwarded, forwarder = upstream.recvfrom(1000)
        equal(forwarded[2:], query(4, 'a')[2:], 'the first well-formed query')
        upstream.sendto(response(number_of(forwarded), 'a'), forwarder)
        equal(client.recv(1000), response(4, 'a'))
        client.send(query(5))
        upstream.recvfrom(1000)
        server.terminate()


def invalid_arguments(dns_forwarder, **_):
    run(dns_forwarder, status=2, errors='usage: dns_forwarder ADDRESS:PORT OTHER-ADDRESS:PORT\n')
    run(dns_forwarder, '127.0.0.1:0', '127.0.0.1', status=1, errors='dns_forwarder: 127.0.0.1: the port is missing\n')


main(before_dnsmasq, forged_responses, each_query_has_its_own_port, a_silent_server, no_server_to_ask, malformed_queries,
     invalid_arguments)

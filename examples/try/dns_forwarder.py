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

from conversation import PATIENCE, Server, equal, expect, main, run, skip, some_loopback_address

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
        client.settimeout(PATIENCE)
        client.connect(server.address)
        yield client


@contextlib.contextmanager
def between(dns_forwarder):
    """Runs a forwarder between a client and a server, which are sockets of this script."""
    with socket.socket(type=socket.SOCK_DGRAM) as far:
        far.settimeout(PATIENCE)
        far.bind(('127.0.0.1', 0))
        with Server(dns_forwarder, '127.0.0.1:0', f'127.0.0.1:{far.getsockname()[1]}') as server, client_of(server) as client:
            yield client, far, server


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
                    answer = client.recv(1000)
                    while number < 1 and code_of(answer) == 2:  # dnsmasq is not ready yet.
                        time.sleep(0.1)
                        client.send(query(number))
                        answer = client.recv(1000)
                    equal((number_of(answer), code_of(answer), answer[-4:]), (number, 0, ADDRESS))
                client.send(query(7, 'elsewhere.test'))
                expect(code_of(client.recv(1000)) != 0, 'a name that is not there')
        finally:
            process.kill()


def forgeries(dns_forwarder, **_):
    with between(dns_forwarder) as (client, far, _):
        client.send(query(7))
        asked, forwarder = far.recvfrom(1000)
        equal(asked[2:], query(7)[2:], 'the query')
        number = number_of(asked)
        for forged in [b'', b'short', asked, response((number + 1) % 65536), response(number, 'example.tesu'),
                       response(number) + b'x' * 5000]:
            far.sendto(forged, forwarder)
        with socket.socket(type=socket.SOCK_DGRAM) as stranger:
            stranger.sendto(response(number, address=b'evil'), forwarder)
        far.sendto(response(number), forwarder)
        equal(client.recv(10000), response(7))


def each_query_has_its_port(dns_forwarder, **_):
    with between(dns_forwarder) as (client, far, _):
        asked = []
        for number in range(50):
            client.send(query(number))
            asked.append(far.recvfrom(1000))
        expect(len({port for _, (_, port) in asked}) > 40, 'the ports')
        expect(len({number_of(message) for message, _ in asked}) > 40, 'the numbers')
        for message, forwarder in reversed(asked):
            far.sendto(response(number_of(message)), forwarder)
        equal(sorted(number_of(client.recv(1000)) for _ in asked), list(range(50)))


def silence(dns_forwarder, **_):
    with between(dns_forwarder) as (client, far, server):
        client.send(query(1))
        first, _ = far.recvfrom(1000)
        again, forwarder = far.recvfrom(1000)
        equal(again, first, 'it is asked again')
        far.sendto(response(number_of(again)), forwarder)
        equal(client.recv(1000), response(1))
        client.send(query(2))
        answer = client.recv(1000)
        equal((number_of(answer), code_of(answer)), (2, 2), 'server failure')
        equal(server.line(complaint=True), 'dns_forwarder: ask: Connection timed out')


def no_server_to_ask(dns_forwarder, **_):
    # An address whose socket is closed again: the system reports that the port is unreachable.
    with socket.socket(type=socket.SOCK_DGRAM) as taken:
        host = some_loopback_address()
        taken.bind((host, 0))
        where = f'{host}:{taken.getsockname()[1]}'
    with Server(dns_forwarder, '127.0.0.1:0', where) as server, client_of(server) as client:
        client.send(query(3))
        answer = client.recv(1000)
        equal((number_of(answer), code_of(answer), answer[12:]), (3, 2, question('example.test')), 'server failure')
        equal(server.line(complaint=True), 'dns_forwarder: ask: Connection refused')


def nonsense(dns_forwarder, **_):
    with between(dns_forwarder) as (client, far, server):
        for message in [b'', b'x', bytes(11), bytes(12), response(1), query(1)[:-1], query(1)[:20],
                        struct.pack('>6H', 1, 0x100, 1, 0, 0, 0) + b'\xc0\x0c' + bytes(4),
                        struct.pack('>6H', 1, 0x100, 2, 0, 0, 0) + question('a') * 2, query(1) + bytes(5000)]:
            client.send(message)
        client.send(query(4, 'a'))
        asked, forwarder = far.recvfrom(1000)
        equal(asked[2:], query(4, 'a')[2:], 'the first that is a query')
        far.sendto(response(number_of(asked), 'a'), forwarder)
        equal(client.recv(1000), response(4, 'a'))
        client.send(query(5))
        far.recvfrom(1000)
        server.terminate()


def arguments_that_are_none(dns_forwarder, **_):
    run(dns_forwarder, status=2, complains='usage: dns_forwarder ADDRESS:PORT OTHER-ADDRESS:PORT\n')
    run(dns_forwarder, '127.0.0.1:0', '127.0.0.1', status=1, complains='dns_forwarder: 127.0.0.1: the port is missing\n')


main(before_dnsmasq, forgeries, each_query_has_its_port, silence, no_server_to_ask, nonsense, arguments_that_are_none)

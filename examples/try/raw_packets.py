#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the examples with raw sockets: ping, packets, own_protocol. They need CAP_NET_RAW."""

import os
import re
import shutil
import socket
import subprocess
import sys

from conversation import Server, equal, expect, main, run, skip, some_loopback_address

UNPRIVILEGED = 65534


def may_open_raw_sockets():
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
        return True
    except PermissionError:
        return False


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as one:
            one.bind(('::1', 0))
        return True
    except OSError:
        return False


def replies_arrive(ping, **_):
    addresses = [some_loopback_address()]
    if has_ipv6():
        addresses.append('::1')
    else:
        skip('ping ::1', 'this machine has no IPv6')
    for address in addresses:
        lines = run(ping, address, '3').splitlines()
        equal(len(lines), 3, 'lines')
        for number, line in enumerate(lines, 1):
            expect(re.fullmatch(rf'56 bytes from {re.escape(address)}: sequence {number}, [0-9.e-]+ ms', line), line)


def no_reply_arrives(ping, **_):
    """Pings in a network namespace that ignores echo requests."""
    quiet = 'ip link set lo up && echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all && exec "$@"'
    unshare = ['unshare', '-n', 'sh', '-c']
    if not shutil.which('unshare') or subprocess.run([*unshare, 'ip link set lo up'], capture_output=True).returncode != 0:
        return skip('ping without a reply', 'no network namespaces')
    run(unshare[0], *unshare[1:], quiet, 'sh', ping, '127.0.0.1', output='', status=1,
        errors='ping: receive: Connection timed out\n')


def invalid_addresses(ping, own_protocol, packets, **_):
    run(ping, '127.0.0.256', status=1, errors='ping: 127.0.0.256: an octet of the IPv4 address exceeds 255\n')
    run(ping, '::g', status=1, errors='ping: ::g: the text has an unexpected character\n')
    run(own_protocol, '127.0.0', status=1, errors='own_protocol: 127.0.0: an IPv4 address has four octets\n')
    run(packets, '1x', status=2, errors='usage: packets NUMBER\n')
    run(packets, '5', status=2, errors="packets: 5 is not in this program's list\n")


def packets_prints_a_ping(ping, packets, **_):
    address = some_loopback_address()
    with Server(packets, '1') as watcher:
        run(ping, address)
        printed = []
        while len(printed) != 2:
            line = watcher.line()
            if address in line:
                printed.append(line)
    text = ' '.join(f'{byte:02x}' for byte in b'the same')
    # Type and code, checksum, identifier, sequence, data.
    expect(re.fullmatch(rf'\S+ > {address}: 56 bytes: 08 00( [0-9a-f]{{2}}){{4}} 00 01 {text}', printed[0]), printed[0])
    expect(re.fullmatch(rf'{address} > \S+: 56 bytes: 00 00( [0-9a-f]{{2}}){{4}} 00 01 {text}', printed[1]), printed[1])


def hellos_arrive(own_protocol, packets, **_):
    address = some_loopback_address()
    with Server(packets, '253') as watcher:
        lines = run(own_protocol, address).splitlines()
        equal(len(lines), 3, 'lines')
        for number, line in enumerate(lines, 1):
            expect(re.fullmatch(rf'hello {number} from router \d+(\.\d+){{3}} at 127\.\S+, 12 bytes', line), line)
        router = ' '.join(f'{int(octet):02x}' for octet in lines[0].split()[4].split('.'))
        for number in 1, 2, 3:
            line = watcher.line()
            while address not in line:
                line = watcher.line()
            expect(re.fullmatch(rf'\S+ > {address}: 12 bytes: 00 01( [0-9a-f]{{2}}){{2}} {router} 00 00 00 0{number}', line), line)


def without_privilege(ping, packets, own_protocol, **_):
    if os.geteuid() != 0:
        return skip('raw sockets without privilege', 'only root can drop privileges')
    failed_calls = {ping: 'ping: connect', packets: 'packets: open', own_protocol: 'own_protocol: bind'}
    for program, failed_call in failed_calls.items():
        if subprocess.run(['test', '-x', program], user=UNPRIVILEGED, extra_groups=[]).returncode != 0:
            return skip('raw sockets without privilege', 'the programs are not executable for other users')
        argument = [] if program == own_protocol else ['1'] if program == packets else ['127.0.0.1']
        run(program, *argument, status=1, errors=f'{failed_call}: Operation not permitted\n', user=UNPRIVILEGED,
            extra_groups=[])


if not may_open_raw_sockets():
    skip('the examples on raw sockets', 'raw sockets need CAP_NET_RAW')
    sys.exit()
main(replies_arrive, no_reply_arrives, invalid_addresses, packets_prints_a_ping, hellos_arrive, without_privilege)

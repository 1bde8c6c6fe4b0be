#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests own_family: compares the network interfaces that it prints with those of if_nameindex(3)
and /sys."""

import pathlib
import re
import socket

from conversation import equal, main, run, skip


def the_interfaces(own_family):
    try:
        socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE).close()
    except OSError as error:
        return skip('own_family', f'this kernel has no netlink: {error}')
    printed = [re.fullmatch(r'(\d+): (\S+), (\d+) bytes a packet', line).groups() for line in run(own_family).splitlines()]
    known = [(str(number), name, pathlib.Path(f'/sys/class/net/{name}/mtu').read_text().strip())
             for number, name in socket.if_nameindex()]
    equal(sorted(printed), sorted(known), 'the interfaces')


main(the_interfaces)

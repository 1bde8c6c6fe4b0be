#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests over_any_connection, which has both ends of each connection."""

from conversation import main, run


def every_connection(over_any_connection):
    run(over_any_connection, output='Unix stream: hello\nUnix seqpacket: hello\nUnix datagram: hello\n'
                                    'TCP over IPv4: hello\nUDP over IPv6: hello\n')


main(every_connection)

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests under_any_driver, which calls one function template under each driver."""

from conversation import main, run


def all_drivers(under_any_driver, **_):
    run(under_any_driver, output='blocking: hello\na custom driver: hello\npoll_loop: hello\nepoll_loop: hello\n')


main(all_drivers)

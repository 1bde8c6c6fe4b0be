#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the reference is complete: whole.py DOXYGEN DOXYFILE SOURCE-FOLDER

Doxygen must read headers and documents without a warning. Every public entity must have a
comment, and the comment of an entity that makes system calls must name a manual page or an RFC.
rules.py says which entities these are, and which are exempt."""

import pathlib
import sys

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[1:1] = [str(ROOT / 'tests/repository/structure'), str(ROOT / 'docs')]

import reference
from checks import Checks
from rules import Rules
from xml_of import scopes_of


def main():
    doxygen, doxyfile, source = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    scopes, complaints = scopes_of(lambda *output, **settings: reference.make(doxygen, doxyfile, source, *output, **settings))
    rules = Rules(scopes)
    checks = Checks()
    checks.case('Doxygen reports nothing')
    for complaint in complaints:
        checks.check(False, complaint)
    names = {scope.name for scope in rules.scopes} | {f'{member.scope.name}::{member.name}' for scope in rules.scopes for member in scope.members}
    checks.case('the test itself')
    for name in ('tenon::basic_socket', 'tenon::protocol', 'tenon::options::no_delay', 'tenon::call::send', 'tenon::os::posix'):
        checks.check(name in names, f'{name} was not found')
    for name in ('descriptor', 'next', 'data', 'may_listen'):
        checks.check(name in rules.asked, f'no concept was found that requires {name}')
    checks.case(f'each of {sum(len(scope.members) + 1 for scope in rules.scopes)} entities has a comment, or needs none')
    for entity in rules.without_comment():
        checks.check(False, f'{entity} has no comment')
    checks.case('each entity that makes a system call names its source')
    for entity in rules.without_source(source / 'include'):
        checks.check(False, f'{entity} names no manual page and no RFC')
    checks.finish()


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""That every header compiles alone, without a warning, and twice in a row: headers_alone.py INCLUDE-FOLDER COMPILER"""

import concurrent.futures
import sys

from checks import Checks, Compiler, headers_under


def main():
    include, compiler = sys.argv[1], Compiler(sys.argv[2])
    headers = headers_under(include)

    def complaint_about(header):
        return compiler.accepts(f'#include <{header}>\n#include <{header}>\nint main() {{}}\n', ['-I', include])

    checks = Checks()
    checks.case('the test itself')
    checks.check(compiler.accepts('#include <no/such/header.hpp>\n', ['-I', include]), 'a header that is not there compiles')
    checks.check(compiler.accepts('int f(long x) { return x; }\n', []), 'a narrowing conversion passes without a warning')
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for header, complaint in zip(headers, pool.map(complaint_about, headers)):
            checks.case(header)
            checks.check(not complaint, complaint)
    checks.finish()


main()

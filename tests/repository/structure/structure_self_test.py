#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks structure.py on a small tree that keeps the rules, and on variants that break one rule
each. Each breach must be reported in the expected words."""

import pathlib
import subprocess
import sys
import tempfile

from checks import Checks

BEGIN = '// SPDX-License-Identifier: BSL-1.0\n#pragma once\n\n'
GOOD = {
    'tenon.hpp': BEGIN + '\n'.join(f'#include <tenon/{name}.hpp>' for name in (
        'base/error', 'system/errors', 'system/posix', 'concepts/family', 'operation/send', 'socket/handle', 'protocol/tcp', 'family/unix_domain',
        'options/ip', 'options/values/mode', 'driver/blocking', 'verb/bind')) +
        '\n#ifdef TENON_WITH_EVERYTHING\n#include <tenon/address/network.hpp>\n#include <tenon/layer/layer.hpp>\n#include <tenon/loop/task.hpp>\n#include <tenon/testing/scripted.hpp>\n#endif\n',
    'tenon/layers.hpp': BEGIN + '#include <tenon.hpp>\n#include <tenon/layer/layer.hpp>\n',
    'tenon/layer/layer.hpp': BEGIN + '#include <tenon/verb/bind.hpp>\n',
    'tenon/loops.hpp': BEGIN + '#include <tenon.hpp>\n#include <tenon/loop/task.hpp>\n',
    'tenon/testing.hpp': BEGIN + '#include <tenon.hpp>\n#include <tenon/testing/scripted.hpp>\n',
    'tenon/testing/scripted.hpp': BEGIN + '#include <tenon/verb/bind.hpp>\n',
    'tenon/loop/task.hpp': BEGIN + '#include <tenon/verb/bind.hpp>\n',
    'tenon/base/error.hpp': BEGIN + '#include <string>\n#include <tenon/system/errors.hpp>\n#if defined(__cpp_exceptions)\n#endif\n',
    'tenon/system/errors.hpp': BEGIN + '#include <string>\n#if defined(__linux__)\n#endif\n',
    'tenon/system/posix.hpp': BEGIN + '#include <tenon/base/error.hpp>\n#if defined(__linux__)\n#endif\n',
    'tenon/address/network.hpp': BEGIN + '#include <chrono>\n',
    'tenon/concepts/family.hpp': BEGIN + '/// Models: `tcp`, `unix_domain`.\n',
    'tenon/operation/send.hpp': BEGIN + '#include <tenon/system/posix.hpp>\n#ifdef ENONET\nint none = ENONET;\n#endif\n',
    'tenon/socket/handle.hpp': BEGIN + '#include <tenon/operation/send.hpp>\nvoid bind(const int& local) { use(local); }\n',
    'tenon/protocol/tcp.hpp': BEGIN + 'struct tcp : stream {};\n',
    'tenon/family/unix_domain.hpp': BEGIN + '#include <tenon/options/ip.hpp>\nstruct unix_domain {\n};\n',
    'tenon/options/ip.hpp': BEGIN + '#ifdef IP_NEW\nstruct fresh : option<int, 0, IP_NEW> {};\n#endif\n'
                             '#ifdef TENON_HAS_IP_OLD\nstruct old : option<int, 0, IP_OLD> {};\n#endif\n',
    'tenon/options/values/mode.hpp': BEGIN + '#include <tenon/concepts/family.hpp>\n',
    'tenon/driver/blocking.hpp': BEGIN + 'class basic_blocking {\n};\nusing blocking = basic_blocking;\n',
    'tenon/verb/bind.hpp': BEGIN + '#include <tenon/driver/blocking.hpp>\nusing default_driver = blocking;\n',
}

# The variants: a file, the text that is added to it, and words that the complaint must contain.
BAD = [
    ('tenon/base/error.hpp', '#include <tenon/system/posix.hpp>\n', 'from a row below'),
    ('tenon/system/errors.hpp', '#include <tenon/base/bytes.hpp>\n', 'nothing of tenon'),
    ('tenon/operation/send.hpp', '#include <tenon/socket/handle.hpp>\n', 'from a row below'),
    ('tenon/socket/handle.hpp', '#include <tenon/driver/blocking.hpp>\n', 'from a row below'),
    ('tenon/base/error.hpp', '#include "tenon/base/error.hpp"\n', 'by quotes'),
    ('tenon/base/error.hpp', '#include <tenon.hpp>\n', 'no folder of the table'),
    ('tenon/extra/new.hpp', BEGIN, 'no folder of the table'),
    ('tenon/options/extra/new.hpp', BEGIN, 'no folder of the table'),
    ('tenon/options/values/mode.hpp', '#include <tenon/verb/bind.hpp>\n', 'from a row below'),
    ('tenon/socket/handle.hpp', 'using mine = tcp;\n', 'names tcp'),
    ('tenon/socket/handle.hpp', 'using mine = pair<int, tcp>;\n', 'names tcp'),
    ('tenon/socket/handle.hpp', 'unix_domain::endpoint where;\n', 'names unix_domain'),
    ('tenon/socket/handle.hpp', 'using mine = of<unix_domain>;\n', 'names unix_domain'),
    ('tenon/concepts/family.hpp', 'using mine = blocking;\n', 'names blocking'),
    ('tenon/operation/send.hpp', 'using mine = tenon::tcp;\n', 'names tcp'),
    ('tenon/operation/send.hpp', 'using mine = options::no_delay;\n', 'names an option'),
    ('tenon/family/unix_domain.hpp', '#if defined(__linux__)\n#endif\n', 'tests __linux__'),
    ('tenon/family/unix_domain.hpp', '#ifdef _WIN32\n#endif\n', 'tests _WIN32'),
    ('tenon/options/ip.hpp', '#ifdef IP_OLD\nint other;\n#endif\n', 'tests IP_OLD'),
    ('tenon/base/error.hpp', '#if __cplusplus > 202002L || defined(TENON_FAST)\n#endif\n', 'tests TENON_FAST'),
    ('tenon/family/unix_domain.hpp', '#ifdef TENON_HAS_IP_OLD\n#endif\n', 'tests TENON_HAS_IP_OLD'),
    ('tenon/base/error.hpp', '#include <memory>\n', 'includes <memory>'),
    ('tenon/base/error.hpp', '# include <chrono>\n', 'includes <chrono>'),
    ('tenon/base/error.hpp', '#define MINE 1\n', 'defines MINE'),
    ('tenon/base/error.hpp', '// line\n' * 400, 'of 400 at most'),
    ('tenon/base/error.hpp', '\n', 'does not end'),
    ('tenon.hpp', '#include <tenon/base/error.hpp>\n', '2 times'),
    ('tenon.hpp', '#include <tenon/base/gone.hpp>\n', 'not a header of tenon'),
    ('tenon/loops.hpp', '#include <tenon/loop/task.hpp>\n', '2 times'),
    ('tenon/loops.hpp', '#include <tenon/verb/bind.hpp>\n', 'not a header of tenon'),
    ('tenon/layers.hpp', '#include <tenon/layer/layer.hpp>\n', '2 times'),
    ('tenon/base/forgotten.hpp', BEGIN, '0 times'),
    ('tenon/base/bare.hpp', '#pragma once\n', 'does not begin with the licence'),
]


def complaints_about(tree):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tree.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        script = pathlib.Path(__file__).with_name('structure.py')
        done = subprocess.run([sys.executable, script, folder], text=True, capture_output=True)
        return done.returncode, done.stdout + done.stderr


checks = Checks()
checks.case('a good tree')
status, said = complaints_about(GOOD)
checks.check(status == 0, f'is reported: {said}')
for file, addition, words in BAD:
    checks.case(f'{file}: {words}: {addition[:40]!r}')
    status, said = complaints_about(GOOD | {file: GOOD.get(file, '') + addition})
    checks.check(status != 0 and words in said, f'should be reported with “{words}”, and the report is: {said}')
checks.finish()

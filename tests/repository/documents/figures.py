#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks figures of README.md against the programs that they come from:

    figures.py ROOT STATIC_TABLE NAME VERSION [--loops] -- COMPILER...

NAME and VERSION are those of the compiler, as Meson has them. STATIC_TABLE is the program that
counts the cells of the truth table. What can be counted in the sources is counted there. The costs
are compared only with GCC 12 for x86-64, which README.md names, and with valgrind; those of
docs/layers.md also with Clang 19; those of event loops, which take half a minute, only with
--loops. The figures of the tests are compared at the end of a run, by tests/support/count.py."""

import pathlib
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile

root, table, name, version = pathlib.Path(sys.argv[1]), *sys.argv[2:5]
compiler = sys.argv[sys.argv.index('--') + 1:]
with_loops = '--loops' in sys.argv
readme = (root / 'README.md').read_text(encoding='utf-8')
bench = root / 'tests/bench'
sys.dont_write_bytecode = True
sys.path.insert(0, str(bench / 'layers'))
wrong = []
left_out = []

# The greatest differences. The instructions of a loop depend on how many requests a wait finds,
# and so on how the kernel schedules client and server: those of libuv and Asio by up to 6 %. The
# seconds differ from machine to machine, so their ratios are compared.
OWN, OTHERS, SECONDS = 0.02, 0.08, 0.3
NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'.split()


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def expect(text, source, page='README.md'):
    if text not in ' '.join((root / page).read_text(encoding='utf-8').split()):
        wrong.append(f'{page} does not state “{text}”, as {source} counts')


def stated(pattern):
    """Returns the numbers in the row of the costs that matches."""
    return [float(number.replace(',', '')) for number in re.search(pattern, readme).groups()]


def expect_near(number, measured, tolerance, what):
    if abs(measured - number) > number * tolerance:
        wrong.append(f'README.md states {number:g} {what}; {measured:g} was measured')


def check_cells():
    printed = output(table)
    count = re.search(r'operations: (\d+) cells .*?, (\d+) of them legal, (\d+) refused', printed)
    cells, legal, refused = (f'{int(number):,}' for number in count.groups())
    expect(f'{cells} cells, each', 'the truth table')
    expect(f'{legal} legal, {refused} refused', 'the truth table')
    layered = re.search(r'operations with layers: (\d+) cells', printed)[1]
    expect(f'{int(layered):,} cells of protocols with layers', 'the truth table')
    extent = re.search(r'(\d+) pairs, (\d+) states, (\d+) drivers, (\d+) operations', printed).groups()
    expect('{} pairs of a protocol and a family, {} states, {} drivers, {} operations'.format(*extent), 'the truth table')


def check_sources():
    """Compares what can be counted in the sources."""
    codecs = [header for header in (root / 'include/tenon/framing').glob('*.hpp') if 'static_assert(codec<' in header.read_text()]
    expect(f'{NUMBERS[len(codecs)].capitalize()} codecs', 'include/tenon/framing')
    # tests/repository/structure/option_list.py compares this list with the headers.
    options = {name for header in (root / 'tests/support/options').glob('*.hpp')
               for name in re.findall(r'visit\(\s*option_case<tenon::options::(\w+)>', header.read_text())}
    expect(f'options, {len(options)} of Linux', 'tests/support/options')
    targets = [source for source in (root / 'tests/fuzz').glob('*.cpp') if source.stem != 'finds']
    expect(f'| {len(targets)} targets, ', 'tests/fuzz')


def check_bytes():
    tenon, posix = stated(r'bytes of a blocking socket \| (\d+) \| C: (\d+) \|')
    unit = f'#include <tenon.hpp>\nstatic_assert(sizeof(tenon::listener<tenon::tcp, tenon::ipv4>) == {tenon:g} && sizeof(int) == {posix:g});\n'
    done = subprocess.run([*compiler, '-std=c++20', '-fsyntax-only', '-I', str(root / 'include'), '-x', 'c++', '-'], input=unit,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        wrong.append(f'README.md states {tenon:g} bytes of a blocking socket, and {posix:g} in C: {done.stderr}')


def check_layers(words):
    import layers
    with tempfile.TemporaryDirectory() as folder:
        program = str(pathlib.Path(folder) / 'framing')
        subprocess.run([*compiler, '-std=c++20', '-O2', '-w', '-I', str(root / 'include'), str(bench / 'layers/framing.cpp'), '-o', program],
                       check=True)
        more = layers.instructions(program, 'framed', 1) - layers.instructions(program, 'hand', 1)
    expect(words.format(round(more)), 'tests/bench/layers/layers.py', 'docs/layers.md')


def check_instructions():
    with tempfile.TemporaryDirectory() as folder:
        program = str(pathlib.Path(folder) / 'instructions')
        subprocess.run([*compiler, '-std=c++20', '-O2', '-g', '-w', '-I', str(root / 'include'),
                        str(bench / 'instructions.cpp'), '-o', program], check=True)
        counted = output(sys.executable, str(bench / 'instructions.py'), program)
    rows = {operation: (round(float(hand)), round(float(tenon)))
            for operation, hand, tenon in re.findall(r'^(\w+) +([\d.]+) +([\d.]+) +[\d.]+$', counted, re.M)}
    by_hand, by_tenon = ([rows[operation][way] for operation in ('send', 'receive', 'accept')] for way in (0, 1))
    expect('| {}, {}, {} | C, by hand: {}, {}, {} |'.format(*by_tenon, *by_hand), 'tests/bench/instructions.py')


def measured_by_loops(servers, *options):
    """Returns the rows of bench_loops.py: the numbers by the names of the servers. A server whose
    library is not installed is left out."""
    lines = output(sys.executable, str(bench / 'bench_loops.py'), str(root / 'include'), '--compiler', compiler[-1], *options,
                   *(word for server in servers for word in ('--server', server))).strip().splitlines()
    _, *names = (cell.strip() for cell in lines[1].split('|'))
    left_out.extend(f'the event loops of {server}: it is not built here' for server in servers if server not in names)
    rows = ([cell.strip() for cell in line.split('|')] for line in lines[2:])
    return {row: dict(zip(names, map(float, cells))) for row, *cells in rows}


def check_loops():
    rows = measured_by_loops(['tenon', 'tenon within', 'by hand', 'libuv', 'asio'],
                             '--only', 'instructions', '--only', 'allocations', '--where', '64 connections')
    request = stated(r'of a request under an event loop \| (\d+) \| libuv: (\d+); Asio\'s coroutines: ([\d,]+); by hand: (\d+) \|')
    request += stated(r'the same with a time limit on each receive \| (\d+) \|')
    for number, server in zip(request, ('tenon', 'libuv', 'asio', 'by hand', 'tenon within')):
        if server in rows['instructions, 64 connections']:
            expect_near(number, rows['instructions, 64 connections'][server], OTHERS if server in ('libuv', 'asio') else OWN,
                        f'instructions of a request ({server})')
    allocations, = stated(r'allocations of an operation under an event loop \| (\d+) \|')
    for server in ('tenon', 'tenon within'):
        expect_near(allocations, rows['allocations, 64 connections'][server], 0, f'allocations ({server})')


def check_memory():
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 10_000:
        left_out.append('the bytes of an idle connection: a process may have less than 10,000 descriptors')
        return
    memory = measured_by_loops(['tenon leased', 'libuv'], '--only', 'memory')['bytes an idle connection']
    for number, server in zip(stated(r'bytes of an idle connection that holds no buffer \| (\d+) \| libuv: (\d+) \|'), ('tenon leased', 'libuv')):
        if server in memory:
            expect_near(number, memory[server], 0, f'bytes of an idle connection ({server})')


def check_seconds():
    tenon, posix, asio = stated(r'a blocking TCP client \| ([\d.]+) \| the POSIX headers: ([\d.]+); Asio: ([\d.]+) \|')
    ratios = output(sys.executable, str(bench / 'compile_cost.py'), str(root / 'include/tenon.hpp'), '--rounds', '3', compiler[-1]).split()[-2:]
    for number, ratio, what in zip((tenon / posix, asio / tenon), ratios, ('tenon to POSIX', 'Asio to tenon')):
        if ratio == '-':
            left_out.append('the seconds to compile with Asio: it is not installed')
        elif abs(float(ratio) / number - 1) > SECONDS:
            wrong.append(f'by README.md the seconds to compile are as {number:.2f} to 1 ({what}); the ratio {ratio} was measured')


major = version.split('.')[0]
check_cells()
check_sources()
check_bytes()
if name == 'clang' and major == '19' and platform.machine() == 'x86_64' and shutil.which('valgrind'):
    check_layers('and {} with Clang 19')
if name != 'gcc' or major != '12' or platform.machine() != 'x86_64':
    left_out.append('the costs: the compiler is not GCC 12 for x86-64')
elif not shutil.which('valgrind'):
    left_out.append('the costs: there is no valgrind')
else:
    check_instructions()
    check_layers('{} instructions more than by hand with GCC 12')
    check_seconds()
    if with_loops:
        check_loops()
        check_memory()
for reason in left_out:
    print(f'SKIPPED: figures of README.md: {reason}')
print('\n'.join(wrong) or 'the figures are those of README.md')
sys.exit(1 if wrong else 0)

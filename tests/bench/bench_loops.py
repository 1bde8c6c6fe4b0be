#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures echo servers on event loops: written by hand with epoll and poll, with tenon, with
Asio, and with libuv, if they are installed. Prints one table for each compiler, with one column
for each server.

    bench_loops.py INCLUDE [--rounds N] [--quick] [--compiler COMPILER]... [--only MEASURE]... [--server SERVER]...
                   [--where WHERE]...

The measures are per request, which is one receive and one send, unless they say otherwise:

instructions  user instructions in the server, as callgrind counts them: the difference between
              two runs with different numbers of requests. The client sends a request of 64 bytes
              on every connection, then receives the replies; with 1 and with 64 connections, and
              over UDP (--where). Server and client share a processor, so the server finds all
              requests at once, and then waits
calls         system calls, as strace counts them, in the same way
allocations   calls of malloc, calloc, realloc and operator new, as callgrind counts them
cpu           processor time of the server (/proc/PID/schedstat), as a ratio to the server written
              by hand. The servers take turns, in N rounds; the value is the median of the rounds'
              ratios, with their quartiles. Also for a connection that is made, used once and
              closed (churn), for 64 KiB (bulk), and for UDP
p99           the 99th percentile of the time that a request takes with 9,000 connections, as a
              ratio in the same way
memory        bytes of anonymous memory (RssAnon) for each of 9,000 idle connections
compile       user seconds to compile the smallest echo server (-fsyntax-only), the least of N
              rounds

To measure time, the server runs on the first of the usable processors and the client on the
last. The machine should do nothing else."""

import argparse
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent / 'loops'
MEASURES = ('instructions', 'calls', 'allocations', 'cpu', 'p99', 'memory', 'compile')
WHERE = ('1 connection', '64 connections', 'UDP')
# By name: the program of the server, and its mode.
SERVERS = {
    'by hand': ('hand', 'epoll'),
    'tenon': ('tenon', 'epoll'),
    'tenon within': ('tenon', 'within'),
    'tenon leased': ('tenon', 'leased'),
    'asio': ('asio', 'epoll'),
    'asio tuned': ('asio_tuned', 'epoll'),
    'asio callbacks': ('asio', 'callbacks'),
    'asio callbacks tuned': ('asio_tuned', 'callbacks'),
    'libuv': ('libuv', 'epoll'),
    'hand poll': ('hand', 'poll'),
    'tenon poll': ('tenon', 'poll'),
}
ALLOCATING = re.compile(r'^(malloc|calloc|realloc|operator new(\[\])?\(unsigned long.*)$')


def flags_of(program, compiler):
    asio = ['-DASIO_HAS_CO_AWAIT', '-DASIO_HAS_STD_COROUTINE'] if 'clang' in compiler else []
    return {
        'asio': ('asio', asio, ['-pthread']),
        'asio_tuned': ('asio', [*asio, '-DTUNED'], ['-pthread']),
        'libuv': ('libuv', [], ['-luv']),
    }.get(program, (program, [], []))


def build(folder, include, compiler, program):
    source, flags, libraries = flags_of(program, compiler)
    out = pathlib.Path(folder) / f'{pathlib.Path(compiler).name}_{program}'
    done = subprocess.run([compiler, '-std=c++20', '-O2', '-g', '-DNDEBUG', '-I', include, *flags,
                           str(HERE / ('client.cpp' if program == 'client' else f'server_{source}.cpp')), '-o', str(out), *libraries],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f'{compiler} does not build {program}: {done.stderr[:300]}', file=sys.stderr)
        return None
    return out


class Server:
    """A running server."""

    def __init__(self, program, mode, around=()):
        self.process = subprocess.Popen([*around, str(program), mode], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = self.process.stdout.readline().strip()
        if not self.port:
            raise RuntimeError(f'{program} {mode} does not start')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def command(self, client, *arguments):
        return [str(client), self.port, str(self.process.pid), *(str(each) for each in arguments)]


def pin(command, last):
    usable = sorted(os.sched_getaffinity(0))
    return ['taskset', '-c', str(usable[-1] if last else usable[0]), *command]


def counted(client, program, mode, pattern, connections, size, requests, around):
    """Runs a server under the command `around`, and sends it a number of requests."""
    with Server(program, mode, pin(around, True)) as server:
        subprocess.run(pin(server.command(client, pattern, connections, size, requests), True), check=True,
                       stdout=subprocess.DEVNULL)


def callgrind(folder, *run):
    out = os.path.join(folder, 'callgrind')
    counted(*run, ['valgrind', '--tool=callgrind', '--compress-strings=no', '--compress-pos=no', '--callgrind-out-file=' + out])
    text = pathlib.Path(out).read_text(errors='replace')
    allocations = 0
    callee = None
    for line in text.splitlines():
        if line.startswith('cfn='):
            callee = line[4:]
        elif line.startswith('calls=') and ALLOCATING.match(callee.split("'")[0]):
            # operator new calls malloc, so it would count twice.
            allocations += 0 if callee.startswith('operator') else int(line[6:].split()[0])
    return int(re.search(r'^totals: (\d+)', text, re.MULTILINE).group(1)), allocations


def strace(folder, *run):
    out = os.path.join(folder, 'strace')
    with Server(run[1], run[2], pin([], True)) as server:
        tracer = subprocess.Popen(['strace', '-f', '-c', '-o', out, '-p', str(server.process.pid)], stderr=subprocess.PIPE)
        tracer.stderr.readline()  # strace prints this line when it is attached.
        subprocess.run(pin(server.command(run[0], *run[3:]), True), check=True, stdout=subprocess.DEVNULL)
        server.process.terminate()
        tracer.wait()
        tracer.stderr.close()
    return int(re.search(r'(\d+)\s+(?:\d+\s+)?total', pathlib.Path(out).read_text()).group(1))



def timed(client, program, mode, pattern, connections, size, requests):
    """Returns the server's processor time per request, and the 99th percentile of the time that
    a request takes, in nanoseconds."""
    with Server(program, mode, pin([], False)) as server:
        done = subprocess.run(pin(server.command(client, pattern, connections, size, requests), True), check=True,
                              capture_output=True, text=True, timeout=120)
    used, _, _, last = (int(each) for each in done.stdout.split())
    return used / requests, last


def ratios(by_server):
    """Returns, for each server, the median and the quartiles of the ratios of each round's value
    to that of the server written by hand."""
    shown = {}
    for name, values in by_server.items():
        ratio = sorted(value / hand for value, hand in zip(values, by_server['by hand']))
        low, high = ratio[len(ratio) // 4], ratio[(3 * len(ratio)) // 4]
        shown[name] = f'{statistics.median(ratio):.3f} ({low:.2f}-{high:.2f})'
    return shown


def memory(client, program, mode, connections):
    def used(process):
        return int(re.search(r'RssAnon:\s+(\d+)', pathlib.Path(f'/proc/{process}/status').read_text()).group(1)) * 1024

    def keep(server, count):
        kept = subprocess.Popen(server.command(client, 'idle', count), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if kept.stdout.readline() != 'ready\n':
            raise RuntimeError('the client does not connect')
        time.sleep(1)
        return kept

    with Server(program, mode) as server:
        few = keep(server, 100)
        before = used(server.process.pid)
        many = keep(server, connections)
        bytes_each = (used(server.process.pid) - before) / connections
        for each in (few, many):
            each.stdin.close()
            each.wait()
            each.stdout.close()
    return bytes_each


def user_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True, capture_output=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


class Table:
    def __init__(self, columns):
        self.columns = columns
        self.rows = {}

    def add(self, row, column, value):
        self.rows.setdefault(row, {})[column] = value
        print(f'{row}: {column}: {value}', file=sys.stderr)

    def show(self):
        first = max(len(row) for row in self.rows)
        widths = [max(len(column), *(len(row.get(column, '-')) for row in self.rows.values())) for column in self.columns]
        print(' | '.join([' ' * first] + [column.rjust(width) for column, width in zip(self.columns, widths)]))
        for name, row in self.rows.items():
            print(' | '.join([name.ljust(first)] + [row.get(column, '-').rjust(width)
                                                    for column, width in zip(self.columns, widths)]))


def measure(options, compiler, folder):
    client = build(folder, options.include, compiler, 'client')
    wanted = {name: of for name, of in SERVERS.items() if not options.server or name in options.server}
    programs = {program: build(folder, options.include, compiler, program) for program in {of[0] for of in wanted.values()}}
    wanted = {name: of for name, of in wanted.items() if programs[of[0]] is not None}
    table = Table(list(wanted))
    scale = 4 if options.quick else 1

    def runs(name):
        program, mode = wanted[name]
        binary = programs[program]
        yield '1 connection', (client, binary, mode, 'round', 1, 64)
        yield '64 connections', (client, binary, mode, 'round', 64, 64)
        if mode == 'epoll':
            yield 'UDP', (client, binary, 'udp', 'udp', 1, 64)

    for name in wanted:
        for where, run in runs(name):
            if where not in options.where:
                continue
            if 'instructions' in options.only or 'allocations' in options.only:
                few, many = (callgrind(folder, *run, count) for count in (640, 640 + 6400))
                if 'instructions' in options.only:
                    table.add(f'instructions, {where}', name, f'{(many[0] - few[0]) / 6400:.0f}')
                if 'allocations' in options.only:
                    table.add(f'allocations, {where}', name, f'{(many[1] - few[1]) / 6400:.2f}')
            if 'calls' in options.only:
                few, many = (strace(folder, *run, count) for count in (640, 640 + 6400))
                table.add(f'system calls, {where}', name, f'{(many - few) / 6400:.2f}')
        if 'memory' in options.only:
            table.add('bytes an idle connection', name, f'{memory(client, programs[wanted[name][0]], wanted[name][1], 9000):.0f}')

    rows = []
    if 'cpu' in options.only:
        rows += [('cpu, 1 connection, 64 B', 'echo', 1, 64, 40000, 0),
                 ('cpu, 64 connections, 64 B', 'echo', 64, 64, 200000, 0),
                 ('cpu, 64 connections, 512 B', 'echo', 64, 512, 200000, 0),
                 ('cpu, churn', 'churn', 32, 64, 20000, 0),
                 ('cpu, bulk, 64 KiB', 'echo', 16, 65536, 10000, 0),
                 ('cpu, UDP', 'udp', 16, 64, 100000, 0)]
    if 'cpu' in options.only or 'p99' in options.only:
        rows += [('10,000 connections, 64 B', 'echo', 9000, 64, 200000, 1)]
    for row, pattern, connections, size, requests, both in rows:
        used, last = {}, {}
        for _ in range(options.rounds):
            for name, (program, mode) in wanted.items():
                if 'bulk' in row or pattern == 'udp':
                    if mode != 'epoll':
                        continue
                    mode = 'udp' if pattern == 'udp' else 'bulk'
                one = timed(client, programs[program], mode, pattern, connections, size, requests // scale)
                used.setdefault(name, []).append(one[0])
                last.setdefault(name, []).append(one[1])
        if not both or 'cpu' in options.only:
            for name, shown in ratios(used).items():
                table.add(row if not both else 'cpu, ' + row, name, shown)
        if both:
            for name, shown in ratios(last).items():
                table.add('p99, ' + row, name, shown)

    if 'compile' in options.only:
        least = {}
        for _ in range(options.rounds):
            for name in ('tenon', 'asio'):
                _, flags, _ = flags_of(name, compiler)
                found = user_seconds([compiler, '-std=c++20', '-fsyntax-only', '-I', options.include, *flags,
                                      str(HERE / f'echo_{name}.cpp')])
                least[name] = min(found, least.get(name, found))
        for name, found in least.items():
            table.add('compile, user seconds', name, f'{found:.2f}')
    print(f'{compiler} -O2')
    table.show()
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('include')
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--quick', action='store_true', help='a quarter of the requests')
    parser.add_argument('--compiler', action='append')
    parser.add_argument('--only', action='append', choices=MEASURES)
    parser.add_argument('--server', action='append', choices=SERVERS)
    parser.add_argument('--where', action='append', choices=WHERE)
    options = parser.parse_args()
    options.only = options.only or MEASURES
    options.where = options.where or WHERE
    most = 1 << 16
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    except (ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        for compiler in options.compiler or ['g++']:
            measure(options, compiler, folder)


main()

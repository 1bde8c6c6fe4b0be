#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures framing against the same by hand, and under an event loop against no framing:
layers.py INCLUDE-FOLDER SOURCE COMPILER...

Prints for each compiler the instructions of a message of 64 bytes, sent and received (callgrind;
those of the kernel are not counted), the CPU time against by hand (the median of pairs that take
turns, with the quartiles), the number of system calls, and the seconds to compile a client."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile

MESSAGES = 1000
CLIENTS = {
    'plain': '#include <tenon.hpp>\nusing namespace tenon::literals;\nint main() { auto socket = '
             'tenon::connect<tenon::tcp>("127.0.0.1:7000"_v4).value(); return !socket.send("x"_bytes); }\n',
    'framed': '#include <tenon/layers.hpp>\nusing namespace tenon::literals;\nint main() { auto socket = '
              'tenon::connect<tenon::framed<tenon::length_prefix<std::uint32_t>, tenon::tcp>>("127.0.0.1:7000"_v4).value(); '
              'return !socket.send("x"_bytes); }\n',
}


def instructions(program, mode, batch):
    """Returns the instructions of one message: the difference between two numbers of messages."""
    counts = []
    for messages in (MESSAGES, 2 * MESSAGES):
        text = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', program, mode, str(messages), str(batch)],
                              capture_output=True, text=True, check=True).stderr
        counts.append(int(text.split('Collected : ')[1].split()[0]))
    return (counts[1] - counts[0]) / MESSAGES


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(program, batch):
    found = []
    for _ in range(9):
        hand = cpu_seconds([program, 'hand', '100000', str(batch)])
        found.append(cpu_seconds([program, 'framed', '100000', str(batch)]) / hand)
    return statistics.quantiles(found, n=4)


def compile_seconds(compiler, include, text):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'client.cpp')
        with open(source, 'w') as file:
            file.write(text)
        command = [compiler, '-std=c++20', '-O2', '-I', include, '-c', source, '-o', os.path.join(folder, 'client.o')]
        return min(cpu_seconds(command) for _ in range(5))


def measure(include, source, compiler):
    print(compiler)
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, 'framing')
        subprocess.run([compiler, '-std=c++20', '-O2', '-I', include, source, '-o', program], check=True)
        for batch in (1, 32):
            count = {mode: instructions(program, mode, batch) for mode in ('none', 'hand', 'framed', 'view')}
            print(f'  instructions, {batch} at a time: by hand {count["hand"] - count["none"]:.0f}, framed '
                  f'{count["framed"] - count["none"]:.0f} ({count["framed"] - count["hand"]:+.0f}), '
                  f'view {count["view"] - count["none"]:.0f} ({count["view"] - count["hand"]:+.0f})')
        plain, framed = (instructions(program, mode, 1) / 4 for mode in ('plain-loop', 'framed-loop'))
        print(f'  instructions of an operation under epoll: {plain:.0f}, framed {framed:.0f} ({framed - plain:+.0f})')
        for batch in (1, 32):
            low, median, high = ratios(program, batch)
            print(f'  CPU time against by hand, {batch} at a time: {median:.3f} ({low:.3f} to {high:.3f})')
        print('  ' + subprocess.run([program, 'count', str(MESSAGES), '1'], capture_output=True, text=True, check=True).stdout, end='')
    plain, framed = (compile_seconds(compiler, include, CLIENTS[which]) for which in ('plain', 'framed'))
    print(f'  seconds to compile a client: {plain:.2f}, framed {framed:.2f} ({framed - plain:+.2f})')


def main():
    include, source, *compilers = sys.argv[1:]
    for compiler in compilers:
        measure(include, source, compiler)


if __name__ == '__main__':
    main()

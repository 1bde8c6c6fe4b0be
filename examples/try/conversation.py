# SPDX-License-Identifier: BSL-1.0
"""Shared by the scripts that test the examples: runs programs, talks to servers, and checks
results."""

import contextlib
import os
import pathlib
import random
import resource
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

TIMEOUT = 20  # The time-out of every wait, in seconds.


class Wrong(Exception):
    pass


def expect(condition, message):
    if not condition:
        raise Wrong(message)


def equal(actual, expected, what=''):
    expect(actual == expected, f'{what}: {actual!r} instead of {expected!r}')


def run(program, *arguments, output=None, errors='', status=0, **more):
    """Runs a program to its end, and checks what it printed and how it ended. Returns its output."""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
                          **more)
    what = ' '.join([pathlib.Path(program).name, *arguments])
    equal(done.stderr, errors, f'{what}: stderr')
    if output is not None:
        equal(done.stdout, output, f'{what}: stdout')
    equal(done.returncode, status, f'{what}: exit status')
    return done.stdout


class Server:
    """A server that has printed its first line, and runs until the `with` block ends. `where` is
    the endpoint that it listens on."""

    def __init__(self, program, *arguments):
        self.command = [program, *arguments]
        self.was_terminated = False

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            first = self.line()
            expect(first.startswith('listening '), f'{self.command} began with {first!r}')
        except BaseException:
            self.end()
            raise
        self.where = first.split(' ', 2)[2]
        return self

    def __exit__(self, kind, error, trace):
        expect(self.was_terminated or self.process.poll() is None or error, f'{self.command} ended: {self.process.returncode}')
        self.end()

    def line(self, on_stderr=False):
        """Returns the next line that the program prints: on stderr if `on_stderr`, else on
        stdout."""
        pipe = self.process.stderr if on_stderr else self.process.stdout
        text = b''
        end = time.monotonic() + TIMEOUT
        while not text.endswith(b'\n'):
            ready, _, _ = select.select([pipe], [], [], max(0, end - time.monotonic()))
            expect(ready, f'{self.command} prints nothing after {text!r}')
            more = os.read(pipe.fileno(), 1)
            expect(more, f'{self.command} ended after {text!r}')
            text += more
        return text.decode().rstrip('\n')

    def terminate(self):
        """Sends SIGTERM to the program, which must exit with status 0 in time."""
        self.was_terminated = True
        self.process.terminate()
        equal(self.process.wait(TIMEOUT), 0, f'{self.command}: exit status')

    def end(self):
        self.process.kill()
        self.process.communicate()

    @property
    def address(self):
        host, port = self.where.rsplit(':', 1)
        return host, int(port)


def connect(server, host=None):
    return socket.create_connection((host or server.address[0], server.address[1]), timeout=TIMEOUT)


def echo(peer, data):
    """Sends data to an echo server, and returns everything that comes back until the end of the
    stream."""
    def send():
        peer.sendall(data)
        peer.shutdown(socket.SHUT_WR)
    sender = threading.Thread(target=send)
    sender.start()
    data_back = receive_all(peer)
    sender.join()
    return data_back


def receive_all(peer):
    return b''.join(iter(lambda: peer.recv(65536), b''))


def fifty_at_once(server):
    """Opens fifty connections to an echo server, and uses the last one first."""
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(connect(server)) for _ in range(50)]
        for number, peer in reversed(list(enumerate(peers))):
            peer.sendall(b'%d' % number)
            equal(peer.recv(100), b'%d' % number, 'the echo of each connection')


def a_reset_affects_only_its_connection(server, error):
    """Resets a connection to an echo server. The server must report it, and serve the next one."""
    with connect(server) as peer:
        peer.sendall(b'hello')
        equal(peer.recv(5), b'hello')
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    equal(server.line(on_stderr=True), error)
    with connect(server) as peer:
        equal(echo(peer, b'again'), b'again')


def reset(peer):
    """Closes a connection so that the peer receives a reset."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    peer.close()


def is_reset(peer):
    try:
        peer.recv(1)
    except ConnectionResetError:
        return True
    return False


def without_descriptors(server, program, error):
    """Leaves a server without free descriptors. It must report that once, wait, and continue when a
    descriptor is free again."""
    # Not under the sanitizer, which opens descriptors itself to test whether memory is readable,
    # and reports an error if it cannot.
    with open(program, 'rb') as content:
        if b'__ubsan_' in content.read():
            return
    pid = server.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    # When the first connection is served, the server has opened all that it needs.
    with connect(server) as first:
        equal(echo(first, b'first'), b'first', 'the echo before the shortage')
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (max(int(each) for each in os.listdir(f'/proc/{pid}/fd')) + 1, hard))
        with connect(server) as peer:
            equal(server.line(on_stderr=True), error, 'the error')
            # The server neither repeats the error nor retries in a busy loop.
            ready, _, _ = select.select([server.process.stderr], [], [], 0.5)
            equal(ready, [], 'further errors')
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
            equal(echo(peer, b'hello'), b'hello', 'the echo')


@contextlib.contextmanager
def unreachable_endpoint(socket_type):
    """An endpoint that refuses connections and messages, and that no other socket can bind
    meanwhile."""
    with socket.socket(socket.AF_INET, socket_type) as bound:
        bound.bind(('127.0.0.1', 0))
        if socket_type == socket.SOCK_DGRAM:
            # It then receives only from itself. A stream socket need only not listen.
            bound.connect(bound.getsockname())
        yield f'127.0.0.1:{bound.getsockname()[1]}'


def some_loopback_address():
    """Returns a random address of 127.0.0.0/8, so that tests that run at the same time do not
    share one."""
    return f'127.{random.randint(1, 254)}.{random.randint(1, 254)}.{random.randint(1, 254)}'


def skip(what, why):
    """Prints that something was not tested, in the form that tests/run.sh counts."""
    print(f'SKIPPED: {what}: {why}')


def main(*tries):
    """Runs the tests. Each takes the programs on the command line as arguments, by their names."""
    programs = {pathlib.Path(path).name.removesuffix('_single'): os.path.abspath(path) for path in sys.argv[1:]}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for attempt in tries:
            try:
                attempt(**programs)
            except (Wrong, OSError, subprocess.TimeoutExpired) as error:
                sys.exit(f'{attempt.__name__}: {error!r}')
            print(f'{attempt.__name__}: passed')

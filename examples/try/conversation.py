# SPDX-License-Identifier: BSL-1.0
"""What the scripts share that try the examples: programs that are run, waited for, ended, and looked at."""

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

PATIENCE = 20  # seconds, after which something is stuck


class Wrong(Exception):
    pass


def expect(condition, message):
    if not condition:
        raise Wrong(message)


def equal(actual, expected, what=''):
    expect(actual == expected, f'{what}: {actual!r} instead of {expected!r}')


def run(program, *arguments, says=None, complains='', status=0, **more):
    """Runs a program to its end, and checks what it printed and how it ended. Returns its output."""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL,
                          **more)
    what = ' '.join([pathlib.Path(program).name, *arguments])
    equal(done.stderr, complains, f'{what}: stderr')
    if says is not None:
        equal(done.stdout, says, f'{what}: stdout')
    equal(done.returncode, status, f'{what}: exit status')
    return done.stdout


class Server:
    """A program that runs until the block ends, and has said its first line: `where` is what it listens on."""

    def __init__(self, program, *arguments):
        self.command = [program, *arguments]
        self.was_asked_to_end = False

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
        expect(self.was_asked_to_end or self.process.poll() is None or error, f'{self.command} ended: {self.process.returncode}')
        self.end()

    def line(self, complaint=False):
        """The next line that the program prints, on stderr if it is to be a complaint."""
        pipe = self.process.stderr if complaint else self.process.stdout
        text = b''
        end = time.monotonic() + PATIENCE
        while not text.endswith(b'\n'):
            ready, _, _ = select.select([pipe], [], [], max(0, end - time.monotonic()))
            expect(ready, f'{self.command} says nothing more after {text!r}')
            more = os.read(pipe.fileno(), 1)
            expect(more, f'{self.command} ended after {text!r}')
            text += more
        return text.decode().rstrip('\n')

    def terminate(self):
        """Asks the program to end, which it does well, and soon."""
        self.was_asked_to_end = True
        self.process.terminate()
        equal(self.process.wait(PATIENCE), 0, f'{self.command}: exit status')

    def end(self):
        self.process.kill()
        self.process.communicate()

    @property
    def address(self):
        host, port = self.where.rsplit(':', 1)
        return host, int(port)


def connect(server, host=None):
    return socket.create_connection((host or server.address[0], server.address[1]), timeout=PATIENCE)


def echo(peer, data):
    """What comes back of a stream that is echoed, until its end."""
    def send():
        peer.sendall(data)
        peer.shutdown(socket.SHUT_WR)
    sender = threading.Thread(target=send)
    sender.start()
    answer = receive_all(peer)
    sender.join()
    return answer


def receive_all(peer):
    return b''.join(iter(lambda: peer.recv(65536), b''))


def fifty_at_once(server):
    """As many connections to an echo server, which are served out of their order."""
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(connect(server)) for _ in range(50)]
        for number, peer in reversed(list(enumerate(peers))):
            peer.sendall(b'%d' % number)
            equal(peer.recv(100), b'%d' % number, 'the last first')


def a_reset_harms_nobody_else(server, complaint):
    """A connection to an echo server is reset, which says so; the next is served."""
    with connect(server) as peer:
        peer.sendall(b'hello')
        equal(peer.recv(5), b'hello')
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    equal(server.line(complaint=True), complaint)
    with connect(server) as peer:
        equal(echo(peer, b'again'), b'again')


def reset(peer):
    """Closes a connection so that its peer receives a reset."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    peer.close()


def is_reset(peer):
    try:
        peer.recv(1)
    except ConnectionResetError:
        return True
    return False


def without_descriptors(server, program, complaint):
    """A server has no descriptor left: it says so once, waits, and serves when there is one again."""
    # The sanitizer takes descriptors itself, to see whether memory can be read, and complains if there is none.
    with open(program, 'rb') as content:
        if b'__ubsan_' in content.read():
            return
    pid = server.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (max(int(each) for each in os.listdir(f'/proc/{pid}/fd')) + 1, hard))
    with connect(server) as peer:
        equal(server.line(complaint=True), complaint, 'the complaint')
        # Said once, and not spun on.
        ready, _, _ = select.select([server.process.stderr], [], [], 0.5)
        equal(ready, [], 'further complaints')
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
        equal(echo(peer, b'hello'), b'hello', 'the echo')


@contextlib.contextmanager
def nobody(kind):
    """An endpoint where nobody can be reached, and that nobody can take meanwhile."""
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(('127.0.0.1', 0))
        if kind == socket.SOCK_DGRAM:
            taken.connect(taken.getsockname())  # It hears itself alone. A stream that does not listen hears nobody.
        yield f'127.0.0.1:{taken.getsockname()[1]}'


def some_loopback_address():
    """All of 127.0.0.0/8 is this machine: an address that no other test uses at the same time."""
    return f'127.{random.randint(1, 254)}.{random.randint(1, 254)}.{random.randint(1, 254)}'


def skip(what, why):
    """Says that something was not tried, in the words that tests/run.sh counts."""
    print(f'SKIPPED: {what}: {why}')


def main(*tries):
    """Runs the tries with the programs that the command line names, by name."""
    programs = {pathlib.Path(path).name.removesuffix('_single'): os.path.abspath(path) for path in sys.argv[1:]}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for attempt in tries:
            try:
                attempt(**programs)
            except (Wrong, OSError, subprocess.TimeoutExpired) as error:
                sys.exit(f'{attempt.__name__}: {error!r}')
            print(f'{attempt.__name__}: well')

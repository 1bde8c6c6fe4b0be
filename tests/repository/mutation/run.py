# SPDX-License-Identifier: BSL-1.0
"""Runs a command that may hang, fill the memory or leave child processes."""

import dataclasses
import os
import resource
import signal
import subprocess
import tempfile
import threading

MEMORY = 4 << 30  # bytes, of one process


@dataclasses.dataclass
class Outcome:
    status: int      # of the process; None if it took too long
    output: str
    seconds: float   # of processor time, which does not depend on other processes

    @property
    def is_good(self):
        return self.status == 0


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run(command, folder, seconds, environment=None):
    """Runs a command, and ends it after `seconds` of real time."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                   start_new_session=True, preexec_fn=limit_memory,
                                   env={**os.environ, **(environment or {}), 'LC_ALL': 'C'})
        is_late = threading.Event()

        def be_late():
            is_late.set()
            end(process.pid)

        timer = threading.Timer(max(seconds, 0.1), be_late)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        end(process.pid)  # the children that it has left
        output.seek(0)
        return Outcome(None if is_late.is_set() else process.returncode, output.read().decode(errors='replace'),
                       usage.ru_utime + usage.ru_stime)

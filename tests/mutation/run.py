# SPDX-License-Identifier: BSL-1.0
"""Runs a command that may do anything: hang, fill the memory, leave children."""

import dataclasses
import os
import resource
import signal
import subprocess
import time

MEMORY = 4 << 30  # bytes, of one process


@dataclasses.dataclass
class Outcome:
    status: int      # of the process; None: it took too long
    output: str
    seconds: float

    @property
    def is_good(self):
        return self.status == 0


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, folder, seconds, environment=None):
    begin = time.monotonic()
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors='replace', start_new_session=True, preexec_fn=limit_memory,
                          env={**os.environ, **(environment or {}), 'LC_ALL': 'C'}) as process:
        try:
            output, _ = process.communicate(timeout=max(seconds, 0.1))
            status = process.returncode
        except subprocess.TimeoutExpired:
            output, status = '', None
        # Also what it has left behind.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return Outcome(status, output, time.monotonic() - begin)

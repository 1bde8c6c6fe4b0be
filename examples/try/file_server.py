#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the file server with curl, with wrk, and with Python sockets."""

import os
import pathlib
import re
import shutil
import socket
import subprocess

from conversation import TIMEOUT, Server, connect, equal, expect, main, receive_all, run, skip

NOISE = os.urandom(1 << 20)
HOST = b'Host: x\r\n'


def serving(file_server):
    """Returns a server of the directory `public`. The files beside it must not be served."""
    public = pathlib.Path('public')
    if not public.exists():
        (public / 'folder').mkdir(parents=True)
        pathlib.Path('secret').write_text('secret')
        pathlib.Path('public-too').mkdir()
        pathlib.Path('public-too/secret').write_text('secret')
        (public / 'index.html').write_text('<p>hello</p>\n')
        (public / 'a file.txt').write_text('with a blank\n')
        (public / 'noise').write_bytes(NOISE)
        (public / 'empty').touch()
        (public / 'link').symlink_to('../secret')
        (public / 'inner').symlink_to('index.html')
        os.mkfifo(public / 'fifo')
    return Server(file_server, 'public', '127.0.0.1:0')


def curl(*arguments):
    done = subprocess.run(['curl', '-sS', '--max-time', str(TIMEOUT), *arguments], capture_output=True)
    equal((done.returncode, done.stderr), (0, b''), f'curl {arguments}')
    return done.stdout


def with_curl(file_server, **_):
    if not shutil.which('curl'):
        return skip('file_server with curl', 'there is no curl')
    with serving(file_server) as server:
        url = f'http://{server.where}'
        head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 13\r\n\r\n'
        equal(curl('-i', f'{url}/'), head + b'<p>hello</p>\n')
        equal(curl('-I', f'{url}/index.html?query'), head, 'HEAD')
        equal(curl(f'{url}/noise') == NOISE, True, 'a megabyte')
        equal(curl('-0', f'{url}/a%20file.txt'), b'with a blank\n', 'HTTP/1.0')
        code = ['-o', os.devnull, '-w', '%{http_code} %{num_connects} %header{allow}\n']
        equal(curl(*code, f'{url}/inner'), b'200 1 \n')
        equal(curl(*code, f'{url}/empty', '-o', os.devnull, f'{url}/nowhere', '-o', os.devnull, f'{url}/'),
              b'200 1 \n404 0 \n200 0 \n', 'the connection is kept')
        equal(curl(*code, '-d', 'x', f'{url}/'), b'405 1 GET, HEAD\n')
        equal(curl(*code, '-H', 'Transfer-Encoding: chunked', '-d', 'x', f'{url}/'), b'501 1 \n')
        equal(curl(*code, '-H', 'X: ' + 'x' * 9000, f'{url}/'), b'431 1 \n')


def responses_to(server, *requests):
    with connect(server) as peer:
        for request in requests:
            peer.sendall(request)
        peer.shutdown(socket.SHUT_WR)
        return receive_all(peer).decode()


def codes(server, *requests):
    return re.findall(r'HTTP/1\.1 (\d+) ', responses_to(server, *requests))


def paths_outside_the_directory(file_server, **_):
    with serving(file_server) as server:
        for path in ['/../secret', '/..%2fsecret', '/%2e%2e/secret', '/folder/../../secret', '//../secret', '/link', '//etc/passwd',
                     '/../public-too/secret', '/fifo', '/folder', '/folder/', '/index.html/', '/' + 'x' * 5000]:
            equal(codes(server, f'GET {path} HTTP/1.0\r\n\r\n'.encode()), ['404'], path)
        for path in ['/folder/../index.html', '/./index.html', '/%69ndex.html', '//index.html?/../..']:
            response = responses_to(server, f'GET {path} HTTP/1.0\r\n\r\n'.encode())
            expect(path.startswith('//') or response.endswith('<p>hello</p>\n'), f'{path}: {response}')
        for path in ['index.html', '/%', '/%2', '/%zz', '/%00', '/index.html%00.txt', '*', 'http://x/']:
            equal(codes(server, f'GET {path} HTTP/1.0\r\n\r\n'.encode()), ['400'], path)


def pipelined_requests(file_server, **_):
    get, head = b'GET / HTTP/1.1\r\n' + HOST, b'HEAD / HTTP/1.1\r\n' + HOST
    with serving(file_server) as server:
        responses = responses_to(server, get + b'\r\n' + head + b'\r\n' + get + b'Connection: keep-alive, Close\r\n\r\n' +
                                 get + b'\r\n')
        equal(re.findall(r'HTTP/1\.1 (\d+) ', responses), ['200', '200', '200'], 'the last one has Connection: close')
        equal(responses.count('<p>hello</p>'), 2, 'the bodies')
        equal(codes(server, *([get + b'\r\n'] * 500)), ['200'] * 500)
        with connect(server) as peer:  # Byte by byte.
            for byte in get + b'\r\n':
                peer.sendall(bytes([byte]))
            expect(peer.recv(5) == b'HTTP/', 'no response')
        equal(codes(server, b'POST / HTTP/1.1\r\n' + HOST + b'Content-Length: 3\r\n\r\nGET' + get + b'\r\n'), ['405'],
              'a body is not a request')
        for malformed in [b'nonsense\r\n\r\n', get + HOST + b'\r\n', b'GET / HTTP/1.1\r\n\r\n', b'GET / HTTP/3\r\n\r\n',
                         b'G@T / HTTP/1.0\r\n\r\n', get + b'no colon\r\n\r\n']:
            equal(codes(server, malformed + get + b'\r\n'), ['400'], repr(malformed))
        equal(codes(server, b'GET / HT'), [], 'half a request')


def with_wrk(file_server, **_):
    if not shutil.which('wrk'):
        return skip('file_server with wrk', 'there is no wrk')
    with serving(file_server) as server:
        done = subprocess.run(['wrk', '-t', '1', '-c', '64', '-d', '1', f'http://{server.where}/index.html'], capture_output=True,
                              text=True, timeout=TIMEOUT)
        equal(done.returncode, 0, done.stderr)
        expect(int(re.search(r'(\d+) requests in', done.stdout)[1]) > 100, done.stdout)
        expect('Socket errors' not in done.stdout and 'Non-2xx' not in done.stdout, done.stdout)


def terminate_ends_connections(file_server, **_):
    with serving(file_server) as server, connect(server) as peer:
        peer.sendall(b'GET / HTTP/1.1\r\n' + HOST + b'\r\n')
        expect(peer.recv(5) == b'HTTP/', 'no response')
        server.terminate()
        receive_all(peer)


def invalid_arguments(file_server, **_):
    run(file_server, status=2, errors='usage: file_server DIRECTORY [ADDRESS:PORT]\n')
    run(file_server, 'nowhere', status=1, errors='file_server: nowhere: No such file or directory\n')
    run(file_server, '.', '127.0.0.1', status=1, errors='file_server: 127.0.0.1: the port is missing\n')


main(with_curl, paths_outside_the_directory, pipelined_requests, with_wrk, terminate_ends_connections, invalid_arguments)

#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests the HTTP server with curl and with malformed requests, the client with Python servers,
and both together."""

import contextlib
import http.server
import os
import shutil
import socket
import struct
import subprocess
import threading

from conversation import TIMEOUT, Server, equal, main, run, skip, unreachable_endpoint

REFUSED = 'HTTP/1.1 400 Bad Request'


def curl(*arguments, data=None):
    done = subprocess.run(['curl', '-sS', '--max-time', str(TIMEOUT), *arguments], capture_output=True, input=data)
    equal((done.returncode, done.stderr), (0, b''), f'curl {arguments}')
    return done.stdout


def with_curl(http_server, **_):
    if not shutil.which('curl'):
        return skip('http_server with curl', 'there is no curl')
    with Server(http_server, '127.0.0.1:0') as server:
        url = f'http://{server.where}'
        equal(curl('-i', f'{url}/'), b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n'
                                     b'Connection: close\r\n\r\nHello from tenon.\n')
        equal(curl('-0', f'{url}/'), b'Hello from tenon.\n', 'HTTP/1.0')
        equal(curl('-I', f'{url}/'), b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n'
                                     b'Connection: close\r\n\r\n', 'HEAD')
        noise = os.urandom(1 << 20)
        for body in [b'send this back', b'', noise]:
            equal(curl('--data-binary', '@-', f'{url}/echo', data=body) == body, True, f'the echo of {len(body)} bytes')
        code = ['-o', os.devnull, '-w', '%{http_code} %header{allow}']
        equal(curl(*code, f'{url}/nowhere'), b'404 ')
        equal(curl(*code, f'{url}/echo'), b'405 POST')
        equal(curl(*code, '-X', 'DELETE', f'{url}/'), b'405 GET, HEAD')
        equal(curl(*code, '-H', 'Transfer-Encoding: chunked', '-d', 'x', f'{url}/echo'), b'501 ')
        equal(curl(*code, '-H', 'Expect:', '--data-binary', '@-', f'{url}/echo', data=noise + b'x'), b'413 ')
        equal(curl(*code, '-H', 'X: ' + 'x' * 8192, f'{url}/'), b'431 ')


def response_to(server, request):
    with socket.create_connection(server.address, timeout=TIMEOUT) as peer:
        peer.sendall(request)
        peer.shutdown(socket.SHUT_WR)
        return b''.join(iter(lambda: peer.recv(65536), b'')).decode()


def first_line(server, request):
    return response_to(server, request).split('\r\n')[0]


def malformed_requests(http_server, **_):
    host = b'Host: x\r\n'
    with Server(http_server, '127.0.0.1:0') as server:
        for request in [b'nonsense', b'\r\n\r\n', b'\0' * 100, b'GET\r\n\r\n', b'GET /\r\n' + host + b'\r\n',
                        b'GET  / HTTP/1.1\r\n' + host + b'\r\n', b'GET / HTTP/1.1 \r\n' + host + b'\r\n',
                        b'GET / HTTP/2\r\n' + host + b'\r\n', b'G@T / HTTP/1.1\r\n' + host + b'\r\n',
                        b'GET nowhere HTTP/1.1\r\n' + host + b'\r\n', b'GET / HTTP/1.1\r\n\r\n',
                        b'GET / HTTP/1.1\r\n' + host + host + b'\r\n', b'GET / HTTP/1.1\r\nHost : x\r\n\r\n',
                        b'GET / HTTP/1.1\r\n' + host + b'no colon\r\n\r\n', b'GET / HTTP/1.1\r\n' + host + b' folded: x\r\n\r\n',
                        b'GET / HTTP/1.1\r\n' + host + b'X: a\nb\r\n\r\n', b'GET / HTTP/1.1\n' + host + b'\n',
                        b'POST /echo HTTP/1.1\r\n' + host + b'Content-Length: -1\r\n\r\n',
                        b'POST /echo HTTP/1.1\r\n' + host + b'Content-Length: 1x\r\n\r\nab',
                        b'POST /echo HTTP/1.1\r\n' + host + b'Content-Length: \r\n\r\n',
                        b'POST /echo HTTP/1.1\r\n' + host + b'Content-Length: 99999999999999999999\r\n\r\n',
                        b'POST /echo HTTP/1.1\r\n' + host + b'Content-Length: 1\r\nContent-Length: 2\r\n\r\nab',
                        b'POST /echo HTTP/1.1\r\n' + host + b'Content-Length: 3\r\n\r\nab']:
            equal(first_line(server, request), REFUSED, repr(request))
        for request in [b'GET / HTTP/1.1\r\nhOsT:x\r\n\r\n', b'GET / HTTP/1.0\r\n\r\n',
                        b'POST /echo HTTP/1.1\r\n' + host + b'Content-Length: \t2 \r\ncontent-length:2\r\n\r\nab']:
            equal(first_line(server, request), 'HTTP/1.1 200 OK', repr(request))
        equal(response_to(server, b'HEAD / HTTP/1.0\r\n\r\n').endswith('close\r\n\r\n'), True, 'HEAD has no body')
        with socket.create_connection(server.address, timeout=TIMEOUT) as peer:
            peer.sendall(b'nonsense\r\n\r\n')
            response = b''.join(iter(lambda: peer.recv(65536), b''))
            equal(response.startswith(REFUSED.encode()), True, 'an incomplete request gets a reply')
            for _ in range(100):  # Fails if the server resets the connection.
                peer.sendall(b'x' * 1000)
        equal(first_line(server, b''), '', 'an empty request gets no reply')
        with socket.create_connection(server.address, timeout=TIMEOUT) as peer:
            peer.sendall(b'GET / HT')
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        equal(server.line(on_stderr=True), 'http_server: receive: Connection reset by peer')
        equal(first_line(server, b'GET / HTTP/1.0\r\n\r\n'), 'HTTP/1.1 200 OK', 'a valid request after the others')


def both_together(http_server, http_client, **_):
    with Server(http_server, '127.0.0.1:0') as server:
        run(http_client, server.where, output='HTTP/1.1 200 OK\n\nHello from tenon.\n')
        run(http_client, server.where, '/nowhere', output='HTTP/1.1 404 Not Found\n\nNot Found\n')
    with unreachable_endpoint(socket.SOCK_STREAM) as where:
        run(http_client, where, '/', status=1, errors='http_client: connect: Connection refused\n')
    run(http_client, server.where, '/a b', status=2, errors='usage: http_client ADDRESS:PORT [/PATH]\n')


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def python_file_server(http_client, **_):
    with open('file', 'wb') as file:
        file.write(b'x' * 100000 + b'\n')
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Files) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            run(http_client, f'127.0.0.1:{server.server_port}', '/file', output='HTTP/1.0 200 OK\n\n' + 'x' * 100000 + '\n')
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def responding(text):
    """Runs a server that replies to one request with `text`, byte by byte. Yields its address."""
    with socket.create_server(('127.0.0.1', 0)) as server:
        server.settimeout(TIMEOUT)

        def serve():
            with server.accept()[0] as peer:
                peer.settimeout(TIMEOUT)
                peer.recv(65536)
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with contextlib.suppress(OSError):  # The client may have closed already.
                    for byte in text:
                        peer.send(bytes([byte]))
                    peer.shutdown(socket.SHUT_WR)
                    peer.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f'127.0.0.1:{server.getsockname()[1]}'
        thread.join()


def faulty_servers(http_client, **_):
    def client(response, **expected):
        with responding(response) as where:
            run(http_client, where, **expected)

    ok = b'HTTP/1.1 200 OK\r\n'
    client(ok + b'\r\nto the end\n', output='HTTP/1.1 200 OK\n\nto the end\n')
    client(ok + b'Content-Length: 3\r\n\r\nabcdef', output='HTTP/1.1 200 OK\n\nabc')
    client(b'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n', output='HTTP/1.1 200 \n\n')
    ended = 'the stream ended before the requested number of bytes had arrived'
    client(ok + b'Content-Length: 3\r\n\r\nab', status=1, errors=f'http_client: body: {ended}\n')
    client(ok, status=1, errors=f'http_client: receive: {ended}\n')
    for malformed in [b'hello\r\n\r\n', b'HTTP/1.1 2x0 OK\r\n\r\n', b'HTTP/1.1 200\r\n\r\n', b'HTTP/1.1 2000 OK\r\n\r\n',
                     b'HTTP/1.1 200 OK\r\nx\r\n\r\n']:
        client(malformed, status=1, errors='http_client: response: Bad message\n')
    client(ok + b'X: ' + b'x' * 8192, status=1, errors='http_client: receive: Message too long\n')
    client(ok + b'Content-Length: 9999999999\r\n\r\n', status=1, errors='http_client: body: Message too long\n')
    client(ok + b'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n', status=1,
           errors='http_client: response in chunks: Operation not supported\n')


main(with_curl, malformed_requests, both_together, python_file_server, faulty_servers)

#!/bin/sh
# SPDX-License-Identifier: BSL-1.0

# Builds some of the examples with only a C++ compiler, uses them with nc, socat and curl, and shows a
# program that the compiler refuses. Installs missing programs (on Debian and its
# derivatives). From any directory:
#
#     sh examples/quickstart.sh
#
# $CXX chooses the compiler, $CXXFLAGS adds to its flags.

set -eu
export LC_ALL=C

examples=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
include=$(dirname -- "$examples")/include
work=$(mktemp -d)
servers=

finish() {
    status=$?
    trap - EXIT
    for server in $servers; do
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    done
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
    echo "quickstart: $*" >&2
    exit 1
}

# Required programs

has() { command -v "$1" >/dev/null 2>&1; }

# Looks for the nc of OpenBSD: other programs called nc have other options.
find_nc() {
    for nc in nc nc.openbsd; do
        has "$nc" && "$nc" -h 2>&1 | grep -q 'OpenBSD netcat' && return
    done
    return 1
}

# $CXX and $CXXFLAGS may contain several words.
compile() {
    # shellcheck disable=SC2086
    timeout 300 $CXX -std=c++20 ${CXXFLAGS-} -pthread -I "$include" "$@"
}

# Succeeds if the compiler exists, supports C++20, and finds its library and the system's headers.
compiles() {
    echo '#include <concepts>
          #include <sys/socket.h>
          #include <thread>
          int main() { static_assert(std::integral<int>); std::thread([] {}).join(); }' >"$work/probe.cpp"
    compile "$work/probe.cpp" -o "$work/probe" >/dev/null 2>&1
}

find_compiler() {
    if [ -n "${CXX-}" ]; then
        compiles || fail "CXX=$CXX does not compile C++20"
        return
    fi
    for CXX in g++ clang++; do
        compiles && return
    done
    CXX=
    return 1
}

missing=
find_compiler || missing="$missing g++"
find_nc || missing="$missing netcat-openbsd"
has socat || missing="$missing socat"
has curl || missing="$missing curl"

if [ -n "$missing" ]; then
    has apt-get || fail "please install:$missing (this system has no apt-get)"
    if [ "$(id -u)" -eq 0 ]; then
        root=
    elif has sudo; then
        root=sudo
    else
        fail "please install as root: apt-get install$missing"
    fi
    echo "installing:$missing"
    install() {
        $root env DEBIAN_FRONTEND=noninteractive timeout 900 apt-get -qq -y "$@" >"$work/apt" 2>&1 || {
            tail -n 20 "$work/apt" >&2
            fail "apt-get $* failed"
        }
    }
    install update
    # shellcheck disable=SC2086 # These are words.
    install install --no-install-recommends $missing
    find_compiler || fail "there is still no compiler that supports C++20: set CXX"
    find_nc || fail "there is still no nc"
fi

# Building

build() {
    echo "\$ $CXX -std=c++20 -pthread -I include examples/$1.cpp -o $1"
    compile "$examples/$1.cpp" -o "$work/$1" || fail "$1 does not compile"
}
for program in tcp_echo_server udp_echo_server unix_stream http_server loop_echo_server file_server; do
    build "$program"
done

# Conversations

cd "$work"
PATH=$work:$PATH

# Starts a server, waits until it prints its endpoint, and sets $where to the endpoint.
start() {
    program=$1
    mkfifo "$program.output"
    "$@" >"$program.output" &
    servers="$servers $!"
    output=$(timeout 10 head -n 1 "$program.output") || true
    where=${output#listening on }
    [ "$output" != "$where" ] || fail "$program did not print its endpoint, but: $output"
    printf '\n$ %s &\n%s\n' "$*" "$output"
}

# Runs the command $1, prints it and its output, and fails unless the output is $2.
converse() {
    printf '$ %s\n' "$1"
    output=$(timeout 20 sh -c "$1") || fail 'the command failed'
    printf '%s\n' "$output"
    [ "$output" = "$2" ] || fail "the expected output was: $2"
}

start tcp_echo_server 127.0.0.1:0
port=${where##*:}
converse "printf 'hello over TCP' | $nc -N 127.0.0.1 $port" 'hello over TCP'
converse "echo hello again | socat -t 10 - TCP:$where" 'hello again'
head -c 1000000 /dev/urandom >noise
converse "socat -t 10 - TCP:$where <noise | cmp - noise && echo a megabyte came back" 'a megabyte came back'

start udp_echo_server 127.0.0.1:0
port=${where##*:}
converse "printf 'hello over UDP' | $nc -u -W 1 127.0.0.1 $port" 'hello over UDP'
converse "echo hello again | socat -t 1 - UDP:$where" 'hello again'

start unix_stream serve echo.socket
converse "printf 'hello within the machine' | $nc -N -U $where" 'hello within the machine'
converse "echo hello again | socat -t 10 - UNIX-CONNECT:$where" 'hello again'

start http_server 127.0.0.1:0
converse "curl -sS -m 10 http://$where/" 'Hello from tenon.'
converse "curl -sS -m 10 --data 'send this back' http://$where/echo" 'send this back'
converse "curl -sS -m 10 -o /dev/null -w '%{http_code}' http://$where/nowhere" '404'
converse "printf 'nonsense\r\n\r\n' | $nc -N $(echo "$where" | tr : ' ') | head -n 1 | tr -d '\r'" 'HTTP/1.1 400 Bad Request'

# The following servers run on an event loop, in one thread.
start loop_echo_server 127.0.0.1:0
port=${where##*:}
converse "printf 'hello to a loop' | $nc -N 127.0.0.1 $port" 'hello to a loop'
converse "socat -t 10 - TCP:$where <noise | cmp - noise && echo a megabyte came back" 'a megabyte came back'

mkdir public
echo 'a file' >public/index.html
start file_server public 127.0.0.1:0
converse "curl -sS -m 10 http://$where/ http://$where/index.html" "$(printf 'a file\na file')"
converse "curl -sS -m 10 -o /dev/null -w '%{http_code}' --path-as-is http://$where/../noise" '404'

# A program that does not compile

printf '\n$ cat -n examples/refused.cpp\n'
cat -n "$examples/refused.cpp"
printf '\n$ %s -std=c++20 -I include examples/refused.cpp\n' "$CXX"
if compile -fsyntax-only "$examples/refused.cpp" 2>refusal; then
    fail 'the compiler should have refused the program'
fi
grep -E 'error:|may_listen.*(satisf|evaluated)|(satisf|evaluated).*may_listen' refusal |
    sed "s|$include/|include/|; s|$examples/|examples/|" >reason || true
cat reason
grep -q 'may_listen.*false' reason || fail "the compiler refused it for another reason: $(cat refusal)"
# With TCP, the same program compiles: UDP is the only reason for the error.
sed 's/tenon::udp/tenon::tcp/' "$examples/refused.cpp" >accepted.cpp
compile -fsyntax-only accepted.cpp || fail 'with tcp the program should compile'

printf '\nquickstart: all outputs were as expected\n'

#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Builds and runs all tests: sh tests/run.sh [all | CONFIGURATION ...]
#
# Installs missing Debian packages, for which it needs root or sudo. The default configuration is
# `quick`. `all` runs the others, except aarch64 and i386:
#   quick            every test of the library's behaviour, with one compiler ($CXX, or GCC). The
#                    files of a test program are compiled together, so a change of one file
#                    compiles all of them again
#   gcc              the same with GCC, whatever $CXX is. Each file is compiled alone, and the
#                    option `thorough` (meson_options.txt) is on
#   clang            Clang with the sanitizers for addresses and undefined behaviour, without the
#                    tests whose results are the same without the sanitizers
#   tsan             Clang with the thread sanitizer: the suite `threads`
#   no-exceptions    GCC without exceptions and RTTI: the static table and the smoke test
#   clang-16         Clang 16 with libstdc++: the same two
#   clang-libc++     Clang with libc++: the same two
#   clang-16-libc++  Clang 16 with libc++: the same two
#   plain-posix      GCC, without the extensions of Linux to POSIX (accept4, POLLRDHUP, ppoll, …):
#                    the static table, the smoke test, five pairs of the matrix, and the unit tests
#                    of code that calls the system
#   s390x            GCC for a big-endian processor, under qemu: the static table, the smoke test,
#                    the matrix, and the unit tests of code that holds bytes and numbers
#   aarch64          GCC for 64-bit ARM, under qemu: the same tests
#   i386             GCC for 32 bits, run by the processor itself: the same tests with all drivers,
#                    all unit tests, the faults and the limits
#   mutation         the first 25 mutants that mutate.sh draws, with the build of gcc: 95 % must be
#                    caught
# The last line says how many tests passed and failed.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
builds=$root/build
cores=$(nproc 2>/dev/null || echo 2)
mkdir -p "$builds"
log=$builds/install.log
: > "$log"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# install PACKAGE …: installs the packages that are missing. A package that the distribution does
# not have is not an error.
install() {
    missing=
    for package; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ -z "${updated:-}" ]; then
        as_root apt-get update -qq >> "$log" 2>&1 || true
        updated=yes
    fi
    # One at a time, so that a package that is not available does not prevent the others.
    for package in $missing; do
        echo "installing $package"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >> "$log" 2>&1 ||
            echo "  not available (see $log)"
    done
}

first_of() {
    for command; do
        if command -v "$command" > /dev/null 2>&1; then echo "$command"; return; fi
    done
}

skipped=0
# leave_out NAME REASON: prints why a configuration is left out, and counts it.
leave_out() {
    echo "SKIPPED: configuration $1: $2"
    skipped=$((skipped + 1))
}

broken=0
logs=
# build NAME COMPILER OPTION …: sets up, builds and tests one configuration. If $suite is not empty,
# only that suite.
build() {
    name=$1 compiler=$2
    shift 2
    directory=$builds/$name
    echo "── $name: $("$compiler" --version | head -n 1)"
    # If the directory was set up with other options, or by another checkout, it is replaced.
    if [ ! -f "$directory/configured" ] || [ "$(cat "$directory/configured")" != "$root $compiler $*" ]; then
        rm -rf "$directory"
        if ! CXX=$compiler meson setup "$directory" "$root" "$@" > "$builds/$name.setup.log" 2>&1; then
            cat "$builds/$name.setup.log"
            broken=$((broken + 1))
            return
        fi
        echo "$root $compiler $*" > "$directory/configured"
    fi
    if [ -n "$suite" ]; then
        set -- --suite "$suite"  # meson test builds what these tests need, and nothing else.
    elif meson compile -C "$directory" > "$builds/$name.compile.log" 2>&1; then
        set -- --no-rebuild
    else
        grep -E 'error|FAILED|warning' -A 6 "$builds/$name.compile.log" | head -n 60 || tail -n 60 "$builds/$name.compile.log"
        echo "the build failed: see $builds/$name.compile.log"
        broken=$((broken + 1))
        return
    fi
    logs="$logs $directory/meson-logs/testlog.json"
    rm -f "$directory/meson-logs/testlog.json"
    # One more than there are processors, because some tests wait. These begin first: they have a
    # `priority`.
    meson test -C "$directory" "$@" --print-errorlogs --num-processes $((cores + 1)) --quiet < /dev/null | grep -v '^\[[0-9/]*\] ' || true
}

# build_for NAME SUITES TRIPLET RUNNER …: sets up, builds and tests for another processor, with the
# cross file install/targets/NAME.ini. `RUNNER …` runs the programs of that processor.
build_for() {
    name=$1 suites=$2 compiler=$3-g++
    shift 3
    probe=$builds/$name.probe
    if ! command -v "$compiler" > /dev/null 2>&1; then
        leave_out "$name" "there is no $compiler"
    elif ! printf '#include <string>\nint main() {}\n' | "$compiler" -x c++ - -o "$probe" >> "$log" 2>&1 || ! "$@" "$probe" >> "$log" 2>&1; then
        leave_out "$name" "$1 does not run its programs here"
    elif [ ! -f /usr/include/catch2/catch.hpp ]; then
        leave_out "$name" 'there is no Catch2 of version 2, which needs no library'
    else
        # Not optimised: to optimise takes longer than the tests do, even in an emulator.
        build "$name" "$compiler" --cross-file "$root/tests/install/targets/$name.ini" "-Dtests=$suites" -Dexamples=false -Dbuildtype=plain
    fi
}

# Unpacks libc++ 16 into the build folder, because Debian installs only one version of libc++ at a
# time.
libcxx_16() {
    target=$builds/libc++-16
    [ -d "$target/usr/lib/llvm-16/include/c++/v1" ] && return 0
    mkdir -p "$target/packages"
    (cd "$target/packages" && apt-get download -qq libc++1-16 libc++-16-dev libc++abi1-16 libc++abi-16-dev libunwind-16 libunwind-16-dev) \
        >> "$log" 2>&1 || return 1
    for package in "$target"/packages/*.deb; do dpkg -x "$package" "$target" || return 1; done
}

if command -v apt-get > /dev/null 2>&1; then
    install g++ cmake pkg-config python3 meson ninja-build catch2 netcat-openbsd socat curl wrk dnsmasq-base iproute2 nftables
fi
for tool in meson ninja python3; do
    command -v $tool > /dev/null 2>&1 || { echo "needs $tool"; echo "0 passed, 1 failed"; exit 1; }
done

[ $# -gt 0 ] || set -- quick
[ "$*" != all ] || set -- gcc clang tsan no-exceptions clang-16 clang-libc++ clang-16-libc++ plain-posix s390x mutation
for configuration; do
    suite=
    case $configuration in
    *16*) install clang-16 ;;
    clang* | tsan) install clang-19 libclang-rt-19-dev ;;
    esac
    # Other programs for tests/interop. Debian starts the services of the last two when it installs
    # them, unless this is a container, so the default configuration does without.
    case $configuration in
    quick) install microsocks bind9-dnsutils ;;
    gcc | clang) install microsocks bind9-dnsutils dante-server rpcbind ;;
    esac
    case $configuration in
    quick) install doxygen ;;
    gcc)
        install doxygen valgrind g++-i686-linux-gnu libasio-dev libuv1-dev libpoco-dev librust-socket2-dev
        command -v rustc > /dev/null 2>&1 || install rustc ;;
    clang) install clang-tidy-19 clang-tools-19 ;;
    clang-libc++) install libc++-19-dev libc++abi-19-dev ;;
    s390x) install g++-s390x-linux-gnu qemu-user-static ;;
    aarch64) install g++-aarch64-linux-gnu qemu-user-static ;;
    i386) install g++-i686-linux-gnu ;;
    esac

    gcc=$(first_of g++-12 g++)
    clang=$(first_of clang++-19 clang++)
    clang_16=$(first_of clang++-16)
    case $configuration in
    quick)
        build quick "${CXX:-${gcc:-$clang}}" -Dbuildtype=plain -Dtogether=true ;;
    gcc)
        build gcc "$gcc" -Ddebug=false -Doptimization=0 -Dthorough=true ;;
    no-exceptions)
        build no-exceptions "$gcc" -Dtests=smoke -Dexamples=false -Dcpp_eh=none -Dcpp_rtti=false ;;
    clang)
        if [ -z "$clang" ]; then leave_out clang 'there is no clang++'; continue; fi
        # Reports of the sanitizers name functions without lines. With lines, which make the build a
        # sixth longer: meson configure build/clang -Ddebug=true
        build clang "$clang" -Dbuildtype=plain -Dthorough=true -Db_sanitize=address,undefined -Db_lundef=false \
            -Dcpp_args=-fno-sanitize-recover=all ;;
    tsan)
        if [ -z "$clang" ]; then leave_out tsan 'there is no clang++'; continue; fi
        suite=threads
        build tsan "$clang" -Dbuildtype=plain -Dexamples=false -Db_sanitize=thread -Db_lundef=false ;;
    clang-16)
        if [ -z "$clang_16" ]; then leave_out clang-16 'there is no clang++-16'; continue; fi
        build clang-16 "$clang_16" -Dtests=smoke -Dexamples=false ;;
    clang-libc++)
        if [ -z "$clang" ]; then leave_out clang-libc++ 'there is no clang++'; continue; fi
        build clang-libc++ "$clang" -Dtests=smoke -Dexamples=false -Dcpp_args=-stdlib=libc++ -Dcpp_link_args=-stdlib=libc++ ;;
    clang-16-libc++)
        if [ -z "$clang_16" ] || ! libcxx_16; then leave_out clang-16-libc++ 'there is no clang++-16, or no libc++ for it'; continue; fi
        cxx=$builds/libc++-16/usr/lib/llvm-16
        build clang-16-libc++ "$clang_16" -Dtests=smoke -Dexamples=false \
            -Dcpp_args="['-nostdinc++', '-isystem', '$cxx/include/c++/v1']" \
            -Dcpp_link_args="['-stdlib=libc++', '-L$cxx/lib', '-Wl,-rpath,$cxx/lib']" ;;
    plain-posix)
        build plain-posix "$gcc" -Dtests=plain-posix -Dexamples=false -Dbuildtype=plain ;;
    s390x)
        build_for s390x target-core s390x-linux-gnu qemu-s390x-static -L /usr/s390x-linux-gnu ;;
    aarch64)
        build_for aarch64 target-core aarch64-linux-gnu qemu-aarch64-static -L /usr/aarch64-linux-gnu ;;
    i386)
        build_for i386 target i686-linux-gnu /usr/i686-linux-gnu/lib/ld-linux.so.2 --library-path /usr/i686-linux-gnu/lib ;;
    mutation)
        echo "── mutation: the first 25"
        sh "$root/tests/mutate.sh" 25 || broken=$((broken + 1)) ;;
    *)
        echo "there is no configuration $configuration"
        broken=$((broken + 1)) ;;
    esac
done

# shellcheck disable=SC2086 # a list
exec python3 "$root/tests/support/count.py" --broken $broken --skipped $skipped --readme "$root/README.md" $logs

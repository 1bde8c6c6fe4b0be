#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
#
# Builds and runs all tests: sh tests/run.sh [all | CONFIGURATION ...]
#
# Installs what is missing (Debian's packages; needs root or sudo for that). The configurations, by default the first; `all` are the
# others but for aarch64 and i386:
#   quick            everything that the library does, with one compiler ($CXX, or GCC). The files of a test program are compiled
#                    together: a change of one of them compiles them all
#   gcc              the same with GCC, whatever $CXX says, each file by itself, and thoroughly: what explores goes further, some of it
#                    is optimized, the examples are built against both forms of the header, each header is compiled alone, and
#                    programs are built as users do, with other flags and from what is installed
#   clang            Clang with the address and undefined behaviour sanitizers, everything but what is the same without them
#   tsan             Clang with the thread sanitizer: the suite threads
#   no-exceptions    GCC without exceptions and RTTI: the static table and the smoke test
#   clang-16         Clang 16 with libstdc++: the same two
#   clang-libc++     Clang with libc++: the same two
#   clang-16-libc++  Clang 16 with libc++: the same two
#   plain-posix      GCC, without what Linux has beyond POSIX (accept4, POLLRDHUP, ppoll, …): the static table, the smoke test,
#                    five pairs of the matrix, the units of what calls the system
#   s390x            GCC for a processor whose most significant byte is first, under qemu: the static table, the smoke test, the
#                    matrix, the units of what holds bytes and numbers
#   aarch64          GCC for ARM of 64 bits, under qemu: the same
#   i386             GCC for 32 bits, run by the processor itself: the same with all drivers, and all units, the faults, the limits
#   mutation         the first 25 changes of the headers that mutate.sh draws, with the build of gcc: 95 % must be noticed
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

# install PACKAGE …: those that are not there. A package that the distribution does not have is no error here.
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
    # One at a time: one that cannot be had does not keep the others away.
    for package in $missing; do
        echo "installing $package"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >> "$log" 2>&1 ||
            echo "  not to be had (see $log)"
    done
}

first_of() {
    for command; do
        if command -v "$command" > /dev/null 2>&1; then echo "$command"; return; fi
    done
}

# The tool that a configuration needs, or a line that says why it is left out.
skipped=0
leave_out() {
    echo "SKIPPED: configuration $1: $2"
    skipped=$((skipped + 1))
}

broken=0
logs=
# build NAME COMPILER OPTION …: sets up, builds and tests one configuration, or, where $suite is not empty, that suite of it.
build() {
    name=$1 compiler=$2
    shift 2
    directory=$builds/$name
    echo "── $name: $("$compiler" --version | head -n 1)"
    # A directory that was set up otherwise, or by another checkout, is made anew.
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
        set -- --suite "$suite"  # The tests are built when they are run, and nothing else is.
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
    # One more than there are processors, since some tests wait; those begin first (their `priority`).
    meson test -C "$directory" "$@" --print-errorlogs --num-processes $((cores + 1)) --quiet < /dev/null | grep -v '^\[[0-9/]*\] ' || true
}

# build_for NAME SUITES TRIPLET RUNNER …: sets up, builds and tests for another processor, whose programs RUNNER … runs; as
# install/targets/NAME.ini has it.
build_for() {
    name=$1 suites=$2 compiler=$3-g++
    shift 3
    probe=$builds/$name.probe
    if ! command -v "$compiler" > /dev/null 2>&1; then
        leave_out "$name" "no $compiler"
    elif ! printf '#include <string>\nint main() {}\n' | "$compiler" -x c++ - -o "$probe" >> "$log" 2>&1 || ! "$@" "$probe" >> "$log" 2>&1; then
        leave_out "$name" "its programs do not run here, by $1"
    elif [ ! -f /usr/include/catch2/catch.hpp ]; then
        leave_out "$name" 'no Catch2 of version 2, which is headers alone'
    else
        # Not optimised: it takes longer than the tests, even in an emulator.
        build "$name" "$compiler" --cross-file "$root/tests/install/targets/$name.ini" "-Dtests=$suites" -Dexamples=false -Dbuildtype=plain
    fi
}

# libc++ 16, beside the libc++ of another version that is installed: Debian lets only one be.
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
    case $configuration in
    quick) install doxygen ;;
    gcc) install doxygen g++-i686-linux-gnu ;;
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
        if [ -z "$clang" ]; then leave_out clang 'no clang++'; continue; fi
        # A report names functions; with their lines, which take a sixth longer: meson configure build/clang -Ddebug=true
        build clang "$clang" -Dbuildtype=plain -Dthorough=true -Db_sanitize=address,undefined -Db_lundef=false \
            -Dcpp_args=-fno-sanitize-recover=all ;;
    tsan)
        if [ -z "$clang" ]; then leave_out tsan 'no clang++'; continue; fi
        suite=threads
        build tsan "$clang" -Dbuildtype=plain -Dexamples=false -Db_sanitize=thread -Db_lundef=false ;;
    clang-16)
        if [ -z "$clang_16" ]; then leave_out clang-16 'no clang++-16'; continue; fi
        build clang-16 "$clang_16" -Dtests=smoke -Dexamples=false ;;
    clang-libc++)
        if [ -z "$clang" ]; then leave_out clang-libc++ 'no clang++'; continue; fi
        build clang-libc++ "$clang" -Dtests=smoke -Dexamples=false -Dcpp_args=-stdlib=libc++ -Dcpp_link_args=-stdlib=libc++ ;;
    clang-16-libc++)
        if [ -z "$clang_16" ] || ! libcxx_16; then leave_out clang-16-libc++ 'no clang++-16 or no libc++ for it'; continue; fi
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
        echo "no configuration is called $configuration"
        broken=$((broken + 1)) ;;
    esac
done

# shellcheck disable=SC2086 # a list
exec python3 "$root/tests/support/count.py" --broken $broken --skipped $skipped $logs

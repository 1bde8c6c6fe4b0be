// SPDX-License-Identifier: BSL-1.0
// A socket does not convert to its handle, and has no base class that could be moved from.
//
// change: socket.release_handle() -> std::move(socket)
// words clang: no viable conversion
// words gcc: conversion from .* to non-scalar type .*handle
#include <utility>

#include <tenon.hpp>

void misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    [[maybe_unused]] tenon::handle<tenon::blocking> taken = /*here*/ socket.release_handle();
}

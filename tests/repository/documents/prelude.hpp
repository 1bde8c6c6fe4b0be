// SPDX-License-Identifier: BSL-1.0
#pragma once

// The beginning of each unit of document fragments. The fragments are compiled and never run.

#include <tenon/layers.hpp>
#include <tenon/loops.hpp>
#include <tenon/testing.hpp>

#include <array>
#include <cassert>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

using namespace tenon::literals;

// Objects that fragments use without a declaration.
extern tenon::listener<tenon::tcp, tenon::ipv4> server;
extern tenon::connection<tenon::tcp, tenon::ipv4> peer;
extern tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking> station;
extern std::array<std::byte, 4096> buffer;
extern std::string text;

// The same objects with the driver of a loop, as parameters of the fragments that are bodies of
// tasks.
#define TASK_PARAMETERS                                                                       \
    tenon::epoll_loop &loop,                                                                  \
        tenon::listener<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::epoll_loop>>&server, \
        tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::epoll_loop>>&peer, \
        tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound,                            \
                            tenon::driver_of<tenon::epoll_loop>>&station

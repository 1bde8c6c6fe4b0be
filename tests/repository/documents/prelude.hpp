// SPDX-License-Identifier: BSL-1.0
#pragma once

// What stands before the fragments of the documents, which are compiled and never run.

#include <tenon/loops.hpp>

#include <array>
#include <cassert>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

using namespace tenon::literals;

// What the fragments speak of, and where they do not make it themselves.
extern tenon::listener<tenon::tcp, tenon::ipv4> server;
extern tenon::connection<tenon::tcp, tenon::ipv4> peer;
extern tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking> station;
extern std::array<std::byte, 4096> buffer;
extern std::string text;

// The same of a loop, for the fragments that are bodies of tasks.
#define TASK_PARAMETERS                                                                                            \
    tenon::epoll_loop &loop, tenon::listener<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::epoll_loop>>&server, \
        tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::epoll_loop>>&peer,                      \
        tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::driver_of<tenon::epoll_loop>>&station

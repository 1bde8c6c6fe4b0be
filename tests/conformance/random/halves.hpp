// SPDX-License-Identifier: BSL-1.0
#pragma once

// A stream whose halves belong to two tasks. All bytes come back in their order.

#include <utility>

#include <conformance/random/flows.hpp>
#include <conformance/random/world.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

template <class Loop>
tenon::task<void> halves(world<Loop>& in) {
    const frame_counter frame(in.current);
    auto pair = in.make_streams();
    auto split = std::move(pair.first).split().value();
    flow out;
    static_cast<void>(co_await tenon::when_all(receive_numbered(in, std::move(split.first), out),
                                               send_to_end(in, std::move(split.second), out),
                                               echo(in, std::move(pair.second))));
    in.current.check(!out.has_ended || out.sent == out.received, "bytes were lost");
}

}  // namespace random_programs

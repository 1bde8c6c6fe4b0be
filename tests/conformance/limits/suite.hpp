// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every operation that waits, under every limit, with every event, over one pair. pair.cpp.in
// instantiates it.

#include <conformance/limits/cell.hpp>
#include <conformance/limits/scenario/accepting.hpp>
#include <conformance/limits/scenario/connecting.hpp>
#include <conformance/limits/scenario/receiving.hpp>
#include <conformance/limits/scenario/sending.hpp>

namespace limit_tests {

template <class Pair>
void accepting_and_connecting() {
    run_scenarios<accepts<Pair, false>, accepts<Pair, true>, connects<Pair>, connects_by_verb<Pair>,
                  finishes<Pair>>();
}

template <class Pair>
void receiving() {
    run_scenarios<receives<Pair, by_receive>, receives<Pair, by_receive_pieces>,
                  receives<Pair, by_receive_exactly>, receives<Pair, by_receive_exactly_cursor>,
                  receives<Pair, by_peek>, receives<Pair, by_read>, receives<Pair, by_wait_any>,
                  receives_from<Pair>>();
}

template <class Pair>
void sending() {
    run_scenarios<sends<Pair, by_send>, sends<Pair, by_send_pieces>, sends<Pair, by_send_all>,
                  sends<Pair, by_send_all_pieces>, sends<Pair, by_send_all_cursor>,
                  sends<Pair, by_send_urgent>, sends<Pair, by_wait_any_writable>, sends_to<Pair>>();
}

}  // namespace limit_tests

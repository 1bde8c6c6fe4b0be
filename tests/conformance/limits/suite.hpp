// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every operation that waits, under every limit, in every event, over one pair: a file of a few lines instantiates it.

#include <conformance/limits/cell.hpp>
#include <conformance/limits/scenario/connecting.hpp>
#include <conformance/limits/scenario/receiving.hpp>
#include <conformance/limits/scenario/sending.hpp>
#include <conformance/limits/scenario/taking.hpp>

namespace bounded {

template <class Pair>
void taking_and_connecting() {
    run_acts<takes<Pair, false>, takes<Pair, true>, connects<Pair>, connects_by_verb<Pair>, finishes<Pair>>();
}

template <class Pair>
void receiving() {
    run_acts<receives<Pair, by_receive>, receives<Pair, by_receive_pieces>, receives<Pair, by_receive_exactly>,
             receives<Pair, by_receive_exactly_cursor>, receives<Pair, by_peek>, receives<Pair, by_read>,
             receives<Pair, by_wait_any>, receives_from<Pair>>();
}

template <class Pair>
void sending() {
    run_acts<sends<Pair, by_send>, sends<Pair, by_send_pieces>, sends<Pair, by_send_all>, sends<Pair, by_send_all_pieces>,
             sends<Pair, by_send_all_cursor>, sends<Pair, by_send_urgent>, sends<Pair, by_wait_any_writable>, sends_to<Pair>>();
}

}  // namespace bounded

// SPDX-License-Identifier: BSL-1.0
#pragma once

// Adds protocols under drivers. The whole product takes a compiler minutes; without the option
// `thorough`, each protocol has one driver, and the codecs, which share a layer, have all.

#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

#include <conformance/layers/protocols.hpp>
#include <conformance/layers/socket_end.hpp>

namespace layers {

using environments =
    std::tuple<at_once<tenon::basic_blocking<cutting>>, at_once<tenon::basic_restarting<cutting>>,
               at_once<tenon::basic_describing<cutting>>,
               at_once<tenon::basic_nonblocking<cutting>>,
               in_loop<tenon::basic_epoll_loop<cutting>>, in_loop<tenon::basic_poll_loop<cutting>>,
               in_loop<tenon::epoll_loop>>;
inline constexpr std::size_t drivers = std::tuple_size_v<environments>;
inline constexpr const char* driver_names[drivers] = {"blocking",
                                                      "restarting",
                                                      "describing",
                                                      "nonblocking",
                                                      "epoll_loop",
                                                      "poll_loop",
                                                      "epoll_loop of the native system"};
inline constexpr std::array<std::size_t, 3> pieces = {0, 7, 1};

/// Adds a case under a driver, by all pieces; or by one, which depends on `number`.
template <std::size_t Driver, class Case>
void add_under(int variant, bool by_all_pieces, std::size_t number) {
    // The native system does not cut streams.
    const std::size_t most = Driver == drivers - 1 ? 1 : pieces.size();
    for (std::size_t index = 0; index != most; ++index)
        if (by_all_pieces || index == number % most)
            add<std::tuple_element_t<Driver, environments>, Case>(driver_names[Driver],
                                                                  pieces[index], variant);
}
template <class Case, std::size_t... Drivers>
void add_under_each(std::index_sequence<Drivers...>, int variant, bool by_all_pieces,
                    std::size_t number) {
    (add_under<Drivers, Case>(variant, by_all_pieces, number + Drivers), ...);
}

/// Adds cases, of which the first is the `First`th of the list: each under the next driver, or
/// under all drivers.
template <std::size_t First, class... Cases>
bool add_cases() {
#ifdef LAYERS_THOROUGH
    (add_under_each<Cases>(std::make_index_sequence<drivers>(), 0, true, 0), ...);
#else
    const auto add_each = []<std::size_t... Index>(std::index_sequence<Index...>) {
        (add_under<(First + Index) % drivers, Cases>(0, true, 0), ...);
    };
    add_each(std::index_sequence_for<Cases...>());
#endif
    return true;
}
/// Adds each codec under some drivers.
template <std::size_t... Drivers>
bool add_codecs() {
#ifdef LAYERS_THOROUGH
    constexpr bool by_all_pieces = true;
#else
    constexpr bool by_all_pieces = false;
#endif
    for (int codec = 0; codec != cases::codecs; ++codec)
        add_under_each<cases::case_codec>(std::index_sequence<Drivers...>(), codec, by_all_pieces,
                                          static_cast<std::size_t>(codec));
    return true;
}

}  // namespace layers

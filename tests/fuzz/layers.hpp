// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "codecs.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/testing/scripted.hpp>

// What lies below a layer, as the fuzzer chooses it: pieces, short counts, errors of limits, and
// calls that are made again.

namespace fuzz {

/// Chooses one of a few values again and again.
class repeated_choice {
public:
    explicit repeated_choice(decisions& choose)
        : choices_(choose.value<std::array<std::uint8_t, 4>>()) {}
    std::size_t below(std::size_t limit) { return choices_[next_++ % choices_.size()] % limit; }

private:
    std::array<std::uint8_t, 4> choices_;
    std::size_t next_ = 0;
};

/// An error after which a call can be repeated, or 0: mostly 0.
inline int temporary_error(repeated_choice& choose) {
    constexpr int errors[] = {0, 0, 0, 0, EAGAIN, ETIMEDOUT, ECANCELED, ENOBUFS, ENOMEM};
    return errors[choose.below(std::size(errors))];
}

/// The bytes arrive in pieces, at most about 500, with errors between them, and then the end.
inline void arrive(tenon::scripted_stream& below, std::string_view bytes, decisions& choose) {
    division pieces(choose);
    repeated_choice errors(choose);
    const std::size_t least = 1 + bytes.size() / 500;
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, pieces.next(least));
        bytes.remove_prefix(piece.size());
        if (const int error = temporary_error(errors); error != 0)
            below.receive_fails(error);
        below.arrives(piece);
    }
    if (const int error = temporary_error(errors); error != 0)
        below.receive_fails(error);
    below.ends();
}
/// The next calls that send fail, or accept a part.
template <class Below>
void choose_sends(Below& below, decisions& choose, std::size_t count) {
    division parts(choose);
    repeated_choice errors(choose);
    for (; count != 0; --count)
        if (const int error = temporary_error(errors); error != 0)
            below.send_fails(error);
        else if constexpr (requires { below.accepts(1); })
            below.accepts(parts.next(1));
}

/// Calls a member of a layer until it does not fail with a temporary error. A script has fewer of
/// them than a thousand: then the error is permanent.
template <class Member>
auto until_permanent(Member member) {
    for (int count = 0;; ++count)
        if (auto done = tenon::until_complete(member);
            done || !tenon::is_temporary(done.why()) || count == 1000)
            return done;
}

}  // namespace fuzz

// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <support/catch.hpp>

#include <algorithm>
#include <concepts>
#include <map>
#include <string>
#include <support/options/list.hpp>
#include <vector>

namespace every_option {

using listing::comparison, listing::option_case;

/// What became of an option, over all sockets that it was tried on.
struct account {
    int carried_out = 0;
    int refused = 0;
    std::string error;
};
using accounts = std::map<std::string, account>;

/// What one type of socket does with one option: the socket is borrowed. Small, since there is one for each of both.
template <class Option>
struct access {
    using value_type = typename Option::value_type;
    tenon::result<void> (*set)(int, const value_type&) = nullptr;
    tenon::result<value_type> (*get)(int) = nullptr;
};
template <class Socket, class Option>
access<Option> access_of() {
    using protocol = typename Socket::protocol_type;
    using family = typename Socket::family_type;
    using state = typename Socket::state_type;
    access<Option> of_socket;
    if constexpr (tenon::settable_on<Option, protocol, family, state>)
        of_socket.set = [](int descriptor, const typename Option::value_type& value) {
            Socket socket(tenon::unchecked, descriptor, tenon::blocking());
            const auto done = socket.set(Option(value));
            static_cast<void>(socket.release());
            return done;
        };
    if constexpr (tenon::gettable_on<Option, protocol, family> && tenon::readable_in<Option, state>)
        of_socket.get = [](int descriptor) {
            Socket socket(tenon::unchecked, descriptor, tenon::blocking());
            auto got = socket.get(Option());
            static_cast<void>(socket.release());
            return got;
        };
    return of_socket;
}

/// A kind of socket that options are tried on: where a new one comes from, as a descriptor or a negative number.
template <class Socket>
struct source {
    const char* name;
    int (*make)();
    /// The system has the protocol and not all that its kind has: what it lacks is not supported, or forgotten at once.
    bool in_part = false;
};

template <class Value>
bool agree(comparison how, const Value& read, const Value& set) {
    if constexpr (std::integral<Value> && !std::same_as<Value, bool>)
        if (how == comparison::doubled)
            return read == 2 * set;
    if constexpr (std::totally_ordered<Value>)
        if (how == comparison::not_less)
            return read >= set;
    if constexpr (std::equality_comparable<Value>)
        return how == comparison::any || read == set;
    else
        return how == comparison::any;
}

/// Sets and reads each option of the list on each source that has it.
template <class... Sockets>
class trial {
public:
    trial(accounts& kept, source<Sockets>... sources)
        : kept_(kept), sources_{{sources.name, sources.make, sources.in_part}...} {}

    static void section(const char*, const char*) {}

    template <class Option>
    void operator()(const option_case<Option>& listed) {
        const access<Option> accesses[] = {access_of<Sockets, Option>()...};
        for (std::size_t index = 0; index != sizeof...(Sockets); ++index)
            try_on(sources_[index], accesses[index], listed);
    }

private:
    struct named_source {
        const char* name;
        int (*make)();
        bool in_part;
    };

    template <class Option>
    void try_on(const named_source& source, const access<Option>& socket, const option_case<Option>& listed) {
        if (socket.set == nullptr && socket.get == nullptr)
            return;
        INFO(listed.name << " on " << source.name);
        const int descriptor = source.make();
        if (descriptor < 0)
            return;
        if (socket.set == nullptr)
            static_cast<void>(accounted(source, listed, socket.get(descriptor)));
        else
            for (const typename Option::value_type& sample : samples_of(listed))
                set_and_read(source, descriptor, socket, listed, sample);
        static_cast<void>(tenon::os::native::close(descriptor));
    }

    template <class Option>
    static std::vector<typename Option::value_type> samples_of(const option_case<Option>& listed) {
        if constexpr (std::same_as<typename Option::value_type, bool>)
            if (listed.samples.empty())
                return {true, false, true};
        CHECK_FALSE(listed.samples.empty());
        return listed.samples;
    }

    template <class Option>
    void set_and_read(const named_source& source, int descriptor, const access<Option>& socket,
                      const option_case<Option>& listed, const typename Option::value_type& sample) {
        if (!accounted(source, listed, socket.set(descriptor, sample)) || socket.get == nullptr || source.in_part)
            return;
        const auto got = socket.get(descriptor);
        INFO("read: " << got.error().message());
        CHECK((got && agree(listed.read, *got, sample)));
    }

    /// Whether it was carried out. What the list gives no reason for must have been.
    template <class Option, class Result>
    bool accounted(const named_source& source, const option_case<Option>& listed, const Result& outcome) {
        account& mine = kept_[listed.name];
        if (outcome) {
            ++mine.carried_out;
            return true;
        }
        ++mine.refused;
        mine.error = outcome.error().message();
        INFO(mine.error);
        if (source.in_part &&
            (outcome.error() == std::errc::operation_not_supported || outcome.error() == std::errc::no_protocol_option))
            return false;
        CHECK(std::ranges::count(listed.refusals, outcome.error().value()) == 1);
        return false;
    }

    accounts& kept_;
    named_source sources_[sizeof...(Sockets)];
};

}  // namespace every_option

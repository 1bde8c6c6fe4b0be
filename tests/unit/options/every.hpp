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

/// What one type of sockets does with one option of a type of values: the socket is borrowed.
template <class Value>
struct access {
    tenon::result<void> (*set)(int, const Value&) = nullptr;
    tenon::result<Value> (*get)(int) = nullptr;
};
template <class Socket, class Option>
tenon::result<void> set_on(int descriptor, const typename Option::value_type& value) {
    Socket socket(tenon::unchecked, descriptor, tenon::blocking());
    const auto done = socket.set(Option(value));
    static_cast<void>(socket.release());
    return done;
}
template <class Socket, class Option>
tenon::result<typename Option::value_type> get_on(int descriptor) {
    Socket socket(tenon::unchecked, descriptor, tenon::blocking());
    auto got = socket.get(Option());
    static_cast<void>(socket.release());
    return got;
}
template <class Socket, class Option>
consteval access<typename Option::value_type> access_of() {
    using protocol = typename Socket::protocol_type;
    using family = typename Socket::family_type;
    using state = typename Socket::state_type;
    access<typename Option::value_type> of_socket;
    if constexpr (tenon::settable_on<Option, protocol, family, state>)
        of_socket.set = set_on<Socket, Option>;
    if constexpr (tenon::gettable_on<Option, protocol, family> && tenon::readable_in<Option, state>)
        of_socket.get = get_on<Socket, Option>;
    return of_socket;
}

/// Sockets that options are tried on.
struct source {
    const char* name;
    int (*make)();  ///< a new one, as a descriptor or a negative number
    /// The system has the protocol and not all of its options: what it lacks is not supported, or forgotten at once.
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

/// Tries an option on a source. What does not depend on the types of sockets and options is instantiated for each type of
/// values alone: there are five thousand pairs of a type of sockets and an option.
class trial_of_values {
public:
    explicit trial_of_values(accounts& kept) : kept_(kept) {}

    static void section(const char*, const char*) {}

protected:
    /// What is set, and how it must be read.
    template <class Value>
    struct expected {
        const char* name;
        const std::vector<Value>& samples;
        comparison read;
        const std::vector<int>& refusals;
    };

    template <class Value>
    void try_on(const source& from, const access<Value>& socket, const expected<Value>& of) {
        if (socket.set == nullptr && socket.get == nullptr)
            return;
        INFO(of.name << " on " << from.name);
        const int descriptor = from.make();
        if (descriptor < 0)
            return;
        if (socket.set == nullptr)
            static_cast<void>(accounted(from, of.name, of.refusals, socket.get(descriptor).error()));
        else
            for (const Value& sample : samples_of(of))
                set_and_read(from, descriptor, socket, of, sample);
        static_cast<void>(tenon::os::native::close(descriptor));
    }

private:
    template <class Value>
    static std::vector<Value> samples_of(const expected<Value>& of) {
        if constexpr (std::same_as<Value, bool>)
            if (of.samples.empty())
                return {true, false, true};
        CHECK_FALSE(of.samples.empty());
        return of.samples;
    }

    template <class Value>
    void set_and_read(const source& from, int descriptor, const access<Value>& socket, const expected<Value>& of,
                      const Value& sample) {
        if (!accounted(from, of.name, of.refusals, socket.set(descriptor, sample).error()) || socket.get == nullptr ||
            from.in_part)
            return;
        const auto got = socket.get(descriptor);
        INFO("read: " << got.error().message());
        CHECK((got && agree(of.read, *got, sample)));
    }

    /// Whether it was carried out. What the list gives no reason for must have been.
    bool accounted(const source& from, const char* name, const std::vector<int>& refusals, std::error_code error) {
        account& mine = kept_[name];
        if (!error) {
            ++mine.carried_out;
            return true;
        }
        ++mine.refused;
        mine.error = error.message();
        INFO(mine.error);
        if (from.in_part && (error == std::errc::operation_not_supported || error == std::errc::no_protocol_option))
            return false;
        CHECK(std::ranges::count(refusals, error.value()) == 1);
        return false;
    }

    accounts& kept_;
};

/// Sets and reads each option of the list on sockets of each type that has it.
template <class... Sockets>
class trial : public trial_of_values {
public:
    trial(accounts& kept, const source (&sources)[sizeof...(Sockets)]) : trial_of_values(kept), sources_(sources) {}

    template <class Option>
    void operator()(const option_case<Option>& listed) {
        using value_type = typename Option::value_type;
        static constexpr access<value_type> accesses[] = {access_of<Sockets, Option>()...};
        for (std::size_t index = 0; index != sizeof...(Sockets); ++index)
            try_on<value_type>(sources_[index], accesses[index], {listed.name, listed.samples, listed.read, listed.refusals});
    }

private:
    const source (&sources_)[sizeof...(Sockets)];
};

}  // namespace every_option

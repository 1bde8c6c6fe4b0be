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

/// How often an option succeeded and was refused, over all sockets that it was tried on.
struct account {
    int carried_out = 0;
    int refused = 0;
    std::string error;
};
using accounts = std::map<std::string, account>;

/// The functions that set and get one option on one type of socket. They do not close the
/// descriptor.
template <class Value>
struct access {
    tenon::result<void> (*set)(int, const Value&) = nullptr;
    tenon::result<Value> (*get)(int) = nullptr;
};
template <class Socket, class Option>
tenon::result<void> set_on(int descriptor, const typename Option::value_type& value) {
    Socket socket(tenon::unchecked, descriptor, tenon::blocking());
    const auto outcome = socket.set(Option(value));
    static_cast<void>(socket.release());
    return outcome;
}
template <class Socket, class Option>
tenon::result<typename Option::value_type> get_on(int descriptor) {
    Socket socket(tenon::unchecked, descriptor, tenon::blocking());
    auto value = socket.get(Option());
    static_cast<void>(socket.release());
    return value;
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

/// Makes the sockets that options are tried on.
struct source {
    const char* name;
    int (*make)();  ///< makes a socket and returns its descriptor, or a negative number
    /// The system has the protocol, but not all of its options: setting one may fail or have no
    /// effect.
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

/// Tries an option on a source. This part depends only on the value type, and not on the types of
/// sockets and options: there are five thousand pairs of a socket type and an option.
class trial_of_values {
public:
    explicit trial_of_values(accounts& totals) : accounts_(totals) {}

    static void section(const char*, const char*) {}

protected:
    /// The values to set, and how the value that is read compares with them.
    template <class Value>
    struct expected {
        const char* name;
        const std::vector<Value>& samples;
        comparison read;
        const std::vector<int>& refusals;
    };

    template <class Value>
    void try_on(const source& from, const access<Value>& socket, const expected<Value>& option) {
        if (socket.set == nullptr && socket.get == nullptr)
            return;
        INFO(option.name << " on " << from.name);
        const int descriptor = from.make();
        if (descriptor < 0)
            return;
        if (socket.set == nullptr)
            static_cast<void>(
                record(from, option.name, option.refusals, socket.get(descriptor).error()));
        else
            for (const Value& sample : samples_of(option))
                set_and_read(from, descriptor, socket, option, sample);
        static_cast<void>(tenon::os::native::close(descriptor));
    }

private:
    template <class Value>
    static std::vector<Value> samples_of(const expected<Value>& option) {
        if constexpr (std::same_as<Value, bool>)
            if (option.samples.empty())
                return {true, false, true};
        CHECK_FALSE(option.samples.empty());
        return option.samples;
    }

    template <class Value>
    void set_and_read(const source& from, int descriptor, const access<Value>& socket,
                      const expected<Value>& option, const Value& sample) {
        if (!record(from, option.name, option.refusals, socket.set(descriptor, sample).error()) ||
            socket.get == nullptr || from.in_part)
            return;
        const auto value = socket.get(descriptor);
        INFO("read: " << value.error().message());
        CHECK((value && agree(option.read, *value, sample)));
    }

    /// Counts the result of a call. Returns whether the call succeeded. Fails the test if the error
    /// is not in the list.
    bool record(const source& from, const char* name, const std::vector<int>& refusals,
                std::error_code error) {
        account& entry = accounts_[name];
        if (!error) {
            ++entry.carried_out;
            return true;
        }
        ++entry.refused;
        entry.error = error.message();
        INFO(entry.error);
        if (from.in_part &&
            (error == std::errc::operation_not_supported || error == std::errc::no_protocol_option))
            return false;
        CHECK(std::ranges::count(refusals, error.value()) == 1);
        return false;
    }

    accounts& accounts_;
};

/// Sets and reads each option of the list on sockets of each type that has it.
template <class... Sockets>
class trial : public trial_of_values {
public:
    trial(accounts& totals, const source (&sources)[sizeof...(Sockets)])
        : trial_of_values(totals), sources_(sources) {}

    template <class Option>
    void operator()(const option_case<Option>& listed) {
        using value_type = typename Option::value_type;
        static constexpr access<value_type> accesses[] = {access_of<Sockets, Option>()...};
        for (std::size_t index = 0; index != sizeof...(Sockets); ++index)
            try_on<value_type>(sources_[index], accesses[index],
                               {listed.name, listed.samples, listed.read, listed.refusals});
    }

private:
    const source (&sources_)[sizeof...(Sockets)];
};

}  // namespace every_option

// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

#include <support/options/list.hpp>

#include <algorithm>
#include <concepts>
#include <vector>

// What the system says of an option: any bytes, and any number of them.

using fuzz::expect;
namespace options = tenon::options;

namespace {

/// Decodes one option from bytes, in its own representation; what may be set is encoded to what is decoded to the same.
template <class Option>
void decode(fuzz::decisions choose) {
    typename Option::representation given{};
    const auto size = choose.value<tenon::os::address_length>();
    choose.take(&given, sizeof given);
    if constexpr (tenon::decodes_by_size<Option>) {
        static_cast<void>(Option::decode(given, size));
    } else {
        const auto value = Option::decode(given);
        if constexpr (!tenon::get_only<Option> && std::equality_comparable<typename Option::value_type>)
            expect(Option::decode(Option(value).encode()) == value, "what was decoded is encoded to the same");
    }
}

/// The decoders of all options that can be read.
struct every_decoder {
    void section(const char*, const char*) {}
    template <class Option>
    void operator()(const listing::option_case<Option>&) {
        if constexpr (!tenon::set_only<Option>)
            all.push_back(decode<Option>);
    }
    std::vector<void (*)(fuzz::decisions)> all;
};

/// A system that answers getsockopt with bytes of our choice, and with a size.
class answering : public tenon::os::native {
public:
    answering(std::string_view bytes, tenon::os::address_length said) : bytes_(bytes), said_(said) {}

    std::ptrdiff_t getsockopt(tenon::os::descriptor, int, int, void* value, tenon::os::address_length* size) const noexcept {
        expect(*size != 0, "there is space for a value");
        bytes_.copy(static_cast<char*>(value), *size);
        *size = said_;
        return 0;
    }

private:
    std::string_view bytes_;
    tenon::os::address_length said_;
};

/// Reads an option from a socket which answers so.
template <class Option, class Protocol, class Family>
typename Option::value_type read(int descriptor, const answering& system) {
    using driver = tenon::basic_blocking<answering>;
    tenon::basic_socket<Protocol, Family, tenon::connected, driver> socket(tenon::unchecked, descriptor, driver(system));
    const auto value = socket.get(Option());
    static_cast<void>(socket.release());
    expect(value.has_value(), "any answer is a value");
    return *value;
}

/// The space for an answer as it is after the answer.
template <std::size_t Size>
struct buffer {
    explicit buffer(std::string_view bytes) { bytes.copy(letters, Size); }
    char letters[Size] = {};
};

template <class Option, class Protocol, class Family, std::size_t Capacity>
void check_text(int descriptor, std::string_view bytes, tenon::os::address_length said) {
    const auto text = read<Option, Protocol, Family>(descriptor, answering(bytes, said));
    const buffer<Capacity + 1> answered(bytes);
    const std::string_view all(answered.letters, std::min<std::size_t>(said, Capacity));
    expect(text.view() == all.substr(0, all.find('\0')), "a name is what comes before a NUL, or before the end");
}

void check_tcp_info(int descriptor, std::string_view bytes, tenon::os::address_length said) {
    using measured = options::tcp_measurements;
    const auto info = read<options::tcp_info, tenon::tcp, tenon::ipv4>(descriptor, answering(bytes, said));
    const buffer<sizeof(measured)> answered(bytes);
    const measured& values = info;
    expect(std::memcmp(&values, answered.letters, sizeof values) == 0, "the measurements are the bytes");
    expect(info.size() == std::min<std::size_t>(said, sizeof values), "as many as the system said, and that there are");
    expect(info.has(&measured::state) == (said >= 1), "the first is there unless there is nothing");
    expect(info.has(&measured::total_retransmitted) == (said >= 104), "one in the middle");
    expect(info.has(&measured::accurate_ecn) == (said >= sizeof values), "the last");
}

void check_groups(int descriptor, std::string_view bytes, tenon::os::address_length said) {
    constexpr std::size_t capacity = options::group_list::capacity;
    const auto groups = read<options::peer_groups, tenon::stream, tenon::unix_domain>(descriptor, answering(bytes, said));
    const buffer<capacity * sizeof(gid_t)> answered(bytes);
    expect(groups.size() == std::min(said / sizeof(gid_t), capacity), "whole groups, and as many as there is space for");
    expect(groups.size() == 0 || std::memcmp(groups.begin(), answered.letters, groups.size() * sizeof(gid_t)) == 0,
           "the groups are the bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const every_decoder decoders = [] {
        every_decoder made;
        listing::visit_all(made);
        return made;
    }();
    for (const auto decoder : decoders.all)
        decoder(fuzz::decisions(data, size));

    static const int tcp = ::socket(AF_INET, SOCK_STREAM, 0);
    static const int stream = ::socket(AF_UNIX, SOCK_STREAM, 0);
    fuzz::decisions choose(data, size);
    // Mostly about as many as there is space for.
    const auto said = choose.below(8) == 0 ? choose.value<tenon::os::address_length>()
                                           : choose.value<std::uint16_t>() % tenon::os::address_length{1100};
    const std::string_view bytes = fuzz::as_text(data, size);
    check_tcp_info(tcp, bytes, said);
    check_text<options::congestion_control, tenon::tcp, tenon::ipv4, 15>(tcp, bytes, said);
    check_text<options::upper_layer_protocol, tenon::tcp, tenon::ipv4, 15>(tcp, bytes, said);
    check_text<options::bind_to_device, tenon::tcp, tenon::ipv4, IF_NAMESIZE - 1>(tcp, bytes, said);
    check_text<options::peer_security, tenon::stream, tenon::unix_domain, 255>(stream, bytes, said);
    check_groups(stream, bytes, said);
    return 0;
}

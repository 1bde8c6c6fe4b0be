// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

#include <support/options/list.hpp>

#include <algorithm>
#include <concepts>
#include <vector>

// Decodes options from any bytes, with any size that a system may report.

using fuzz::expect;
namespace options = tenon::options;

namespace {

/// Decodes one option from bytes of its representation. If the option can be set, checks that the
/// value can be encoded and decoded again.
template <class Option>
void decode(fuzz::decisions choose) {
    typename Option::representation given{};
    const auto size = choose.value<tenon::os::address_length>();
    choose.take(&given, sizeof given);
    if constexpr (tenon::decodes_by_size<Option>) {
        static_cast<void>(Option::decode(given, size));
    } else {
        const auto value = Option::decode(given);
        if constexpr (!tenon::get_only<Option> &&
                      std::equality_comparable<typename Option::value_type>)
            expect(Option::decode(Option(value).encode()) == value,
                   "a decoded value is encoded to the same value");
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

/// A system whose getsockopt(2) returns given bytes and a given size.
class fixed_option : public tenon::os::native {
public:
    fixed_option(std::string_view bytes, tenon::os::address_length reported_size)
        : bytes_(bytes), reported_size_(reported_size) {}

    std::ptrdiff_t getsockopt(tenon::os::descriptor, int, int, void* value,
                              tenon::os::address_length* size) const noexcept {
        expect(*size != 0, "the size of the buffer is not 0");
        bytes_.copy(static_cast<char*>(value), *size);
        *size = reported_size_;
        return 0;
    }

private:
    std::string_view bytes_;
    tenon::os::address_length reported_size_;
};

/// Reads an option from a socket on that system.
template <class Option, class Protocol, class Family>
typename Option::value_type read(int descriptor, const fixed_option& system) {
    using driver = tenon::basic_blocking<fixed_option>;
    tenon::basic_socket<Protocol, Family, tenon::connected, driver> socket(
        tenon::unchecked, descriptor, driver(system));
    const auto value = socket.get(Option());
    static_cast<void>(socket.release());
    expect(value.has_value(), "any bytes are decoded to a value");
    return *value;
}

/// The first `Size` of the bytes, followed by zeros if there are fewer.
template <std::size_t Size>
struct buffer {
    explicit buffer(std::string_view bytes) { bytes.copy(letters, Size); }
    char letters[Size] = {};
};

template <class Option, class Protocol, class Family, std::size_t Capacity>
void check_text(int descriptor, std::string_view bytes, tenon::os::address_length reported_size) {
    const auto text =
        read<Option, Protocol, Family>(descriptor, fixed_option(bytes, reported_size));
    const buffer<Capacity + 1> expected(bytes);
    const std::string_view all(expected.letters, std::min<std::size_t>(reported_size, Capacity));
    expect(text.view() == all.substr(0, all.find('\0')),
           "a name ends at its NUL, or at the end of the bytes");
}

void check_tcp_info(int descriptor, std::string_view bytes,
                    tenon::os::address_length reported_size) {
    using measured = options::tcp_measurements;
    const auto info = read<options::tcp_info, tenon::tcp, tenon::ipv4>(
        descriptor, fixed_option(bytes, reported_size));
    const buffer<sizeof(measured)> expected(bytes);
    const measured& values = info;
    expect(std::memcmp(&values, expected.letters, sizeof values) == 0,
           "the measurements are the received bytes");
    expect(info.size() == std::min<std::size_t>(reported_size, sizeof values),
           "the size is that of the system, and at most that of the struct");
    expect(info.has(&measured::state) == (reported_size >= 1),
           "the first member is present if the size is not 0");
    expect(info.has(&measured::total_retransmitted) == (reported_size >= 104),
           "a middle member is present if the size includes it");
    expect(info.has(&measured::accurate_ecn) == (reported_size >= sizeof values),
           "the last member is present if the size includes it");
}

void check_groups(int descriptor, std::string_view bytes, tenon::os::address_length reported_size) {
    constexpr std::size_t capacity = options::group_list::capacity;
    const auto groups = read<options::peer_groups, tenon::stream, tenon::unix_domain>(
        descriptor, fixed_option(bytes, reported_size));
    const buffer<capacity * sizeof(gid_t)> expected(bytes);
    expect(groups.size() == std::min(reported_size / sizeof(gid_t), capacity),
           "the groups are the whole ones, up to the capacity");
    expect(groups.size() == 0 ||
               std::memcmp(groups.begin(), expected.letters, groups.size() * sizeof(gid_t)) == 0,
           "the groups are the received bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const every_decoder decoders = [] {
        every_decoder visitor;
        listing::visit_all(visitor);
        return visitor;
    }();
    for (const auto decoder : decoders.all)
        decoder(fuzz::decisions(data, size));

    static const int tcp = ::socket(AF_INET, SOCK_STREAM, 0);
    static const int stream = ::socket(AF_UNIX, SOCK_STREAM, 0);
    fuzz::decisions choose(data, size);
    // Mostly a size near the capacities of the options.
    const auto reported_size =
        choose.below(8) == 0 ? choose.value<tenon::os::address_length>()
                             : choose.value<std::uint16_t>() % tenon::os::address_length{1100};
    const std::string_view bytes = fuzz::as_text(data, size);
    check_tcp_info(tcp, bytes, reported_size);
    check_text<options::congestion_control, tenon::tcp, tenon::ipv4, 15>(tcp, bytes, reported_size);
    check_text<options::upper_layer_protocol, tenon::tcp, tenon::ipv4, 15>(tcp, bytes,
                                                                           reported_size);
    check_text<options::bind_to_device, tenon::tcp, tenon::ipv4, IF_NAMESIZE - 1>(tcp, bytes,
                                                                                  reported_size);
    check_text<options::peer_security, tenon::stream, tenon::unix_domain, 255>(stream, bytes,
                                                                               reported_size);
    check_groups(stream, bytes, reported_size);
    return 0;
}

// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

// Names of Unix sockets, from texts and from the bytes of the name.

using fuzz::expect;
using tenon::unix_domain;

namespace {

constexpr std::size_t longest = sizeof(sockaddr_un::sun_path);

/// Checks a text without a backslash. Each byte of such a text is a byte of the name.
void check_plain(std::string_view text, const tenon::result<unix_domain::endpoint>& parsed) {
    const auto expected = text == "(unnamed)"
                              ? tenon::result<unix_domain::endpoint>(unix_domain::unnamed())
                          : text.starts_with('@') ? unix_domain::abstract(text.substr(1))
                                                  : unix_domain::path(text);
    expect(parsed.has_value() == expected.has_value(),
           "a text without a backslash is the name itself");
    if (parsed)
        expect(fuzz::same(*parsed, *expected), "a parsed endpoint has the name");
    else
        expect(parsed.error() == expected.error(), "a text is refused with the error of the name");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);

    const auto parsed = fuzz::read<unix_domain::endpoint>(text);
    if (text.find('\\') == std::string_view::npos)
        check_plain(text, parsed);

    const auto abstract = unix_domain::abstract(text);
    expect(abstract.has_value() == (size < longest),
           "an abstract name may have any bytes, up to its length limit");
    if (abstract) {
        expect(abstract->is_abstract() && abstract->name() == text,
               "an abstract endpoint has the given name");
        fuzz::expect_round_trip(*abstract);
    }
    const auto path = unix_domain::path(text);
    expect(path.has_value() ==
               (size != 0 && size <= longest && text.find('\0') == std::string_view::npos),
           "a path may have any bytes except NUL, up to its length limit");
    if (path) {
        expect(path->is_path() && path->name() == text, "a path endpoint has the given path");
        fuzz::expect_round_trip(*path);
    }
    if (path && abstract)
        expect(*path != *abstract && *abstract < *path,
               "an abstract name differs from a path and is less than it");
    return 0;
}

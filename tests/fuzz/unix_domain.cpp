// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

// Names of Unix sockets: as texts, and as bytes that are the name.

using fuzz::expect;
using tenon::unix_domain;

namespace {

constexpr std::size_t longest = sizeof(sockaddr_un::sun_path);

/// Without a backslash each byte of a text stands for itself.
void check_plain(std::string_view text, const tenon::result<unix_domain::endpoint>& parsed) {
    const auto meant = text == "(unnamed)"     ? tenon::result<unix_domain::endpoint>(unix_domain::unnamed())
                       : text.starts_with('@') ? unix_domain::abstract(text.substr(1))
                                               : unix_domain::path(text);
    expect(parsed.has_value() == meant.has_value(), "a text without a backslash is a name as it stands");
    if (parsed)
        expect(fuzz::same(*parsed, *meant), "it is that name");
    else
        expect(parsed.error() == meant.error(), "it is refused as the name is");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);

    const auto parsed = fuzz::read<unix_domain::endpoint>(text);
    if (text.find('\\') == std::string_view::npos)
        check_plain(text, parsed);

    const auto abstract = unix_domain::abstract(text);
    expect(abstract.has_value() == (size < longest), "an abstract name is of any bytes");
    if (abstract) {
        expect(abstract->is_abstract() && abstract->name() == text, "an abstract name is as it was given");
        fuzz::expect_to_lead_back(*abstract);
    }
    const auto path = unix_domain::path(text);
    expect(path.has_value() == (size != 0 && size <= longest && text.find('\0') == std::string_view::npos),
           "a path is of any bytes but NUL");
    if (path) {
        expect(path->is_path() && path->name() == text, "a path is as it was given");
        fuzz::expect_to_lead_back(*path);
    }
    if (path && abstract)
        expect(*path != *abstract && *abstract < *path, "an abstract name is no path, and stands before one");
    return 0;
}

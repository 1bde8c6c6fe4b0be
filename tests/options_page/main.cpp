// SPDX-License-Identifier: BSL-1.0

// Makes docs/options.md of the list of options: options_page FILE says whether the file is what it would make, and with --write
// makes it so. What applies where is asked of the library itself.

#include <sstream>
#include <string>
#include <support/options/list.hpp>
#include <support/page.hpp>
#include <support/policies.hpp>

namespace {

using namespace tenon;

template <class Option, class Family, class... Protocols>
std::string protocols_of(std::initializer_list<const char*> names) {
    const bool applies[] = {applies_to<Option, Protocols, Family>...};
    std::string words;
    std::size_t count = 0;
    std::size_t index = 0;
    for (const char* const name : names) {
        if (applies[index++]) {
            words += (words.empty() ? "" : ", ") + std::string(name);
            ++count;
        }
    }
    return count == names.size() ? "all" : words;
}
template <class Option, class Family>
std::string over_internet() {
    return protocols_of<Option, Family, tcp, udp, icmp_echo, icmp, raw_ip<89>>({"tcp", "udp", "icmp_echo", "icmp", "raw_ip"});
}

/// The families, each with the protocols that have the option.
template <class Option>
std::string places_of() {
    const std::string four = over_internet<Option, ipv4>();
    const std::string six = over_internet<Option, ipv6>();
    const std::string unix_kinds =
        protocols_of<Option, unix_domain, stream, datagram, seqpacket>({"stream", "datagram", "seqpacket"});
    if (four == "all" && six == "all" && unix_kinds == "all")
        return applies_to<Option, support::netlink_messages, support::netlink> ? "all" : "`ipv4`, `ipv6`, `unix_domain`: all";
    std::string words;
    const auto add = [&](const std::string& families, const std::string& protocols) {
        if (!protocols.empty())
            words += (words.empty() ? "" : "; ") + families + ": " + protocols;
    };
    if (four == six) {
        add("`ipv4`, `ipv6`", four);
    } else {
        add("`ipv4`", four);
        add("`ipv6`", six);
    }
    add("`unix_domain`", unix_kinds);
    return words;
}

/// Set, got or both, and in which states where it is not all.
template <class Option>
std::string ways_of() {
    std::string words;
    const auto add = [&](const char* way, bool fresh, bool with_address, bool hears, bool with_peer) {
        words += (words.empty() ? "" : ", ") + std::string(way);
        if (fresh && with_address && hears && with_peer)
            return;
        words += with_peer      ? " with a peer"
                 : hears        ? " without a peer"
                 : with_address ? " before connecting"
                                : " before binding";
    };
    if constexpr (!get_only<Option>)
        add("set", applies_in<Option, opened>, applies_in<Option, bound>, applies_in<Option, listening>,
            applies_in<Option, connected>);
    if constexpr (!set_only<Option>) {
        add("get", readable_in<Option, opened>, readable_in<Option, bound>, readable_in<Option, listening>,
            readable_in<Option, connected>);
        if constexpr (!readable_over<Option, ipv4>)
            words += " (`ipv6`)";
    }
    return words;
}

class page {
public:
    page() {
        text_ << "# Options\n\n"
                 "Made by `tests/options_page/` of the list by which the tests set and read every option; do not edit it "
                 "here.\n\n"
                 "An option is a type in `tenon::options`. `socket.set(options::no_delay{true})` sets it, "
                 "`socket.get(options::no_delay{})`\n"
                 "reads it, and a verb takes it in its tail. Where the table does not say that it applies, it does not "
                 "compile. That the\n"
                 "system is asked does not mean that it agrees: what it may refuse says what it needs. The headers are cut by "
                 "level, as the\n"
                 "manual pages are; `tenon.hpp` includes all of them but `tenon/options/tcp_repair.hpp`.\n\n"
                 "```cpp\n"
                 "using namespace tenon::literals;\n"
                 "namespace options = tenon::options;\n"
                 "auto s = tenon::connect<tenon::tcp>(\"127.0.0.1:7000\"_v4, options::no_delay{true});\n"
                 "if (s) {\n"
                 "    const auto set = s->set(options::keep_alive_idle{tenon::whole_seconds(60)});  // or 60s, with <chrono>\n"
                 "    const auto measured = s->get(options::tcp_info{});\n"
                 "    if (set && measured && measured->has(&options::tcp_information::min_round_trip_time))\n"
                 "        std::printf(\"%u us\\n\", unsigned(measured->min_round_trip_time.count()));\n"
                 "}\n"
                 "```\n\n"
                 "Multicast memberships are operations: `join_group`, `leave_group`, `block_source` and `unblock_source`.\n\n"
                 "```cpp\n"
                 "using namespace tenon::literals;\n"
                 "auto s = tenon::bind<tenon::udp>(\"0.0.0.0:5353\"_v4, tenon::options::reuse_address{true}).value();\n"
                 "const auto by = tenon::interface_named(\"lo\").value();\n"
                 "s.join_group(\"224.0.0.251\"_v4_group, by).value();                             // from any source\n"
                 "s.block_source(\"224.0.0.251\"_v4_group, \"10.0.0.7\"_v4_address, by).value();  // except this one\n"
                 "```\n\n"
                 "## What is not here\n\n"
                 "`raw_option<Level, Name, Representation>` hands any value over as it is, and `run_time_option` takes the "
                 "level and the\n"
                 "name as arguments. Nothing is checked but by the system.\n\n"
                 "```cpp\n"
                 "auto s = tenon::open<tenon::udp, tenon::ipv4>().value();\n"
                 "s.set(tenon::raw_option<SOL_SOCKET, SO_PRIORITY>{3}).value();\n"
                 "const int priority = s.get(tenon::run_time_option<int>(SOL_SOCKET, SO_PRIORITY)).value();\n"
                 "static_cast<void>(priority);\n"
                 "```\n\n"
                 "An option of your own is one line: see [contributing](../CONTRIBUTING.md#an-option). Left out on purpose are "
                 "those whose\n"
                 "value is a descriptor that somebody has to own (SO_PEERPIDFD), those that change what a socket is "
                 "(IPV6_ADDRFORM), and\n"
                 "headers of IP in binary (IP_OPTIONS, IPV6_RTHDR, TCP_MD5SIG).\n";
    }

    void section(const char* title, const char* header) {
        text_ << "\n## " << title << "\n\n`tenon/options/" << header << ".hpp`\n\n"
              << "| option | value | what it is | applies to | | manual |\n|---|---|---|---|---|---|\n";
    }
    template <class Option>
    void operator()(const listing::option_case<Option>& listed) {
        text_ << "| `" << listed.name << "`, " << listed.constant << " | `" << listed.value << "` | " << listed.meaning;
        const std::string needs = listed.needs;
        const bool is_said = std::string(listed.meaning).find("since " + needs) != std::string::npos;
        if (!needs.empty() && !is_said)
            text_ << ". Needs " << needs;
        text_ << " | " << places_of<Option>() << " | " << ways_of<Option>() << " | " << listed.manual << " |\n";
    }

    [[nodiscard]] std::string text() const { return text_.str(); }

private:
    std::ostringstream text_;
};

}  // namespace

int main(int count, char** arguments) {
    page made;
    listing::visit_all(made);
    return support::compare_or_write(count, arguments, made.text());
}

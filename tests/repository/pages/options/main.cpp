// SPDX-License-Identifier: BSL-1.0

// Writes docs/options.md from the list of options. Whether an option applies to a socket comes from
// the library. support/page.hpp describes the arguments.

#include <array>
#include <span>
#include <sstream>
#include <string>
#include <support/options/list.hpp>
#include <support/page.hpp>
#include <support/policies.hpp>

namespace {

using namespace tenon;

/// The protocols of a family that an option applies to. They are constants, because there are many
/// options.
template <class Option, class Family, class... Protocols>
constexpr std::array applies{applies_to<Option, Protocols, Family>...};
template <class Option, class Family>
constexpr const std::array<bool, 5>& applies_over_internet =
    applies<Option, Family, tcp, udp, icmp_echo, icmp, raw_ip<89>>;

std::string names_of(std::span<const char* const> names, std::span<const bool> apply) {
    std::string words;
    std::size_t count = 0;
    for (std::size_t index = 0; index != names.size(); ++index)
        if (apply[index]) {
            words += (words.empty() ? "" : ", ") + std::string(names[index]);
            ++count;
        }
    return count == names.size() ? "all" : words;
}

/// Returns a text that lists the families, each with the protocols that have the option.
std::string sockets_of(std::span<const bool> over_ipv4, std::span<const bool> over_ipv6,
                       std::span<const bool> over_any_ip, std::span<const bool> over_unix,
                       bool over_netlink) {
    static constexpr const char* of_internet[] = {"tcp", "udp", "icmp_echo", "icmp", "raw_ip"};
    static constexpr const char* of_any_ip[] = {"tcp", "udp"};
    static constexpr const char* of_unix[] = {"stream", "datagram", "seqpacket"};
    const std::string four = names_of(of_internet, over_ipv4);
    const std::string six = names_of(of_internet, over_ipv6);
    std::string either = names_of(of_any_ip, over_any_ip);
    const std::string unix_types = names_of(of_unix, over_unix);
    if (four == "all" && six == "all" && either == "all" && unix_types == "all")
        return over_netlink ? "all" : "`ipv4`, `ipv6`, `any_ip`, `unix_domain`: all";
    if (either == "all" && four != "all")
        either = "tcp, udp";
    std::string words;
    const auto add = [&](const std::string& families, const std::string& protocols) {
        if (!protocols.empty())
            words += (words.empty() ? "" : "; ") + families + ": " + protocols;
    };
    if (four == six && either == six) {
        add("`ipv4`, `ipv6`, `any_ip`", four);
    } else {
        if (four == six) {
            add("`ipv4`, `ipv6`", four);
        } else {
            add("`ipv4`", four);
            add("`ipv6`", six);
        }
        add("`any_ip`", either);
    }
    add("`unix_domain`", unix_types);
    return words;
}

/// Whether an option can be set or read in each of four states.
struct in_states {
    bool on_opened, on_bound, on_listening, on_connected;
};
template <class Option>
constexpr in_states set_in{applies_in<Option, opened>, applies_in<Option, bound>,
                           applies_in<Option, listening>, applies_in<Option, connected>};
template <class Option>
constexpr in_states read_in{readable_in<Option, opened>, readable_in<Option, bound>,
                            readable_in<Option, listening>, readable_in<Option, connected>};

/// Returns a text: “set”, “get” or both, with the states if there are not all.
std::string ways_of(bool is_set, const in_states& set, bool is_read, const in_states& read,
                    bool over_ipv4) {
    std::string words;
    const auto add = [&](const char* way, const in_states& in) {
        words += (words.empty() ? "" : ", ") + std::string(way);
        if (in.on_opened && in.on_bound && in.on_listening && in.on_connected)
            return;
        words += in.on_connected   ? " with a peer"
                 : in.on_listening ? " without a peer"
                 : in.on_bound     ? " before connecting"
                                   : " before binding";
    };
    if (is_set)
        add("set", set);
    if (is_read) {
        add("get", read);
        if (!over_ipv4)
            words += " (`ipv6`)";
    }
    return words;
}

class page {
public:
    page() {
        text_
            << "# Options\n\n"
               "Made by `tests/repository/pages/options/` from the list with which the tests set and read every\n"
               "option; do not edit it here.\n"
               "\n"
               "An option is a type in `tenon::options`. `socket.set(options::no_delay{true})` sets it,\n"
               "`socket.get(options::no_delay{})` reads it, and a verb takes options after its other arguments. An\n"
               "option does not compile on a socket that its row does not list. The system may still refuse an\n"
               "option; its row then names what it needs. The headers are divided by level, as the manual pages\n"
               "are; `tenon.hpp` includes all of them except `tenon/options/tcp_repair.hpp`.\n"
               "\n"
               "Over `any_ip`, whose version is known only when the program runs, an option applies if both versions\n"
               "share it; there “all” stands for `tcp` and `udp`. [The capabilities](capabilities.md#options) list\n"
               "the options of each pair.\n"
               "\n"
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
               "Multicast memberships are operations: `join_group`, `leave_group`, `block_source` and\n"
               "`unblock_source`.\n\n"
               "```cpp\n"
               "using namespace tenon::literals;\n"
               "auto s = tenon::bind<tenon::udp>(\"0.0.0.0:5353\"_v4, tenon::options::reuse_address{true}).value();\n"
               "const auto by = tenon::interface_named(\"lo\").value();\n"
               "s.join_group(\"224.0.0.251\"_v4_group, by).value();                             // from any source\n"
               "s.block_source(\"224.0.0.251\"_v4_group, \"10.0.0.7\"_v4_address, by).value();  // except this one\n"
               "```\n\n"
               "## Options that are not listed\n"
               "\n"
               "`raw_option<Level, Name, Representation>` passes any value to the system as it is, and\n"
               "`run_time_option` takes the level and the name as arguments. Only the system checks them.\n"
               "\n"
               "```cpp\n"
               "auto s = tenon::open<tenon::udp, tenon::ipv4>().value();\n"
               "s.set(tenon::raw_option<SOL_SOCKET, SO_PRIORITY>{3}).value();\n"
               "const int priority = s.get(tenon::run_time_option<int>(SOL_SOCKET, SO_PRIORITY)).value();\n"
               "static_cast<void>(priority);\n"
               "```\n\n"
               "An option of your own is one line: see [contributing](../CONTRIBUTING.md#an-option). The library\n"
               "leaves out options whose value is a descriptor that the program would own (SO_PEERPIDFD), options\n"
               "that change the family of a socket (IPV6_ADDRFORM), and options whose value is a header or a key in\n"
               "binary form (IP_OPTIONS, IPV6_RTHDR, TCP_MD5SIG).\n";
    }

    void section(const char* title, const char* header) {
        text_
            << "\n## " << title << "\n\n`tenon/options/" << header << ".hpp`\n\n"
            << "| option | value | what it is | applies to | | manual |\n|---|---|---|---|---|---|\n";
    }
    template <class Option>
    void operator()(const listing::option_case<Option>& listed) {
        add(listed.name, listed.constant, listed.value, listed.meaning, listed.needs,
            sockets_of(applies_over_internet<Option, ipv4>, applies_over_internet<Option, ipv6>,
                       applies<Option, any_ip, tcp, udp>,
                       applies<Option, unix_domain, stream, datagram, seqpacket>,
                       applies_to<Option, support::netlink_messages, support::netlink>),
            ways_of(!get_only<Option>, set_in<Option>, !set_only<Option>, read_in<Option>,
                    readable_over<Option, ipv4>),
            listed.manual);
    }

    [[nodiscard]] std::string text() const { return text_.str(); }

private:
    void add(const char* name, const char* constant, const char* value, const std::string& meaning,
             const std::string& needs, const std::string& sockets, const std::string& ways,
             const char* manual) {
        text_ << "| `" << name << "`, " << constant << " | `" << value << "` | " << meaning;
        if (!needs.empty() && meaning.find("since " + needs) == std::string::npos)
            text_ << ". Needs " << needs;
        text_ << " | " << sockets << " | " << ways << " | " << manual << " |\n";
    }

    std::ostringstream text_;
};

}  // namespace

int main(int count, char** arguments) {
    page options_page;
    listing::visit_all(options_page);
    return support::compare_or_write(count, arguments, options_page.text());
}

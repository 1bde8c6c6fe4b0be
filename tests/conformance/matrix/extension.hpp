// SPDX-License-Identifier: BSL-1.0
#pragma once

// What a user adds: an operation, and a protocol that is layered over the pair's.

#include <conformance/matrix/environment.hpp>
#include <support/masked.hpp>

namespace matrix {

/// An operation of a user's own, of two calls: sends a question, and gives the size of the answer.
class question {
public:
    using value_type = std::size_t;

    question(tenon::const_bytes asked, tenon::mutable_bytes buffer) noexcept : sending_{asked}, receiving_{buffer} {}

    template <class Perform>
    auto next(Perform&& perform) {
        if (!sent_)
            return perform(sending_);
        return perform(receiving_);
    }
    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return answer < 0 || std::exchange(sent_, true);
    }
    void fail(int error) noexcept { answer_ = -error; }
    template <class Handle>
    tenon::result<std::size_t> finish(Handle&&) const noexcept {
        if (answer_ < 0)
            return tenon::failure::from_returned(answer_);
        return static_cast<std::size_t>(answer_);
    }

private:
    tenon::call::send<tenon::const_bytes> sending_;
    tenon::call::receive<tenon::mutable_bytes> receiving_;
    bool sent_ = false;
    std::ptrdiff_t answer_ = 0;
};

struct own_operation {
    static constexpr const char* name = "an operation of one's own";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        if constexpr (!Environment::wire::echoes)
            Environment::say(talk.far, "answer");
        const std::string asked = Environment::message("answer");
        std::array<std::byte, 64> buffer;
        const std::size_t size = take(talk.near.perform(question(asked, buffer)));
        EXPECT(size == Environment::received_size(6));
        EXPECT(Environment::text_in(tenon::const_bytes(buffer).first(size)) == "answer");
        if constexpr (!Environment::wire::echoes)
            EXPECT(Environment::hear(talk.far, 6) == "answer");

        typename Environment::template socket<tenon::connected> empty;
        expect_error(empty.perform(question(asked, buffer)), std::errc::bad_file_descriptor);
    }
};

/// A layer speaks on a connected socket, in a state of its own, and hands it on.
struct layers {
    static constexpr const char* name = "a layer";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        using layer = support::masked<protocol>;
        // A kernel that reads what is sent must find it as it is.
        constexpr std::byte key{Environment::wire::header_size == 0 ? 0x5A : 0};
        auto talk = environment.converse();
        const int descriptor = talk.near.native_handle();
        const auto with_key = [](std::byte each) {
            support::masking session;
            session.key = each;
            return session;
        };

        auto near = std::move(talk.near).template become<layer, support::handshaking>(with_key(key));
        EXPECT(talk.near.empty() && near.native_handle() == descriptor);
        if constexpr (Environment::wire::echoes) {
            Environment::check_talk(near, near, "as it is");
        } else {
            // One end sees what travels.
            Environment::say(near, "plain");
            std::string travelling = Environment::hear(talk.far, 5);
            EXPECT(key == std::byte() || travelling != "plain");
            for (char& each : travelling)
                each = static_cast<char>(each ^ static_cast<char>(key));
            EXPECT(travelling == "plain");

            auto far = std::move(talk.far).template become<layer, tenon::connected>(with_key(key));
            Environment::check_talk(near, far, "to the layer");
            Environment::check_talk(far, near, "and back from it");
            EXPECT(far.session().sent == Environment::message("and back from it").size());
            EXPECT(far.session().received == Environment::received_size(12));
            check_forms<Environment>(near, far);
            talk.far = std::move(far).template become<protocol, tenon::connected>();
        }
        EXPECT(near.session().sent > 0 && near.session().received > 0);

        talk.near = std::move(near).template become<protocol, tenon::connected>();
        EXPECT(talk.near.native_handle() == descriptor);
        Environment::check_talk(talk.near, talk.hearer(), "without it");
    }

    /// More than the layer has space for at once, and in pieces.
    template <class Environment, class Near, class Far>
    static void check_forms(Near& near, Far& far) {
        if constexpr (tenon::byte_stream<typename Environment::protocol>) {
            const std::string text(1000, 'm');
            Environment::check_talk(near, far, text);
            take(near.send_all(tenon::pieces(std::string_view("ab"), std::string_view("cde"))));
            std::array<std::byte, 2> first;
            std::array<std::byte, 3> second;
            EXPECT(take(far.receive_exactly(tenon::pieces(first, second))) == 5);
            EXPECT(tenon::as_text(first) == "ab" && tenon::as_text(second) == "cde");
        }
        Environment::say(near, "looked at");
        std::array<std::byte, 64> buffer;
        const auto seen = take(far.peek(buffer));
        EXPECT(Environment::text_in(tenon::mutable_bytes(seen)) == "looked at");
        EXPECT(Environment::hear(far, 9) == "looked at");
    }
};

/// A layered protocol from the start: the verbs know it as any other.
struct layered_verbs {
    static constexpr const char* name = "a layer from the start";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using layer = support::masked<typename Environment::protocol>;
        auto listener = take(tenon::listen<layer>(environment.driver(), Environment::place::party(0)));
        auto client = take(tenon::detail::open_in<layer, typename Environment::family>(
            environment.driver(), tenon::detail::domain_for(take(listener.local_endpoint()))));
        // A connection has the key of its listener, and one that is made that of its socket.
        listener.session().key = client.session().key = std::byte{0x33};
        auto near = take(std::move(client).connect(take(listener.local_endpoint())));
        auto far = take(listener.accept());
        Environment::check_talk(near, far, "layered");
        auto plain = std::move(near).template become<typename Environment::protocol, tenon::connected>();
        Environment::say(far, "x");
        EXPECT(Environment::hear(plain, 1) == std::string(1, 'x' ^ 0x33));
    }
};

/// One byte overtakes the others.
struct urgent {
    static constexpr const char* name = "urgent data";
    template <class Environment>
    static constexpr bool applies = tenon::has_urgent_data<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        std::array<std::byte, 16> buffer;
        expect_error(talk.far.receive_urgent(), std::errc::invalid_argument);
        EXPECT(!take(talk.far.at_mark()));

        Environment::say(talk.near, "ab");
        take(talk.near.send_urgent(std::byte{'!'}));
        Environment::say(talk.near, "cd");
        Environment::wait_for(talk.far, POLLPRI);
        EXPECT(!take(talk.far.at_mark()));
        EXPECT(take(talk.far.receive_urgent()) == std::byte{'!'});
        // A read stops at the mark.
        EXPECT(tenon::as_text(take(talk.far.receive(buffer))) == "ab");
        EXPECT(take(talk.far.at_mark()));
        EXPECT(Environment::hear(talk.far, 2) == "cd");
        EXPECT(!take(talk.far.at_mark()));
        expect_error(talk.far.receive_urgent(), std::errc::invalid_argument);
    }
};

}  // namespace matrix

// SPDX-License-Identifier: BSL-1.0
// The library does not see a private member.
//
// change: public: ->
// words: takes_option_is_template
#include <tenon.hpp>

class loose : public tenon::tcp {
/*here*/ public:
    template <class Option>
    static constexpr bool takes_option = true;
};

static_assert(tenon::protocol<loose>);

#include <string>
#include "shop/cart.hpp"

namespace shop::core {

enum class State : int { Open, Closed };

using Price = double;

template <typename T>
class Cart : public Base<T>, private Named {
  int hidden_by_default;

public:
  static constexpr int kLimit = 10;
  explicit Cart(std::string owner, const T& first = T());
  virtual ~Cart();
  int size() const override { int local = 1; return local; }
  const std::string& name() const;
  bool operator==(const Cart& other) const;
  template <class U> U convert(U&& value, int depth = 3);

private:
  std::vector<T> items_;
  void clear();
};

struct Line {
  int count = 1, extra;
  void print();
};

inline int total(const Line* line, int scale = 1) {
  auto twice = [](int x) { int inner = x; return inner * 2; };
  return 0;
}

}  // namespace shop::core

void shop::core::Line::print() {}

template <typename T>
Cart<T>::Cart(std::string owner, const T& first) {}

static int counter = 0;
#define SHOP_CHECK(condition, message) ((void)0)

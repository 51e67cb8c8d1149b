package shop.cart;

import java.util.List;
import java.util.function.*;
import static java.util.Map.entry;

/** A cart. */
@Deprecated
public final class Cart<T extends Item> extends Base<T> implements Closeable, Comparable<Cart<T>> {
  public static final int LIMIT = 10, EXTRA = 2;
  private final List<T> items;
  int[] sizes;

  static {
    int block = 1;
  }

  public Cart(@Nullable String owner, final int limit) {
    int local = 1;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> List<R> map(Function<? super T, R> mapper, String... names) throws IOException {
    Runnable task = new Runnable() {
      int inner;
      public void run() {}
    };
    return null;
  }

  private void clear() {}

  public enum Status implements Named {
    OPEN,
    CLOSED("closed") {
      void hook() {}
    };

    private String label;

    Status(String... label) {}
  }

  interface Visitor<R> extends Other<R> {
    int DEPTH = 3;

    R visit(Cart<?> cart);

    default void end() {}
  }

  record Line(String name, int count) implements Named {
    static int total;
  }

  @interface Marked {
    String value() default "x";
  }
}

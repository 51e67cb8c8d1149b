#include <stdio.h>
#include "cart.h"

#ifndef CART_H
#define CART_H

#define CART_MAX 64
#define CART_EACH(cart, item) for (item = (cart)->first; item; item = item->next)

typedef unsigned int cart_id;
typedef int (*cart_visit)(const struct cart *cart, void *data);

enum cart_state { CART_OPEN, CART_CLOSED = 4 };

typedef struct {
    int amount;
    char *currency[3];
} price;

struct cart {
    cart_id id;
    struct item *first, *last;
    int (*on_add)(struct cart *cart);
};

extern int cart_add(struct cart *cart, const char *name, int sizes[], ...);
static int count = 0;
const char *cart_version = "1.0";

struct cart *cart_new(cart_id id, int (*visit)(int)) {
    int local = 1;
    return NULL;
}

static inline void cart_reset(void) {
    static int calls;
}

#endif

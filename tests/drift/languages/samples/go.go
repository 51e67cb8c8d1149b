package shop

import (
	"fmt"
	yaml "gopkg.in/yaml.v3"
	"github.com/acme/flags/v2"
	. "strings"
)

const Version = "1.0"
const (
	Red Color = iota
	Green
)

var (
	ErrClosed error = fmt.Errorf("closed")
	pool, size      = 1, 2
)

type Color int
type Alias = Color

type Cart struct {
	sync.Mutex
	*Owner
	Items, Extras []Item `json:"items"`
	onAdd         func(item Item) error
	Address       struct{ City string }
}

type Store interface {
	io.Closer
	Get(key string, more ...int) (Item, error)
	Len() int
}

type Tree[K comparable, V any] struct{ root *node[K, V] }

func NewCart(owner *Owner, limit int) *Cart {
	local := 1
	var other int
	type inner struct{ hidden int }
	return nil
}

func (c *Cart) Add(item, gift Item, options ...func(*Cart)) (count int, err error) {
	cases := []struct{ name string }{}
	return
}

func (t Tree[K, V]) Walk(func(K) bool, V) {}

var handler = func(w int) { const inside = 1 }

func (c Cart) total() (float64, error) { return 0, nil }

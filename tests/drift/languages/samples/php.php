<?php

namespace Shop\Core;

use Psr\Log\LoggerInterface;
use Shop\Price as Money;
use Shop\Model\{Item, Line as Row};

const LIMIT = 10;
define('SHOP_VERSION', '1.0');

#[Entity(table: 'carts')]
abstract class Cart extends Base implements Countable, Named
{
    use Timestamps;

    public const OPEN = 1, CLOSED = 2;
    private ?string $owner = null;
    public static int $count = 0;

    public function __construct(private readonly string $name, protected int $limit = LIMIT)
    {
        $local = 1;
    }

    protected static function load(array &$rows, ?int $depth = null, string ...$rest): ?static
    {
        $inner = function ($x) { return $x; };
        return null;
    }

    abstract public function size(): int;

    private function reset() {}
}

interface Store extends Closable
{
    const DEPTH = 3;
    public function put(int|string $key): void;
}

trait Timestamps
{
    public $created;
}

enum Status: string
{
    case Open = 'open';
    case Closed = 'closed';

    public function label(): string { return ''; }
}

function total($cart, $scale = 1.5) {}

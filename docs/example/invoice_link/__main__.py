"""python3 -m invoice_link sign ADDRESS [--minutes N] | check LINK

The key stands in INVOICE_LINK_KEY, in hex. Exit codes: 0 fine, 1 refused, 2 wrong use (REQ-0001-3).
"""

import argparse
import os
import sys
import time

from invoice_link.links import Verdict, check, sign


def main() -> int:
    parser = argparse.ArgumentParser(prog="invoice_link")
    commands = parser.add_subparsers(dest="command", required=True)
    signing = commands.add_parser("sign", help="print a link to an address")
    signing.add_argument("address")
    signing.add_argument("--minutes", type=int, default=30, help="how long it opens (30)")
    checking = commands.add_parser("check", help="print what a link is worth: valid, expired or forged")
    checking.add_argument("link")
    given = parser.parse_args()
    try:
        key = bytes.fromhex(os.environ.get("INVOICE_LINK_KEY", ""))
        if given.command == "sign":
            print(sign(given.address, key, int(time.time()), given.minutes))
            return 0
        verdict = check(given.link, key, int(time.time()))
    except ValueError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    print(verdict.value)
    return 0 if verdict is Verdict.VALID else 1


sys.exit(main())

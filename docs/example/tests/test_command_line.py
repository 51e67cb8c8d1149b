import os
import subprocess
import sys
import unittest

KEY = "00" * 32


def run(*arguments: str, key: str = KEY) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "invoice_link", *arguments]
    done = subprocess.run(
        command, env={**os.environ, "INVOICE_LINK_KEY": key}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


class CommandLine(unittest.TestCase):
    def test_req_0001_2_a_link_is_good_as_it_was_signed_and_for_nothing_else(self) -> None:
        code, link, _ = run("sign", "/invoices/7")
        self.assertEqual(code, 0)
        self.assertEqual(run("check", link.strip())[:2], (0, "valid\n"))
        self.assertEqual(run("check", link.strip().replace("/7?", "/8?"))[:2], (1, "forged\n"))

    def test_req_0001_2_nothing_is_signed_or_judged_without_a_key(self) -> None:
        for key in ("", "abcd", "no hex"):
            self.assertEqual(run("sign", "/invoices/7", key=key)[:2], (2, ""))
            self.assertEqual(run("check", "whatever", key=key)[:2], (2, ""))

    def test_req_0001_3_a_refused_link_has_its_reason(self) -> None:
        from invoice_link.links import sign

        link = sign("/invoices/7", bytes.fromhex(KEY), 0, 30)
        self.assertEqual(run("check", link)[:2], (1, "expired\n"))

import unittest

from invoice_link.links import LONGEST_LIFE, Verdict, check, sign

KEY = bytes(range(32))
NOW = 1_760_000_000


class Links(unittest.TestCase):
    def setUp(self) -> None:
        self.link = sign("/invoices/7", KEY, NOW, 30)

    def test_req_0001_1_a_link_opens_until_its_expiry_and_not_at_it(self) -> None:
        self.assertIs(check(self.link, KEY, NOW), Verdict.VALID)
        self.assertIs(check(self.link, KEY, NOW + 30 * 60 - 1), Verdict.VALID)
        self.assertIs(check(self.link, KEY, NOW + 30 * 60), Verdict.EXPIRED)

    def test_req_0001_1_an_expiry_that_is_no_number_is_refused(self) -> None:
        for expiry in ("", "soon", "-1", "1e9", "9" * 13, "\u0661"):
            link = self.link.replace(str(NOW + 30 * 60), expiry)
            self.assertIs(check(link, KEY, NOW), Verdict.FORGED, expiry)

    def test_req_0001_2_a_link_with_any_character_changed_is_refused(self) -> None:
        for place, character in enumerate(self.link):
            other = "0" if character != "0" else "1"
            changed = self.link[:place] + other + self.link[place + 1 :]
            self.assertIs(check(changed, KEY, NOW), Verdict.FORGED, changed)

    def test_req_0001_2_what_is_cut_or_added_is_refused(self) -> None:
        for link in ("", self.link[:-1], self.link + "0", self.link + "\n", "x" * 10_000, self.link.split("&")[0]):
            self.assertIs(check(link, KEY, NOW), Verdict.FORGED, link)

    def test_req_0001_2_another_key_signs_otherwise(self) -> None:
        self.assertIs(check(self.link, bytes(32), NOW), Verdict.FORGED)

    def test_req_0001_2_a_short_key_signs_nothing(self) -> None:
        with self.assertRaisesRegex(ValueError, "31 bytes"):
            sign("/invoices/7", KEY[:31], NOW, 30)

    def test_req_0001_4_no_link_lives_longer_than_a_day(self) -> None:
        sign("/invoices/7", KEY, NOW, LONGEST_LIFE)
        for minutes in (0, -1, LONGEST_LIFE + 1, 14_400):
            with self.assertRaises(ValueError):
                sign("/invoices/7", KEY, NOW, minutes)

    def test_an_address_that_no_link_can_have(self) -> None:
        for address in ("", "/invoices?7", "x" * 2_000):
            with self.assertRaises(ValueError):
                sign(address, KEY, NOW, 30)

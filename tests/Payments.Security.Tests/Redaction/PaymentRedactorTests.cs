namespace Payments.Security.Tests.Redaction;

public sealed class PaymentRedactorTests
{
    [TestCase("card 4242424242424242 was declined", "card *** was declined")]
    [TestCase("card 4242 4242-4242 4242.", "card ***.")]
    [TestCase("amex 378282246310005, 3782 822463 10005", "amex ***, ***")]
    [TestCase("diners 36227206271667 maestro 6759649826438453", "diners *** maestro ***")]
    [TestCase("visa of 13: 4222222222222", "visa of 13: ***")]
    [TestCase("unionpay of 19: 6205500000000000004", "unionpay of 19: ***")]
    [TestCase("4242.4242.4242.4242 4242_4242_4242_4242 4242+4242+4242+4242", "*** *** ***")]
    [TestCase("4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "***")]
    [TestCase("4242 - 4242 - 4242 - 4242", "***")]
    [TestCase("fullwidth ４２４２４２４２４２４２４２４２", "fullwidth ***")]
    [TestCase("arabic ٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "arabic ***")]
    [TestCase("no-break 4242\u00A04242\u00A04242\u00A04242", "no-break ***")]
    [TestCase("2026-11-23 4242 4242 4242 4242 12/29", "2026-11-23 *** 12/29")]
    [TestCase("4242424242424242 12/29", "*** 12/29")]
    [TestCase("order4242424242424242x", "order***x")]
    [TestCase("ref 000004242424242424242000007", "ref ***")]
    [TestCase("4242424242424242=29122011000012345678", "***=***")]
    [TestCase("{\"number\":\"4242424242424242\",\"id\":4242424242424242}", "{\"number\":\"***\",\"id\":***}")]
    public void Card_numbers(string text, string expected) => Assert.That(PaymentRedactor.Redact(text), Is.EqualTo(expected));

    [TestCase("{\"cvc\":\"123\",\"cvv\" : 4567,\"cvv2\":'987'}", "{\"cvc\":\"***\",\"cvv\" : ***,\"cvv2\":'***'}")]
    [TestCase("number=1&card[cvc]=123&card%5Bcvc%5D=123&x=1", "number=1&card[cvc]=***&card%5Bcvc%5D=***&x=1")]
    [TestCase("CVV: 123, Security-Code: 123, cardSecurityCode=9999, security_code=123", "CVV: ***, Security-Code: ***, cardSecurityCode=***, security_code=***")]
    [TestCase("Card { Cvv = 123, Pin = 1234 }", "Card { Cvv = ***, Pin = *** }")]
    [TestCase("<cvv>123</cvv><ns:cvc>123</ns:cvc>", "<cvv>***</cvv><ns:cvc>***</ns:cvc>")]
    [TestCase("{\\\"cvv\\\":\\\"123\\\"}", "{\\\"cvv\\\":\\\"***\\\"}")]
    [TestCase("cardNumber: 9410 1234 5678 9013, next", "cardNumber: ***, next")]
    public void Verification_values(string text, string expected) => Assert.That(PaymentRedactor.Redact(text), Is.EqualTo(expected));

    [TestCase("Invalid API Key provided: sk_test_51Habc.", "Invalid API Key provided: sk_test_***.")]
    [TestCase("rk_live_abc123 and whsec_AbC/+=", "rk_live_*** and whsec_***")]
    [TestCase("live_gsk_docs_OaPz8L5Kd live_sk_abcd", "live_gsk_*** live_sk_***")]
    [TestCase("EAAAl0abcdefghijklmnopqrstuvwxyz and sq0csp-abcdefghijkl", "*** and sq0csp-***")]
    [TestCase("AQEyhmfxK4LIawZCw0m/n3Q5qf3VaY9UCJ1+XWZe9W27jmlZ-key-x(U]{", "***")]
    [TestCase("A21AAabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST", "***")]
    [TestCase("secret pi_1Abc_secret_XyZ", "secret ***")]
    [TestCase("jwt eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.sig-x", "jwt ***")]
    [TestCase("a -----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY----- b", "a *** b")]
    [TestCase("-----BEGIN PRIVATE KEY-----\\nMHcCAQE", "***")]
    [TestCase("Authorization: Bearer abcdefgh12345 was refused", "Authorization: *** was refused")]
    [TestCase("Authorization: Basic dGVzdF9zazo=\r\nHost: x", "Authorization: ***\r\nHost: x")]
    [TestCase("got Basic dGVzdF9zazo= back, bearer abcdefgh12345", "got Basic *** back, bearer ***")]
    [TestCase("SECRET_KEY DEV1234567890ABCDEF, KakaoAK abcdef1234567890", "SECRET_KEY ***, KakaoAK ***")]
    [TestCase("Token abcDEF1234567890xyz", "Token ***")]
    [TestCase("Cookie: a=b; session=xyz\r\nHost: x", "Cookie: ***\r\nHost: x")]
    [TestCase("\"ClientSecret\":\"a\\\"b,c\",\"x\":1", "\"ClientSecret\":\"***\",\"x\":1")]
    [TestCase("Payments:Naver:ClientSecret=abcdef SignKey=U1VQRVJMSVRF== apiIv=HYb3yQ4f65QL89==", "Payments:Naver:ClientSecret=*** SignKey=*** apiIv=***")]
    [TestCase("Password=x;Server=db", "Password=*;Server=db")]
    [TestCase("https://user:hunter2@host/path?pg_token=abc123def", "https://user:***@host/path?pg_token=***")]
    [TestCase("X-Api-Key: 0123456789", "X-Api-Key: ***")]
    [TestCase("Options { CommerceApiKey = abcdefgh, X = 1 }", "Options { CommerceApiKey = ***, X = 1 }")]
    public void Keys_and_credentials(string text, string expected) => Assert.That(PaymentRedactor.Redact(text), Is.EqualTo(expected));

    [Test]
    public void What_is_redacted_is_clean()
    {
        const string Text = "card 4242424242424242 \"cvv\":\"123\" sk_live_0123456789 Authorization: Bearer abcdefgh12345";
        var redacted = PaymentRedactor.Redact(Text);
        Assert.That(PaymentRedactor.Redact(redacted), Is.SameAs(redacted));
    }

    [Test]
    public void Every_card_of_every_length_is_found_wherever_it_stands([Range(13, 19)] int length)
    {
        foreach (var start in (string[])["4", "51", "2221", "6011", "36", "9"])
        {
            var digits = WithCheckDigit(start.PadRight(length - 1, '7'));
            Assert.That(PaymentRedactor.Redact($"a {digits} b"), Is.EqualTo("a *** b"), digits);
        }
    }

    private static string WithCheckDigit(string digits) => Enumerable.Range(0, 10).Select(check => $"{digits}{check}").First(number => Luhn.IsValid(number));
}

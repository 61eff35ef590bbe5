using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Coinbase.Tests.Checkouts;

public class TokenTests
{
    private const string Path = "/api/v1/checkouts/68f7a946db0529ea9b6d3a12";

    [Test]
    public void A_token_holds_exactly_what_the_call_is()
    {
        var (header, claims, _) = Read(Create(Token(), "POST", "business.coinbase.com/api/v1/checkouts"));
        Assert.That(header.ToJsonString(), Is.EqualTo($$"""{"alg":"ES256","kid":"{{Keys.Id}}","typ":"JWT","nonce":"0011223344556677"}"""));
        Assert.That(claims.ToJsonString(), Is.EqualTo(
            $$"""{"sub":"{{Keys.Id}}","iss":"cdp","nbf":1793318400,"exp":1793318520,"uris":["POST business.coinbase.com/api/v1/checkouts"]}"""));
    }

    [Test]
    public void The_older_claim_is_sent_beside_the_newer_one_where_it_is_asked_for()
    {
        var (_, claims, _) = Read(Create(Token(options => options.SendUriClaim = true), "GET", "business.coinbase.com/api/v1/checkouts"));
        Assert.That((string?)claims["uri"], Is.EqualTo("GET business.coinbase.com/api/v1/checkouts"));
        Assert.That((string?)claims["uris"]![0], Is.EqualTo("GET business.coinbase.com/api/v1/checkouts"));
    }

    [Test]
    public void Names_of_any_length_and_form_have_room()
    {
        var (id, address) = (new string('"', 500) + "'&<>+\\", "bücher.example/" + new string('ü', 3000));
        var (header, claims, _) = Read(Create(Token(options => (options.ApiKeyId, options.SendUriClaim) = (id, true)), "GET", address));
        Assert.That(((string?)header["kid"], (string?)claims["sub"]), Is.EqualTo((id, id)));
        Assert.That(((string?)claims["uri"], (string?)claims["uris"]![0]), Is.EqualTo(("GET " + address, "GET " + address)));
    }

    [Test]
    public void The_signature_is_r_and_s_side_by_side()
    {
        var token = Create(Token(), "GET", "business.coinbase.com/api/v1/checkouts");
        var (_, _, signature) = Read(token);
        var signed = Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);
        Assert.That(signature, Has.Length.EqualTo(64));
        Assert.That(token, Does.Not.Contain("=").And.Not.Contain("+").And.Not.Contain("/"));
        Assert.That(Keys.Ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation), Is.True);
        Assert.That(Keys.Ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), Is.False);
    }

    [Test]
    public void Many_threads_make_good_tokens()
    {
        var token = new CdpToken(Options(), TimeProvider.System, CdpToken.NewNonce);
        var made = new string[64];
        Parallel.For(0, made.Length, i => made[i] = Create(token, "GET", $"host/{i}"));
        Assert.That(made.Select(Nonce).Distinct().Count(), Is.EqualTo(made.Length));
        Assert.That(made.Select(each => Keys.Ecdsa.VerifyData(Encoding.ASCII.GetBytes(each[..each.LastIndexOf('.')]), Read(each).Signature, HashAlgorithmName.SHA256)), Is.All.True);

        static string Nonce(string token) => (string)Read(token).Header["nonce"]!;
    }

    [Test]
    public async Task Each_attempt_has_a_token_of_its_own_over_the_path_alone()
    {
        using var coinbase = new CheckoutsHost()
            .On("GET " + Path, "{}", 503).On("GET " + Path, "{}", 429).On("GET " + Path, Fixture.Answer("checkout-paid"));
        await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        var tokens = coinbase.Headers.Select(headers => headers.Authorization!.Parameter!).ToList();
        Assert.That(coinbase.Headers.Select(headers => headers.Authorization!.Scheme), Is.All.EqualTo("Bearer"));
        Assert.That(tokens.Distinct().Count(), Is.EqualTo(3));
        Assert.That(tokens.Select(token => (string)Read(token).Claims["uris"]![0]!), Is.All.EqualTo($"GET business.coinbase.com{Path}"));
        Assert.That(tokens.Select(token => (string)Read(token).Header["nonce"]!), Is.All.Match("^[0-9a-f]{32}$"));
    }

    [Test]
    public async Task A_refused_token_is_renewed_once()
    {
        using var good = new CheckoutsHost().On("GET " + Path, Unauthorized, 401).On("GET " + Path, Fixture.Answer("checkout-paid"));
        Assert.That((await good.Provider.GetPaymentAsync(Requests.Checkout)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(good.Headers[0].Authorization, Is.Not.EqualTo(good.Headers[1].Authorization));

        using var bad = new CheckoutsHost().On("GET " + Path, Unauthorized, 401).On("GET " + Path, Unauthorized, 401);
        await Assert.ThrowsAsync<PaymentAuthenticationException>(() => bad.Provider.GetPaymentAsync(Requests.Checkout));
        Assert.That(bad.Calls, Is.EqualTo(2));
    }

    [TestCase(null, "localhost:8443/", "localhost" + Path)]
    [TestCase(null, "localhost/coinbase/", "localhost/coinbase" + Path)]
    [TestCase("https://business.coinbase.com", "localhost:8443/coinbase/", "business.coinbase.com" + Path)]
    [TestCase("https://business.coinbase.com:444/x/", "localhost/", "business.coinbase.com/x" + Path)]
    public async Task Behind_a_proxy_the_token_is_for_the_address_that_Coinbase_sees(string? signed, string called, string expected)
    {
        using var coinbase = new CheckoutsHost(options =>
        {
            options.BaseAddress = new Uri("https://" + called);
            options.SignedBaseAddress = signed is null ? null : new Uri(signed);
        });
        coinbase.On($"GET https://{called.TrimEnd('/')}{Path}", Fixture.Answer("checkout-paid"));
        await coinbase.Provider.GetPaymentAsync(Requests.Checkout);
        Assert.That((string?)Read(coinbase.Headers[0].Authorization!.Parameter!).Claims["uris"]![0], Is.EqualTo("GET " + expected));
    }

    private const string Unauthorized = """{"errorType":"unauthorized","errorMessage":"The request is not authenticated."}""";

    private static CoinbaseOptions Options() => new() { ApiKeyId = Keys.Id, ApiKeySecret = Keys.Secret };

    private static CdpToken Token(Action<CoinbaseOptions>? configure = null)
    {
        var options = Options();
        configure?.Invoke(options);
        return new CdpToken(options, new TestClock(), () => "0011223344556677");
    }

    private static string Create(CdpToken token, string method, string address)
    {
        var header = token.Create(method, address[..4], address[4..]);
        Assert.That(header, Does.StartWith("Bearer "));
        return header["Bearer ".Length..];
    }

    private static (JsonNode Header, JsonNode Claims, byte[] Signature) Read(string token)
    {
        var parts = token.Split('.').Select(part => Base64Url.DecodeFromChars(part)).ToArray();
        Assert.That(parts, Has.Length.EqualTo(3));
        return (JsonNode.Parse(parts[0])!, JsonNode.Parse(parts[1])!, parts[2]);
    }
}

namespace Payments.Http.Tests;

public sealed class ProviderPathTests
{
    private static readonly Uri Base = new("https://api.example.com/v1/");

    [TestCase("pi_123", "pi_123")]
    [TestCase("a b?c#d&e", "a%20b%3Fc%23d%26e")]
    [TestCase("결제", "%EA%B2%B0%EC%A0%9C")]
    [TestCase("%2e%2e", "%252e%252e")]
    public void An_id_is_one_segment(string id, string expected) => Assert.That(ProviderPath.Segment(id), Is.EqualTo(expected));

    [TestCase(null)]
    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a/b")]
    [TestCase("a\\b")]
    public void What_would_be_another_address_is_refused(string? id) =>
        Assert.That(() => ProviderPath.Segment(id), Throws.InstanceOf<PaymentRequestException>().With.Property("Outcome").EqualTo(PaymentOutcome.NeverSent));

    [TestCase("payments", "https://api.example.com/v1/payments")]
    [TestCase("/payments/p_1", "https://api.example.com/v1/payments/p_1")]
    [TestCase("", "https://api.example.com/v1")]
    public void Paths_stay_below_the_base(string path, string expected) =>
        Assert.That(ProviderPath.Combine(Base, path, null).AbsoluteUri, Is.EqualTo(expected));

    [TestCase("//evil.example/x")]
    [TestCase("../v2/x")]
    [TestCase("a/%2e%2E/b")]
    [TestCase("a/..")]
    [TestCase("a?b=c")]
    [TestCase("a#b")]
    [TestCase("a\\b")]
    [TestCase("a b")]
    [TestCase("a\r\nX: y")]
    public void Paths_that_leave_it_are_refused(string path) =>
        Assert.That(() => ProviderPath.Combine(Base, path, null), Throws.InstanceOf<PaymentRequestException>());

    [Test]
    public void A_query_is_escaped_with_percent_twenty() =>
        Assert.That(
            ProviderPath.Combine(Base, "search", new FormFields().Add("query", "a b+c").AddList("expand", ["x"])).AbsoluteUri,
            Is.EqualTo("https://api.example.com/v1/search?query=a%20b%2Bc&expand[0]=x"));
}

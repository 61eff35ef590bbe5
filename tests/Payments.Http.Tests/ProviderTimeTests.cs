namespace Payments.Http.Tests;

internal sealed class ProviderTimeTests
{
    [TestCase("2026-01-02T14:46:59.65327", "2026-01-02T14:46:59.6532700+09:00")]
    [TestCase("2026-01-02T14:46:59", "2026-01-02T14:46:59.0000000+09:00")]
    [TestCase("2026-01-02T14:46:59+09:00", "2026-01-02T14:46:59.0000000+09:00")]
    [TestCase("2026-01-02T05:46:59Z", "2026-01-02T05:46:59.0000000+00:00")]
    [TestCase("2026-01-02T05:46:59.123456789Z", "2026-01-02T05:46:59.1234568+00:00")]
    [TestCase("2026-03-29T02:30:00", "2026-03-29T02:30:00.0000000+09:00")]
    [TestCase("0001-01-01T00:00:00", null)]
    [TestCase("9999-12-31T23:59:59-23:00", null)]
    [TestCase("yesterday", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void Times_are_read_with_or_without_an_offset(string? text, string? expected) =>
        Assert.That(ProviderTime.Parse(text, ProviderTime.KoreaOffset)?.ToString("O"), Is.EqualTo(expected));

    [Test]
    public void Times_without_an_offset_are_UTC_unless_told_otherwise() =>
        Assert.That(ProviderTime.Parse("2026-01-02T14:46:59"), Is.EqualTo(new DateTimeOffset(2026, 1, 2, 14, 46, 59, TimeSpan.Zero)));

    [TestCase("20260102144659", "2026-01-02T14:46:59.0000000+09:00")]
    [TestCase("20261302144659", null)]
    [TestCase("2026", null)]
    [TestCase(null, null)]
    public void Times_are_read_in_a_form_of_the_provider(string? text, string? expected) =>
        Assert.That(ProviderTime.ParseExact(text, "yyyyMMddHHmmss", ProviderTime.KoreaOffset)?.ToString("O"), Is.EqualTo(expected));

    [Test]
    public void Times_are_written_at_the_provider_s_offset() => Assert.That(
        ProviderTime.Format(new DateTimeOffset(2026, 1, 2, 20, 0, 0, TimeSpan.Zero), "yyyyMMddHHmmss", ProviderTime.KoreaOffset), Is.EqualTo("20260103050000"));
}

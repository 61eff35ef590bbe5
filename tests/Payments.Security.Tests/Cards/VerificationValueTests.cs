using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Payments.Security.Tests.Cards;

internal sealed class VerificationValueTests
{
    private readonly ManualTimeProvider _time = new();
    private InMemoryVerificationValueCache _cache = null!;

    [SetUp]
    public void MakeCache() => _cache = new(_time);

    [TearDown]
    public void DropCache() => _cache.Dispose();

    [TestCase("123")]
    [TestCase("0007")]
    [TestCase("007")]
    public void It_shows_only_stars(string digits)
    {
        var value = CardVerificationValue.Parse(digits);

        Assert.That($"{value}{value:D4}{value.ToString("X", null)}", Is.EqualTo("*********"));
        Assert.That(JsonSerializer.Serialize(new { Cvv = value }), Is.EqualTo("{\"Cvv\":\"***\"}"));
        Assert.That(() => JsonSerializer.Deserialize<CardVerificationValue>("\"123\""), Throws.InstanceOf<NotSupportedException>());
        Assert.That(typeof(CardVerificationValue).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value, Is.EqualTo("***"));
        Assert.That(typeof(CardVerificationValue).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .All(field => field.GetCustomAttribute<DebuggerBrowsableAttribute>() is { State: DebuggerBrowsableState.Never }), Is.True);
        Assert.That(value.Reveal(), Is.EqualTo(digits));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("12")]
    [TestCase("98765")]
    [TestCase("98 ")]
    [TestCase("-98")]
    [TestCase("٩٨٧")]
    public void Anything_else_is_refused_without_showing_it(string? text)
    {
        var refusal = Assert.Throws<FormatException>(() => CardVerificationValue.Parse(text));
        Assert.That(refusal.Message, Does.Not.Contain("98").And.Not.Contain("٩٨"));
    }

    [TestCase("tok_a", "0123")]
    [TestCase("tok_b", "999")]
    public void It_is_read_once(string token, string digits)
    {
        _cache.Hold(token, CardVerificationValue.Parse(digits));

        Assert.That(_cache.Take("tok_other"), Is.Null);
        Assert.That(_cache.Take(token)?.Reveal(), Is.EqualTo(digits));
        Assert.That(_cache.Take(token), Is.Null);
    }

    [Test]
    public void It_is_gone_after_ten_minutes_or_the_given_time()
    {
        var value = CardVerificationValue.Parse("123");
        _cache.Hold("default", value);
        _cache.Hold("short", value, TimeSpan.FromSeconds(5));
        _cache.Hold("long", value, TimeSpan.FromMinutes(30));

        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(_cache.Take("short"), Is.Null);
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(5));
        Assert.That(_cache.Take("default"), Is.Null);
        Assert.That(_cache.Take("long"), Is.Not.Null);
    }

    [Test]
    public void It_is_there_until_just_before_its_end()
    {
        _cache.Hold("default", CardVerificationValue.Parse("123"));
        _time.Advance(InMemoryVerificationValueCache.DefaultLifetime - TimeSpan.FromTicks(1));
        Assert.That(_cache.Take("default"), Is.Not.Null);
    }

    [Test]
    public void What_nobody_reads_is_cleared_too()
    {
        _cache.Hold("a", CardVerificationValue.Parse("123"));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.That(_cache.Count, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.That(_cache.Count, Is.Zero);
    }

    [Test]
    public void Longer_than_half_an_hour_or_no_time_at_all_is_refused([Values(0, -1, 1801)] int seconds) =>
        Assert.That(() => _cache.Hold("a", CardVerificationValue.Parse("123"), TimeSpan.FromSeconds(seconds)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_new_value_takes_the_place_of_the_old_and_a_dropped_one_is_gone()
    {
        _cache.Hold("a", CardVerificationValue.Parse("123"));
        _cache.Hold("a", CardVerificationValue.Parse("456"));
        Assert.That(_cache.Take("a")?.Reveal(), Is.EqualTo("456"));

        _cache.Hold("a", CardVerificationValue.Parse("123"));
        _cache.Drop("a");
        Assert.That(_cache.Take("a"), Is.Null);
    }

    [Test]
    public void It_does_not_grow_without_bound()
    {
        var value = CardVerificationValue.Parse("123");
        for (var i = 0; i < InMemoryVerificationValueCache.Capacity; i++)
            _cache.Hold($"t{i}", value);

        Assert.That(() => _cache.Hold("one more", value), Throws.InvalidOperationException);
        Assert.That(() => _cache.Hold("t0", value), Throws.Nothing);
    }

    [Test]
    public void Of_many_readers_one_gets_it()
    {
        for (var round = 0; round < 200; round++)
        {
            _cache.Hold("a", CardVerificationValue.Parse("123"));
            var got = 0;
            Parallel.For(0, 8, _ => Interlocked.Add(ref got, _cache.Take("a") is null ? 0 : 1));
            Assert.That(got, Is.EqualTo(1));
        }
    }

    [Test]
    public void Disposing_stops_the_timer()
    {
        _cache.Dispose();
        Assert.That(_time.ActiveTimers, Is.Zero);
    }
}

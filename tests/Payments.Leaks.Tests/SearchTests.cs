using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Payments.Leaks.Tests;

/// <summary>The search itself: what is put somewhere is found there, in each of its forms.</summary>
internal sealed class SearchTests
{
    private const string Value = "canary value+1";

    private static readonly Canary Canary = new(CanaryKind.Key, Value);

    [Test]
    public void What_is_logged_is_found_in_message_state_scope_and_exception()
    {
        Action<ILogger>[] ways =
        [
            logger => logger.Log(LogLevel.Trace, default, "state", null, (_, _) => Value),
            logger => Log(logger, new KeyValuePair<string, object?>[] { new("a", new[] { Value }) }),
            logger => logger.BeginScope(new Dictionary<string, object?> { ["a"] = Value }),
            logger => Log(logger, "state", new InvalidOperationException("outer", new InvalidOperationException(Value))),
            logger => Log(logger, "state", new InvalidOperationException { Data = { ["a"] = Value } }),
        ];
        foreach (var way in ways)
        {
            var seen = new Sightings();
            way(new RecordingLogs(seen));
            Assert.That(seen.PlacesOf(Canary).Keys, Is.EqualTo(new[] { "log" }));
        }
    }

    private static void Log(ILogger logger, object state, Exception? exception = null) => logger.Log(LogLevel.Trace, default, state, exception, (_, _) => "message");

    [Test]
    public void What_is_measured_and_traced_is_found()
    {
        var seen = new Sightings();
        using (new RecordingTelemetry(seen))
        using (var meter = new Meter("search-tests"))
        using (var source = new ActivitySource("search-tests"))
        {
            meter.CreateCounter<long>("things").Add(1, new KeyValuePair<string, object?>("a", Value));
            using var activity = source.StartActivity("thing");
            activity!.AddEvent(new ActivityEvent("b", tags: new ActivityTagsCollection { ["a"] = Value }));
        }

        Assert.That(seen.PlacesOf(Canary).Keys, Is.EquivalentTo(new[] { "activity", "metric" }));
    }

    [TestCase("canary%20value%2B1")]
    [TestCase("canary+value%2B1")]
    [TestCase("{\"a\":\"canary value\\u002B1\"}")]
    [TestCase("Basic Y2FuYXJ5IHZhbHVlKzE6")]
    [TestCase("63616E6172792076616C75652B31")]
    public void Other_forms_are_found(string text)
    {
        var seen = new Sightings();
        seen.Add("log", text);
        Assert.That(seen.PlacesOf(Canary), Is.Not.Empty);
    }

    [Test]
    public void Bytes_are_read_as_UTF_8_and_UTF_16_at_any_offset()
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes("x" + Value), Encoding.Unicode.GetBytes(Value), [0xFF, .. Encoding.Unicode.GetBytes(Value)] })
        {
            var seen = new Sightings();
            seen.Bytes("database", bytes);
            Assert.That(seen.PlacesOf(Canary), Is.Not.Empty);
        }
    }

    [TestCase("cvv 7391.", true)]
    [TestCase("1739144", false)]
    [TestCase("a7391", false)]
    public void Four_digits_count_as_a_word_of_their_own(string text, bool isFound)
    {
        var seen = new Sightings();
        seen.Add("log", text);
        Assert.That(seen.PlacesOf(new Canary(CanaryKind.Card, "7391")).Count > 0, Is.EqualTo(isFound));
    }
}

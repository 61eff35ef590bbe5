using System.Globalization;
using System.Text.RegularExpressions;
using Payments.Http;

namespace Payments.Inicis.Tests;

/// <summary>INIAPI takes a second once.</summary>
internal sealed class TimestampTests
{
    private static readonly DateTimeOffset Start = TestClock.Start.ToOffset(TimeSpan.FromHours(9));

    [Test]
    public async Task Calls_of_one_second_get_seconds_of_their_own()
    {
        var timestamps = new InicisTimestamps(new TestClock());
        Assert.That(
            new[] { await ReadAsync(timestamps), await WriteAsync(timestamps), await ReadAsync(timestamps) },
            Is.EqualTo(new[] { "20261030090000", "20261030085959", "20261030085958" }), "What is past could have been on its way.");
    }

    [Test]
    public async Task The_clock_goes_on()
    {
        var clock = new TestClock();
        var timestamps = new InicisTimestamps(clock);
        await WriteAsync(timestamps);
        clock.Now += TimeSpan.FromSeconds(10);
        Assert.That(await WriteAsync(timestamps), Is.EqualTo("20261030090010"));
    }

    // Reads use up what is past, and a refund then runs ahead.
    [Test]
    public async Task Many_reads_leave_a_second_for_a_refund()
    {
        var clock = new TestClock();
        var timestamps = new InicisTimestamps(clock);
        var given = new List<string>();
        for (var i = 0; i <= 30; i++)
            given.Add(await ReadAsync(timestamps));
        var late = ReadAsync(timestamps);
        given.Add(await WriteAsync(timestamps));
        Assert.That(given[^1], Is.EqualTo("20261030090001"));
        Assert.That(late.IsCompleted, Is.False, "A read waits.");

        clock.Now += TimeSpan.FromSeconds(2);
        given.Add(await late);
        Assert.That(given, Is.Unique);
        Assert.That(given, Has.All.InRange(Text(-30), Text(2)));
    }

    [Test]
    public async Task Many_refunds_wait_for_their_turn()
    {
        var clock = new TestClock();
        var timestamps = new InicisTimestamps(clock);
        for (var i = 0; i <= 60; i++)
            await WriteAsync(timestamps);
        var late = WriteAsync(timestamps);
        Assert.That(late.IsCompleted, Is.False);
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.That(await late, Is.EqualTo(Text(31)));
    }

    [Test]
    public async Task Who_gives_up_waits_no_more()
    {
        var timestamps = new InicisTimestamps(new TestClock());
        for (var i = 0; i <= 30; i++)
            await ReadAsync(timestamps);
        using var ending = new CancellationTokenSource();
        var late = timestamps.TakeAsync(ProviderCallKind.Read, ending.Token).AsTask();
        await ending.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => late);
    }

    [Test]
    public async Task No_second_is_given_twice()
    {
        var timestamps = new InicisTimestamps(new TestClock());
        var given = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => i % 2 == 0 ? WriteAsync(timestamps) : ReadAsync(timestamps))));
        Assert.That(given, Is.Unique);
    }

    [Test]
    public async Task A_read_that_is_repeated_has_another_second()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, """{"resultCode":"500050"}""").On(InicisHost.Inquiry, """{"resultCode":"500631"}""")
            .On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        Assert.That((await host.Provider.GetPaymentAsync(Requests.Paid)).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(Regex.Matches(host.Sent, "\"timestamp\":\"(\\d+)\"").Select(match => match.Groups[1].Value), Is.EqualTo(new[] { Text(0), Text(-1), Text(-2) }));
    }

    private static string Text(int seconds) => Start.AddSeconds(seconds).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static Task<string> ReadAsync(InicisTimestamps timestamps) => timestamps.TakeAsync(ProviderCallKind.Read, CancellationToken.None).AsTask();

    private static Task<string> WriteAsync(InicisTimestamps timestamps) => timestamps.TakeAsync(ProviderCallKind.Write, CancellationToken.None).AsTask();
}

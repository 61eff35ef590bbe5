namespace Payments.Inicis.Tests;

/// <summary>INIAPI takes a second once.</summary>
internal sealed class TimestampTests
{
    [Test]
    public void Calls_of_one_second_get_seconds_of_their_own()
    {
        var timestamps = new InicisTimestamps("inicis", new TestClock());
        Assert.That(
            new[] { timestamps.Next(Requests.Paid), timestamps.Next(Requests.Paid), timestamps.Next(Requests.Paid), timestamps.Now() },
            Is.EqualTo(new[] { "20261030090000", "20261030090001", "20261030090002", "20261030090000" }));
    }

    [Test]
    public void The_clock_catches_up()
    {
        var clock = new TestClock();
        var timestamps = new InicisTimestamps("inicis", clock);
        timestamps.Next(Requests.Paid);
        clock.Now += TimeSpan.FromSeconds(10);
        Assert.That(timestamps.Next(Requests.Paid), Is.EqualTo("20261030090010"));
    }

    [Test]
    public void Too_many_at_once_are_refused_before_sending()
    {
        var timestamps = new InicisTimestamps("inicis", new TestClock());
        for (var i = 0; i <= 30; i++)
            timestamps.Next(Requests.Paid);
        var thrown = Assert.Throws<PaymentRateLimitedException>(() => timestamps.Next(Requests.Paid))!;
        Assert.That((thrown.Outcome, thrown.Error.RetryAfter), Is.EqualTo((PaymentOutcome.NeverSent, (TimeSpan?)TimeSpan.FromSeconds(31))));
    }

    [Test]
    public async Task No_second_is_given_twice()
    {
        var timestamps = new InicisTimestamps("inicis", new TestClock());
        var given = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => timestamps.Next(Requests.Paid))));
        Assert.That(given, Is.Unique);
    }
}

using Payments.AspNetCore.Status;

namespace Payments.AspNetCore.Tests.Status;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProviderMinutesTests
{
    private readonly ProviderMinutes _minutes = new();

    [Test]
    public void Nothing_measured_is_no_rate_and_no_time()
    {
        var sums = _minutes.Sum(1000, ProviderMinutes.Kept);
        Assert.That((sums.SuccessRate, sums.ErrorRate, sums.Quantile(0.95)), Is.EqualTo(((double?)null, (double?)null, (double?)null)));
    }

    [Test]
    public void Rates_are_shares_of_what_ended()
    {
        for (var i = 0; i < 8; i++)
        {
            _minutes.AddOutcome(1000, isPaid: i < 6);
            _minutes.AddCall(1000, 0.02, isError: i < 2);
        }

        var sums = _minutes.Sum(1000, 1);
        Assert.That((sums.SuccessRate, sums.ErrorRate), Is.EqualTo((0.75, 0.25)));
    }

    [Test]
    public void Minutes_older_than_an_hour_are_forgotten()
    {
        _minutes.AddOutcome(1000, isPaid: true);
        Assert.That(_minutes.Sum(1059, ProviderMinutes.Kept).Paid, Is.EqualTo(1));
        Assert.That(_minutes.Sum(1060, ProviderMinutes.Kept).Paid, Is.Zero);
        _minutes.AddOutcome(1060, isPaid: true);
        Assert.That(_minutes.Sum(1060, ProviderMinutes.Kept).Paid, Is.EqualTo(1));
    }

    // 100 calls of 20 ms lie in the bucket from 10 to 25 ms.
    [TestCase(0.5, 17.5)]
    [TestCase(1.0, 25.0)]
    public void Quantile_is_interpolated_inside_of_its_bucket(double share, double expected)
    {
        for (var i = 0; i < 100; i++)
            _minutes.AddCall(1000, 0.020, isError: false);
        Assert.That(_minutes.Sum(1000, 1).Quantile(share), Is.EqualTo(expected).Within(0.001));
    }

    [Test]
    public void Slower_than_every_bound_is_the_last_bound()
    {
        _minutes.AddCall(1000, 120, isError: true);
        Assert.That(_minutes.Sum(1000, 1).Quantile(0.95), Is.EqualTo(30_000));
    }

    [Test]
    public void Counts_of_many_threads_are_all_there()
    {
        Parallel.For(0, 10_000, _ => _minutes.AddCall(1000, 0.001, isError: true));
        Assert.That(_minutes.Sum(1000, 1).Errors, Is.EqualTo(10_000));
    }
}

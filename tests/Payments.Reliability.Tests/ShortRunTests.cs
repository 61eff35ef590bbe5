using Payments.Reliability.Crashes;
using Payments.Reliability.Day;
using Payments.Reliability.Hosting;
using Payments.Reliability.SameKey;
using Payments.Reliability.Support;

namespace Payments.Reliability.Tests;

/// <summary>The program's runs, short enough for every build. What a failing run prints says how to repeat it.</summary>
[TestFixture]
public sealed class ShortRunTests
{
    [Test]
    public async Task A_short_day_with_kills_ends_with_books_that_agree()
    {
        var options = new DayOptions { Payments = 100, Kills = 2, Seed = 42, Customers = 32, Speed = 40 };
        var result = await new DayRun(options, TestContext.Out).RunAsync();
        result.Print(TestContext.Out);
        Assert.That(result.IsGood, Is.True, "The books disagree: see the output.");
        Assert.That(result.Counts.Of("kills"), Is.EqualTo(2));
    }

    [Test]
    public async Task Some_crash_points_end_with_books_that_agree()
    {
        var options = new CrashOptions { Providers = ["stripe", "kakaopay"], Every = 40, Seed = 7 };
        var findings = await new CrashRun(options, TestContext.Out).RunAsync();
        Assert.That(CrashReport.Print(findings, TestContext.Out), Is.True, "The books disagree: see the output.");
    }

    [TestCase(DatabaseKind.Sqlite)]
    [TestCase(DatabaseKind.Postgres)]
    public async Task One_key_from_many_tasks_in_several_processes_is_one_call(object database)
    {
        var kind = (DatabaseKind)database;
        if (kind is DatabaseKind.Postgres && TestDatabase.MissingPostgres is { } missing)
            Assert.Ignore(missing);
        var result = await SameKeyRun.RunAsync(kind, processes: 2);
        Assert.That(result.Problem, Is.Null);
    }
}

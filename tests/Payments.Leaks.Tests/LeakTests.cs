using Payments.Simulator;

namespace Payments.Leaks.Tests;

/// <summary>Everything a shop puts in is looked for in everything that comes out, at every provider, on good ways and on bad ones.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class LeakTests
{
    private const int Normal = 4;
    private const int Fast = 40;

    /// <summary>Where a planted value may be seen, and why. Whatever is not in this table may be nowhere.</summary>
    private static readonly (CanaryKind Kind, string Place, string Why)[] ByDesign =
    [
        (CanaryKind.Person, "har", "Recorded traffic shows what was sent to the provider; only keys, client secrets and cards are taken out."),
        (CanaryKind.Token, "har", "As above: a token of the simulator's is what the traffic is about."),
        (CanaryKind.Return, "har", "As above, where the provider is sent what came back."),
        (CanaryKind.Order, "answer", "Our own order id is how people find a payment."),
        (CanaryKind.Order, "record", "As above."),
        (CanaryKind.Order, "log", "As above."),
        (CanaryKind.Order, "activity", "As above."),
        (CanaryKind.Order, "exception", "As above: the payment's reference is in what is thrown."),
        (CanaryKind.Order, "audit", "As above."),
        (CanaryKind.Order, "har", "As above."),
        (CanaryKind.Order, "database", "As above: it is an index."),
    ];

    private static readonly SimulatorFault[] Faults =
    [
        new(SimulatorFaultKind.ErrorBeforeActing) { Status = 401, Count = 5 },
        new(SimulatorFaultKind.ErrorBeforeActing) { Status = 400, Count = 5 },
        new(SimulatorFaultKind.ErrorBeforeActing) { Status = 503, Count = 50 },
        new(SimulatorFaultKind.RateLimited) { Count = 50 },
        new(SimulatorFaultKind.CutAfterActing) { Count = 50 },
        new(SimulatorFaultKind.MalformedJson) { Count = 50 },
        new(SimulatorFaultKind.HtmlBody) { Count = 50 },
        new(SimulatorFaultKind.UnknownStatus) { Count = 50 },
        new(SimulatorFaultKind.Hang) { Count = 50 },
    ];

    [TestCaseSource(typeof(LeakSubjects), nameof(LeakSubjects.All))]
    public async Task Nothing_that_was_planted_comes_out(LeakSubject subject)
    {
        var seen = new Sightings();
        List<Canary> canaries = [.. Payer.Canaries];
        using (new RecordingTelemetry(seen))
        {
            await using (var host = await LeakHost.StartAsync(subject, seen, Normal))
            {
                canaries.AddRange(subject.KeysOf(host.Simulator));
                var journey = new Journey(host, canaries);
                var paid = await journey.WalkAsync();
                Assert.That(paid.Status.IsPaid() || !host.Provider.Supports(PaymentOperations.Get), Is.True, $"The payer has paid: {paid.Status}.");
                if (subject.Token is { } token)
                {
                    canaries.Add(new(CanaryKind.Token, token.Token));
                    await journey.WalkAsync(withToken: true);
                }

                await journey.DeclineAsync();
                await journey.ForgeAsync();
            }

            Assert.That(await Task.WhenAll(Faults.Select(fault => StumbleAsync(subject, seen, fault))), Has.Some.Positive, "Something went wrong, as it should.");
        }

        Assert.That(seen.ByPlace.Select(place => place.Key), Is.SupersetOf(new[] { "answer", "audit", "activity", "database", "exception", "har", "log", "metric", "record" }));
        var orders = canaries.Where(canary => canary.Kind is CanaryKind.Order).Select(canary => seen.PlacesOf(canary).Keys).First();
        Assert.That(orders, Is.SupersetOf(new[] { "answer", "audit", "database" }), "The search finds what is there.");
        Assert.That(Leaks(canaries, seen), Is.Empty);
    }

    [Test]
    public async Task Without_a_data_protector_the_payer_is_found_in_the_database()
    {
        var seen = new Sightings();
        await using (var host = await LeakHost.StartAsync(LeakSubjects.All.Single(subject => subject.Title is "Toss"), seen, Normal, seals: false))
            await new Journey(host, []).WalkAsync();
        Assert.That(Leaks(Payer.Canaries, seen), Has.Some.Contain(Payer.Email).And.Some.Contain("in database"));
    }

    internal static IEnumerable<string> Leaks(IEnumerable<Canary> canaries, Sightings seen) =>
        from canary in canaries
        from place in seen.PlacesOf(canary)
        where !ByDesign.Any(allowed => allowed.Kind == canary.Kind && allowed.Place == place.Key)
        select $"{canary.Kind} {canary.Value} in {place.Key}: {place.Value}";

    private static async Task<int> StumbleAsync(LeakSubject subject, Sightings seen, SimulatorFault fault)
    {
        await using var host = await LeakHost.StartAsync(subject, seen, Fast);
        var journey = new Journey(host, []);
        var paid = await journey.PaidAsync();
        return await journey.StumbleAsync(fault, paid);
    }
}

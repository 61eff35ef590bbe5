using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>A caller who gives up.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    /// <summary>A caller who gives up before anything was sent gets exactly that told, and can ask again.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task Giving_up_before_sending_sends_nothing(PaymentOperations operation)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, operation))
            return;
        var act = await PrepareAsync(host, operation);
        var sent = host.Sent;
        await ThrowsAsync<OperationCanceledException>(() => act.CallAsync(host, new CancellationToken(canceled: true)));
        Assert.That(host.Sent, Is.EqualTo(sent));
        await act.AssertOnceAsync(await act.CallAsync(host));
    }

    /// <summary>Once the request is on its way the caller's wish no longer counts: the answer is awaited and kept.</summary>
    /// <param name="operation">The operation.</param>
    [TestCaseSource(typeof(ConformanceCases), nameof(ConformanceCases.Moves))]
    public async Task Giving_up_after_sending_loses_nothing(PaymentOperations operation)
    {
        await using var host = await StartAsync();
        if (await LacksAsync(host, operation))
            return;
        var wire = await DisturbableAsync(operation);
        var act = await PrepareAsync(host, operation);
        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.Latency) { Operation = wire, Latency = TimeSpan.FromSeconds(2) });
        using var caller = new CancellationTokenSource();
        var before = Writes(host);
        var call = act.CallAsync(host, caller.Token);
        for (var i = 0; i < 200 && (Writes(host) == before || host.Simulator.Faults.Waiting > 0); i++)
            await Task.Delay(10);
        await caller.CancelAsync();
        await act.AssertOnceAsync(await call);
    }

    /// <summary>A read that is given up ends as one.</summary>
    [Test]
    public async Task A_read_can_be_given_up()
    {
        await using var host = await StartAsync();
        if (!host.Supports(PaymentOperations.Get))
            Assert.Ignore("The provider cannot be read.");
        var paid = await PayAsync(host);
        await SkipUnlessReadAsync(host, paid);
        host.Simulator.Faults.Add(new SimulatorFault(SimulatorFaultKind.Hang) { Count = 4 });
        using var caller = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await ThrowsAsync<OperationCanceledException>(() => host.Provider.GetPaymentAsync(paid.Reference, caller.Token));
    }
}

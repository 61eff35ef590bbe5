using System.Collections.Concurrent;
using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>The five calls that move money, each as something that can be repeated, disturbed and counted.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    private readonly ConcurrentDictionary<PaymentOperations, string?> _wireOperations = new();

    /// <summary>One intention: the same request object however often it is called, and the check that it was carried out once.</summary>
    private protected sealed record Act(
        Func<IPaymentProvider, CancellationToken, Task<object>> Call, Func<object?, Task> AssertOnceAsync, Func<Task> AssertNeverAsync)
    {
        internal Task<object> CallAsync(ConformanceHost<TSimulator> host, CancellationToken cancellationToken = default) => Call(host.Provider, cancellationToken);
    }

    private async Task<Act> PrepareAsync(ConformanceHost<TSimulator> host, PaymentOperations operation) => operation switch
    {
        PaymentOperations.Create => PrepareCreate(host),
        PaymentOperations.Confirm => await PrepareConfirmAsync(host),
        PaymentOperations.Capture => await PrepareCaptureAsync(host),
        PaymentOperations.Cancel => await PrepareCancelAsync(host),
        PaymentOperations.Refund => await PrepareRefundAsync(host),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    private Act PrepareCreate(ConformanceHost<TSimulator> host)
    {
        var draft = Draft(host);
        var request = NewPayment(draft);
        return new Act(
            async (provider, token) => await provider.CreatePaymentAsync(request, token),
            async answer =>
            {
                var payment = await FinishAsync(host, (Payment)answer!, PayerAction.Pay);
                Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
                Assert.That(host.Simulator.TotalsOf(draft.OrderId).Charges, Is.EqualTo(1), "Charged once.");
            },
            () =>
            {
                Assert.That(host.Simulator.TotalsOf(draft.OrderId).Charges, Is.LessThanOrEqualTo(1));
                return Task.CompletedTask;
            });
    }

    private async Task<Act> PrepareConfirmAsync(ConformanceHost<TSimulator> host)
    {
        var (created, back) = await AgreeAsync(host);
        var request = ConfirmationOf(host, created, back)!;
        var act = Counted(
            async (provider, token) => await provider.ConfirmPaymentAsync(request, token),
            () => TotalsOf(host, created).Charges, 1);
        return act with
        {
            AssertOnceAsync = async answer =>
            {
                // Where the payer's bank comes after the confirmation, the money is there when it has come.
                await SettleAsync(host);
                await act.AssertOnceAsync(answer);
                if (answer is Payment { Status: PaymentStatus.Cancelled })
                    await AssertUndoneAsync(host, created);
            },
        };
    }

    /// <summary>An unclear charge that the provider has undone by itself took nothing, and the provider's own word for it changes nothing.</summary>
    private static async Task AssertUndoneAsync(ConformanceHost<TSimulator> host, Payment created)
    {
        var totals = TotalsOf(host, created);
        Assert.That(totals.Captured - totals.Refunded, Is.Zero, "It was undone.");
        if (host.Supports(PaymentOperations.Get))
            Assert.That((await ReadAsync(host, created)).Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    private async Task<Act> PrepareCaptureAsync(ConformanceHost<TSimulator> host)
    {
        var held = await PayAsync(host, capture: CaptureMode.Manual);
        var amount = host.Supports(PaymentOperations.PartialCapture) ? Part(host, 40) : held.Amount;
        var request = new CaptureRequest { Payment = held.Reference, Amount = amount, IdempotencyKey = NewKey("capture") };
        return Counted(
            async (provider, token) => await provider.CapturePaymentAsync(request, token),
            () => TotalsOf(host, held).Captured, OnTheWire(amount));
    }

    private async Task<Act> PrepareCancelAsync(ConformanceHost<TSimulator> host)
    {
        var payment = host.Supports(PaymentOperations.Capture)
            ? await PayAsync(host, capture: CaptureMode.Manual)
            : await CreateAsync(host, payer: PayerActionKind.Cancel);
        if (!host.Supports(PaymentOperations.Capture))
            SkipUnlessOpen(payment);
        var request = new CancelRequest { Payment = payment.Reference, IdempotencyKey = NewKey("cancel") };
        return new Act(
            async (provider, token) => await provider.CancelPaymentAsync(request, token),
            async answer =>
            {
                Assert.That((await DecidedAsync(host, (Payment)answer!)).Status, Is.AnyOf(PaymentStatus.Cancelled, PaymentStatus.Expired));
                Assert.That((await ReadAsync(host, payment)).Status, Is.AnyOf(PaymentStatus.Cancelled, PaymentStatus.Expired));
                Assert.That(TotalsOf(host, payment).Captured, Is.Zero);
            },
            () => Task.CompletedTask);
    }

    private async Task<Act> PrepareRefundAsync(ConformanceHost<TSimulator> host)
    {
        var paid = await PayAsync(host);
        var amount = host.Supports(PaymentOperations.PartialRefund) ? Part(host, 30) : paid.Amount;
        var request = NewRefund(paid.Reference, amount, NewKey("refund"));
        return Counted(
            async (provider, token) => await provider.RefundPaymentAsync(request, token),
            () => TotalsOf(host, paid).Refunded, OnTheWire(amount));
    }

    private static Act Counted(Func<IPaymentProvider, CancellationToken, Task<object>> call, Func<decimal> moved, decimal once) => new(
        call,
        _ =>
        {
            Assert.That(moved(), Is.EqualTo(once), "Carried out once.");
            return Task.CompletedTask;
        },
        () =>
        {
            Assert.That(moved(), Is.EqualTo(once).Or.Zero, "Carried out once at most.");
            return Task.CompletedTask;
        });

    /// <summary>The request on the wire that an operation is made of; null where it makes none. Found out by doing it once.</summary>
    private async Task<string?> WireOperationAsync(PaymentOperations operation)
    {
        if (_wireOperations.TryGetValue(operation, out var known))
            return known;
        await using var host = await StartAsync();
        var act = await PrepareAsync(host, operation);
        var before = host.Sent;
        await act.CallAsync(host);
        return _wireOperations[operation] = host.Simulator.Requests.Skip(before).LastOrDefault(IsWrite)?.Operation;
    }

    /// <summary>Where an operation makes no call (parameters that are only signed), there is nothing to disturb.</summary>
    private async Task<string> DisturbableAsync(PaymentOperations operation)
    {
        var wire = await WireOperationAsync(operation);
        if (wire is null)
            Assert.Ignore($"{operation} makes no call to this provider.");
        return wire!;
    }
}

/// <summary>What the cases are made of.</summary>
internal static class ConformanceCases
{
    internal static readonly PaymentOperations[] Moves =
        [PaymentOperations.Create, PaymentOperations.Confirm, PaymentOperations.Capture, PaymentOperations.Cancel, PaymentOperations.Refund];

    internal static readonly PaymentOperations[] Operations = [.. Enum.GetValues<PaymentOperations>().Where(operation => operation is not PaymentOperations.None)];
}

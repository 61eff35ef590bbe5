using Payments.Reliability.Day;
using Payments.Reliability.Hosting;
using Payments.Reliability.Providers;
using Payments.Reliability.Support;
using Payments.Simulator;

namespace Payments.Reliability.Crashes;

/// <summary>What a host is killed in the middle of.</summary>
internal enum CrashOperation
{
    Create,
    Return,
    Capture,
    Void,
    Refund,

    /// <summary>A webhook comes in.</summary>
    Receive,

    /// <summary>A webhook that was kept is applied.</summary>
    Dispatch,

    /// <summary>A payment that nobody told of is asked for.</summary>
    Reconcile,
}

/// <summary>One operation on one order: what comes before it, and the operation itself, on whichever host there is.</summary>
/// <param name="Plan">The order, as the audit wants it.</param>
/// <param name="ActAsync">The operation.</param>
/// <param name="ContinueAsync">What the shop does after the restart, if it does anything: it sends the same command again, and the payer goes on.</param>
internal sealed record CrashCase(OrderPlan Plan, Func<HostProcess, Task> ActAsync, Func<Task> ContinueAsync);

/// <summary>Brings orders to where an operation begins.</summary>
internal sealed class CrashBench(Shop shop, ShopProvider provider, int seed)
{
    private int _orders;

    private ProviderSimulator Simulator => shop.SimulatorOf(provider.Name);

    internal static bool Has(ShopProvider provider, CrashOperation operation) => operation switch
    {
        CrashOperation.Capture or CrashOperation.Void => provider.Name is "stripe" or "paypal" or "square" or "adyen",
        CrashOperation.Receive or CrashOperation.Dispatch => provider.WebhookRetries.Count > 0,

        // What only webhooks tell, no read finds out.
        CrashOperation.Reconcile => provider.Name is not "adyen",
        _ => true,
    };

    internal async Task<CrashCase> PrepareAsync(CrashOperation operation)
    {
        await DeliverAsync();
        var order = NewOrder(isHeld: operation is CrashOperation.Capture or CrashOperation.Void);
        var plan = new OrderPlan(order, PayerActionKind.Pay)
        {
            Capture = operation is CrashOperation.Void ? null : order.Amount,
            Refunds = operation is CrashOperation.Refund ? [decimal.Round(order.Amount / 4, order.Money.Currency.Exponent ?? 2)] : [],
        };
        if (operation is CrashOperation.Create)
            return Case(plan, new ShopCommand(ShopCommandKind.Create, order), created => PayAsync(order, created));
        var back = await AgreeAsync(order);
        var comes = ShopPayer.ReturnOf(order, back) ?? new ShopCommand(ShopCommandKind.Read, order);
        if (operation is CrashOperation.Return)
            return Case(plan, comes);
        if (operation is CrashOperation.Receive)
        {
            var webhooks = Simulator.TakeWebhooks();
            return new CrashCase(plan, host => DeliverAsync(host, webhooks), async () =>
            {
                await shop.RunAsync(comes);
                await DeliverAsync(await shop.HostAsync(), webhooks);
            });
        }

        if (operation is CrashOperation.Dispatch)
        {
            await shop.RunAsync(comes);
            await DeliverAsync();
            return new CrashCase(plan, host => host.WorkAsync(), () => Task.CompletedTask);
        }

        if (operation is CrashOperation.Reconcile)
        {
            Simulator.TakeWebhooks();
            shop.Clock.Advance(TimeSpan.FromMinutes(2));
            return new CrashCase(plan, host => host.WorkAsync(), () => shop.RunAsync(comes));
        }

        await shop.RunAsync(comes);
        await SettleAsync();
        await DeliverAsync();
        await shop.RunAsync(new ShopCommand(ShopCommandKind.Read, order));
        await (await shop.HostAsync()).WorkAsync();
        return operation switch
        {
            CrashOperation.Capture => Case(plan, new ShopCommand(ShopCommandKind.Capture, order) { Key = "capture-" + order.OrderId, Amount = order.Amount }),
            CrashOperation.Void => Case(plan, new ShopCommand(ShopCommandKind.Cancel, order) { Key = "void-" + order.OrderId }),
            _ => Case(plan, new ShopCommand(ShopCommandKind.Refund, order) { Key = "refund-" + order.OrderId, Amount = plan.Refunds[0] }),
        };
    }

    private CrashCase Case(OrderPlan plan, ShopCommand command, Func<ShopAnswer, Task>? next = null) => new(
        plan,
        host => host.RunAsync(command),
        async () =>
        {
            var answer = await shop.RunAsync(command);
            if (answer.Result is ShopResult.Ok && next is not null)
                await next(answer);
        });

    private async Task<PayerReturn> AgreeAsync(ShopOrder order)
    {
        var created = await shop.RunAsync(new ShopCommand(ShopCommandKind.Create, order));
        if (created.Result is not ShopResult.Ok)
            throw new InvalidOperationException($"{order} could not be made: {created}");
        return ShopPayer.IsAsked(created)
            ? await ShopPayer.PlayAsync(Simulator, order, created, PayerActionKind.Pay) ?? throw new InvalidOperationException($"{order} could not be paid.")
            : PayerReturn.None;
    }

    private async Task PayAsync(ShopOrder order, ShopAnswer created)
    {
        if (ShopPayer.IsAsked(created) && await ShopPayer.PlayAsync(Simulator, order, created, PayerActionKind.Pay) is { } back
            && ShopPayer.ReturnOf(order, back) is { } command)
            await shop.RunAsync(command);
    }

    private async Task DeliverAsync() => await DeliverAsync(await shop.HostAsync(), Simulator.TakeWebhooks());

    // Each attempt is signed afresh; one that a dying host took no notice of comes again.
    private async Task DeliverAsync(HostProcess host, IReadOnlyList<SimulatedWebhook> webhooks)
    {
        foreach (var webhook in webhooks)
            if (await host.DeliverAsync(provider.Name, Simulator.Sign(webhook.EventId) with { Url = webhook.Url }) is null)
                throw new HostGoneException(new IOException("The webhook was not taken."));
    }

    private async Task SettleAsync()
    {
        try
        {
            await Simulator.SettlePendingAsync();
        }
        catch (NotSupportedException)
        {
            return;
        }
    }

    private ShopOrder NewOrder(bool isHeld)
    {
        var number = Interlocked.Increment(ref _orders);
        var amount = provider.Currency == Currency.KRW ? 10_000 + (number * 100m) : 20 + (number / 100m);
        return new ShopOrder(provider.Name, $"D{seed}-{number:D6}", amount, provider.Currency.Code, ShopWay.Page, isHeld, IsDeclined: false);
    }
}

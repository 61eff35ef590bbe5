using Payments.Reliability.Hosting;
using Payments.Reliability.Support;
using Payments.Simulator;

namespace Payments.Reliability.Day;

/// <summary>Lives through one order: the shop's front and the payer. Everything is tried again with the same key until the answer is clear, or patience ends.</summary>
internal sealed class Customer(Shop shop, OrderPlan plan, DayCounts counts)
{
    private const int Patience = 6;
    private readonly string _id = plan.Order.OrderId;

    private ProviderSimulator Simulator => shop.SimulatorOf(plan.Order.Provider);

    internal async Task RunAsync()
    {
        var created = await TryAsync(new ShopCommand(ShopCommandKind.Create, plan.Order));
        if (created.Result is not ShopResult.Ok)
            return;
        if (plan.Comes && ShopPayer.IsAsked(created))
            await PayAsync(created);
        await SettleAsync();
        if (plan.Order.IsHeldFirst)
            await FinishHoldAsync();
        if (plan.Refunds.Count > 0 && await StatusAsync(PaymentStatus.Completed) is PaymentStatus.Completed)
            await RefundAsync();
        if (plan.CancelsUnpaid && await LookAsync() is PaymentStatus.RequiresAction or PaymentStatus.Pending)
            await TryAsync(Command(ShopCommandKind.Cancel, "cancel"));
        await SettleAsync();
    }

    private async Task PayAsync(ShopAnswer created)
    {
        if (await ShopPayer.PlayAsync(Simulator, plan.Order, created, plan.Payer) is not { } back)
        {
            counts.Add("payer: page is closed");
            return;
        }

        if (ShopPayer.ReturnOf(plan.Order, back) is { } command)
            await Task.WhenAll(Enumerable.Range(0, plan.Returns).Select(_ => TryAsync(command)));
    }

    private async Task FinishHoldAsync()
    {
        if (await StatusAsync(PaymentStatus.Authorized) is not PaymentStatus.Authorized)
            return;
        if (plan.Capture is { } amount)
            await TryAsync(Command(ShopCommandKind.Capture, "capture") with { Amount = amount });
        else
            await TryAsync(Command(ShopCommandKind.Cancel, "void"));
        await SettleAsync();
    }

    private async Task RefundAsync()
    {
        var refunds = plan.Refunds.Select((amount, at) => Command(ShopCommandKind.Refund, $"refund-{at}") with { Amount = amount });
        if (plan.RefundsAtOnce)
        {
            await Task.WhenAll(refunds.Select(TryAsync));
            return;
        }

        foreach (var refund in refunds)
        {
            await TryAsync(refund);
            await SettleAsync();
        }
    }

    /// <summary>Waits a little for a webhook to bring what is hoped for, and reads.</summary>
    private async Task<PaymentStatus?> StatusAsync(PaymentStatus hoped)
    {
        PaymentStatus? status = null;
        for (var tries = 0; tries < 4 && status != hoped; tries++)
        {
            if (tries > 0)
                await WaitAsync(TimeSpan.FromSeconds(20));
            status = tries < 2 ? await LookAsync() : (await TryAsync(new ShopCommand(ShopCommandKind.Read, plan.Order))).Status;
        }

        return status;
    }

    private async Task<PaymentStatus?> LookAsync() => (await shop.RunAsync(new ShopCommand(ShopCommandKind.Look, plan.Order))).Status;

    private ShopCommand Command(ShopCommandKind kind, string key) => new(kind, plan.Order) { Key = $"{key}-{_id}" };

    private async Task<ShopAnswer> TryAsync(ShopCommand command)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await shop.RunAsync(command);
            counts.Answer(command, answer);
            if (!answer.MayTryAgain || tries == Patience)
                return answer;
            await WaitAsync(TimeSpan.FromSeconds(10 * tries));
        }
    }

    /// <summary>The payer's bank, or the chain, decides what waits.</summary>
    private async Task SettleAsync()
    {
        try
        {
            await Simulator.SettlePendingAsync(_id, plan.Arrives);
        }
        catch (NotSupportedException)
        {
            return;
        }
    }

    private Task WaitAsync(TimeSpan time) => Task.Delay(time, shop.Clock);
}

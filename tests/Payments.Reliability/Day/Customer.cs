using Payments.Reliability.Hosting;
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
        if (IsOpen(created) && plan.Comes)
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

    private static bool IsOpen(ShopAnswer created) =>
        created.Url is not null || created.SdkParameters is not null || created.FormFields is not null || created.Status is PaymentStatus.RequiresAction;

    private async Task PayAsync(ShopAnswer created)
    {
        // Where nobody can be declined, who would be goes away.
        var kind = Simulator.PayerActions.Contains(plan.Payer) ? plan.Payer : PayerActionKind.Cancel;
        var action = new PayerAction(Simulator.PayerActions.Contains(kind) ? kind : PayerActionKind.Pay)
        {
            SdkParameters = created.SdkParameters is { } parameters ? new Sensitive<string>(parameters) : default(Sensitive<string>?),
            FormFields = created.FormFields,
        };
        PayerReturn back;
        try
        {
            back = await Simulator.PlayAsync(created.PaymentId ?? created.Url ?? _id, action);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException)
        {
            // The page has run out while the host was away, or a key of the provider's own was too old.
            counts.Add("payer: page is closed");
            return;
        }

        if (back.Url is not { } url || plan.Returns == 0)
            return;
        var comesBack = url.AbsolutePath == "/return" ? ShopCommandKind.Return : ShopCommandKind.Read;
        var command = new ShopCommand(comesBack, plan.Order) { Parameters = ParametersOf(back) };
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

    private static Dictionary<string, string> ParametersOf(PayerReturn back)
    {
        Dictionary<string, string> parameters = new(back.Fields, StringComparer.Ordinal);
        foreach (var part in back.Url!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            parameters[Uri.UnescapeDataString(at < 0 ? part : part[..at])] = at < 0 ? "" : Uri.UnescapeDataString(part[(at + 1)..].Replace('+', ' '));
        }

        return parameters;
    }
}

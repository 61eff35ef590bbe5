using System.Globalization;
using NUnit.Framework;
using Payments.Simulator;

namespace Payments.Conformance;

/// <content>What the cases have in common: starting, paying, reading, asserting.</content>
public abstract partial class PaymentProviderConformance<TSimulator>
{
    private static int _orders;

    private protected async Task<ConformanceHost<TSimulator>> StartAsync(int speed = 4, IReadOnlyList<string>? secrets = null)
    {
        var clock = new ConformanceClock(speed);
        var simulator = CreateSimulator(clock);
        if (simulator.Options.WebhookSecrets.Count == 0)
            simulator.Options.WebhookSecrets.Add(WebhookSecret);
        await simulator.StartAsync();
        return new ConformanceHost<TSimulator>(simulator, clock, builder => Register(builder, simulator, secrets ?? [WebhookSecret]));
    }

    /// <summary>Another process of the same shop: the same provider, an empty memory.</summary>
    private protected ConformanceHost<TSimulator> StartAnother(ConformanceHost<TSimulator> host, IReadOnlyList<string>? secrets = null) =>
        new(host.Simulator, host.Clock, builder => Register(builder, host.Simulator, secrets ?? [WebhookSecret]), ownsSimulator: false);

    private protected static string NewKey(string what) =>
        $"conformance-{what}-{Interlocked.Increment(ref _orders).ToString(CultureInfo.InvariantCulture)}";

    private protected Money Whole(ConformanceHost<TSimulator> host)
    {
        var known = host.Provider.Capabilities.Currencies.Known;
        var currency = Currency ?? new[] { Payments.Currency.USD, Payments.Currency.EUR, Payments.Currency.KRW }
            .Where(known.Contains).Concat(known.OrderBy(each => each.Code, StringComparer.Ordinal)).First();
        return new Money(currency.Exponent == 0 ? 10_000m : 100m, currency);
    }

    private protected Money Part(ConformanceHost<TSimulator> host, int percent) => Part(Whole(host), percent);

    private protected static Money Part(Money whole, int percent) => whole with { Amount = whole.Amount * percent / 100 };

    private protected ConformanceDraft Draft(
        ConformanceHost<TSimulator> host, Money? amount = null, CaptureMode capture = CaptureMode.Automatic, PayerActionKind payer = PayerActionKind.Pay)
    {
        var number = Interlocked.Increment(ref _orders).ToString("D6", CultureInfo.InvariantCulture);
        return new ConformanceDraft { Amount = amount ?? Whole(host), OrderId = "CONF-" + number, CaptureMode = capture, Payer = payer, IdempotencyKey = "conformance-create-" + number };
    }

    private protected Task<Payment> CreateAsync(
        ConformanceHost<TSimulator> host, Money? amount = null, CaptureMode capture = CaptureMode.Automatic, PayerActionKind payer = PayerActionKind.Pay) =>
        host.Provider.CreatePaymentAsync(NewPayment(Draft(host, amount, capture, payer)));

    /// <summary>A payment that the payer has paid, or whose money is held.</summary>
    private protected async Task<Payment> PayAsync(ConformanceHost<TSimulator> host, Money? amount = null, CaptureMode capture = CaptureMode.Automatic)
    {
        var created = await CreateAsync(host, amount, capture);
        var payment = await FinishAsync(host, created, PayerAction.Pay);
        Assert.That(payment.Status, Is.EqualTo(capture is CaptureMode.Manual ? PaymentStatus.Authorized : PaymentStatus.Completed), "The payer has paid.");
        return payment;
    }

    /// <summary>A payment that the provider knows: where it hears of it from the payer only, the payer has paid.</summary>
    private protected async Task<Payment> KnownAsync(ConformanceHost<TSimulator> host)
    {
        var created = await CreateAsync(host);
        return Writes(host) == 0 || created.Reference.PaymentId is null ? await FinishAsync(host, created, PayerAction.Pay) : created;
    }

    /// <summary>Lets the payer act, confirms where the provider wants that, waits for the bank, and reads.</summary>
    private protected async Task<Payment> FinishAsync(ConformanceHost<TSimulator> host, Payment created, PayerAction action)
    {
        if (!IsOpen(created))
            return created;
        var back = await PlayAsync(host.Simulator, created, action, CancellationToken.None);
        var payment = await ComeBackAsync(host, created, back);
        if (action.Kind is PayerActionKind.Pay && payment.Status is PaymentStatus.Pending or PaymentStatus.Processing && await SettleAsync(host))
            payment = await ReadAsync(host, created);
        return payment;
    }

    /// <summary>The payer is back at the shop: the shop confirms, or reads.</summary>
    private protected async Task<Payment> ComeBackAsync(ConformanceHost<TSimulator> host, Payment created, PayerReturn back) =>
        ConfirmationOf(host, created, back) is { } confirmation ? await host.Provider.ConfirmPaymentAsync(confirmation) : await ReadAsync(host, created);

    private protected ConfirmPaymentRequest? ConfirmationOf(ConformanceHost<TSimulator> host, Payment created, PayerReturn back)
    {
        if (!ConfirmsReturns || !host.Supports(PaymentOperations.Confirm) || back.Url?.AbsolutePath != "/return")
            return null;
        Dictionary<string, string> parameters = new(back.Fields, StringComparer.Ordinal);
        foreach (var part in back.Url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            parameters[Uri.UnescapeDataString(at < 0 ? part : part[..at])] = at < 0 ? "" : Uri.UnescapeDataString(part[(at + 1)..].Replace('+', ' '));
        }

        return new ConfirmPaymentRequest { Payment = created.Reference, Amount = created.Amount, ReturnParameters = parameters };
    }

    /// <summary>Reads a payment; what the provider cannot tell, its webhooks have to have told.</summary>
    private protected static async Task<Payment> ReadAsync(ConformanceHost<TSimulator> host, PaymentReference payment)
    {
        await HearAsync(host);
        return await host.Provider.GetPaymentAsync(payment.With(null));
    }

    /// <summary>Takes the webhooks in where a read does not know what they tell.</summary>
    private protected static async Task HearAsync(ConformanceHost<TSimulator> host)
    {
        if (!host.Supports(PaymentOperations.Get) || host.Provider.Capabilities.NeedsWebhooks)
            await host.TakeAllAsync();
    }

    /// <summary>Captures, and waits for the outcome where the provider only receives the call.</summary>
    private protected static async Task<Payment> CaptureAsync(ConformanceHost<TSimulator> host, CaptureRequest request) =>
        await DecidedAsync(host, await host.Provider.CapturePaymentAsync(request));

    /// <summary>Cancels, and waits for the outcome where the provider only receives the call.</summary>
    private protected static async Task<Payment> CancelAsync(ConformanceHost<TSimulator> host, CancelRequest request) =>
        await DecidedAsync(host, await host.Provider.CancelPaymentAsync(request));

    private protected static async Task<Payment> DecidedAsync(ConformanceHost<TSimulator> host, Payment answer) =>
        (answer.IsRemembered || answer.Status is PaymentStatus.Processing) && await SettleAsync(host) ? await ReadAsync(host, answer.Reference) : answer;

    private protected static async Task<bool> SettleAsync(ConformanceHost<TSimulator> host, bool succeed = true)
    {
        try
        {
            return await host.Simulator.SettlePendingAsync(succeed: succeed) > 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Whether the payer still has something to do.</summary>
    private protected static bool IsOpen(Payment payment) =>
        payment.NextAction is not null || payment.Status is PaymentStatus.RequiresAction or PaymentStatus.RequiresConfirmation or PaymentStatus.Pending;

    /// <summary>Skips a case that the simulator's payer, bank or clock cannot play.</summary>
    private protected static async Task<T> IfSimulatedAsync<T>(Func<Task<T>> play)
    {
        try
        {
            return await play();
        }
        catch (NotSupportedException exception)
        {
            Assert.Ignore(exception.Message);
            throw;
        }
    }

    private protected static Task IfSimulatedAsync(Func<Task> play) => IfSimulatedAsync(async () =>
    {
        await play();
        return true;
    });

    private protected void RequirePayer(ConformanceHost<TSimulator> host, PayerActionKind kind)
    {
        if (!HasPayer(host, kind))
            Assert.Ignore($"The {host.Simulator.Name} simulator has no payer who can do '{kind}' here.");
    }

    private protected bool HasPayer(ConformanceHost<TSimulator> host, PayerActionKind kind) => host.Simulator.PayerActions.Contains(kind) && PayerCan(kind);

    /// <summary>Where an operation is not claimed: checks the refusal and ends the case.</summary>
    private protected async Task<bool> LacksAsync(ConformanceHost<TSimulator> host, PaymentOperations operation)
    {
        if (host.Supports(operation))
            return false;
        await AssertNotSupportedAsync(host, operation);
        return true;
    }

    private protected static async Task<TException> ThrowsAsync<TException>(Func<Task> call, string because = "")
        where TException : Exception
    {
        var thrown = await CatchAsync(call);
        Assert.That(thrown, Is.InstanceOf<TException>(), because);
        return (TException)thrown!;
    }

    private protected static async Task<Exception?> CatchAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception exception) when (exception is not ResultStateException)
        {
            return exception;
        }
    }

    /// <summary>What the provider itself says of an order.</summary>
    private protected static SimulatedTotals TotalsOf(ConformanceHost<TSimulator> host, Payment payment) =>
        host.Simulator.TotalsOf(payment.Reference.OrderId ?? payment.Reference.PaymentId!);

    /// <summary>How far the provider itself says that it has come; null where its simulator does not tell.</summary>
    private protected static SimulatedStage? StageOf(ConformanceHost<TSimulator> host, Payment payment)
    {
        try
        {
            return host.Simulator.StageOf(payment.Reference.OrderId ?? payment.Reference.PaymentId!);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private protected int Writes(ConformanceHost<TSimulator> host) => host.Simulator.Requests.Count(IsWrite);
}

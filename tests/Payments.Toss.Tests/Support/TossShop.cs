using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Toss.Tests;

/// <summary>A whole host, payment memory included, over the simulator.</summary>
internal sealed class TossShop : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TossShop(TossSimulator simulator, TestClock clock, Action<TossOptions>? configure)
    {
        (Simulator, Clock) = (simulator, clock);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddPayments().AddToss(options =>
        {
            (options.BaseAddress, options.SecretKey, options.ClientKey) = (simulator.BaseAddress, simulator.SecretKey, simulator.ClientKey);
            options.WebhookSecrets.Add(TossSimulator.DefaultSecurityKey);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public TossSimulator Simulator { get; }

    public TestClock Clock { get; }

    public IPaymentProvider Provider => _services.GetRequiredService<IPaymentProviderFactory>().GetProvider("toss");

    public PaymentWebhooks Webhooks => _services.GetRequiredService<PaymentWebhooks>();

    public PaymentReturns Returns => _services.GetRequiredService<PaymentReturns>();

    public PaymentReconciler Reconciler => _services.GetRequiredService<PaymentReconciler>();

    public static async Task<TossShop> StartAsync(Action<TossOptions>? configure = null, string secretKey = "test_sk_shop")
    {
        var clock = new TestClock();
        var simulator = new TossSimulator(new TossSimulatorOptions { TimeProvider = clock, SecretKey = secretKey });
        await simulator.StartAsync();
        return new TossShop(simulator, clock, configure);
    }

    public async Task<Payment?> RememberedAsync(PaymentReference reference)
    {
        await using var scope = _services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(reference, CancellationToken.None))?.Payment;
    }

    /// <summary>The payer acts, and what comes back with them is confirmed.</summary>
    public async Task<Payment> PayAsync(Payment payment, PayerAction? action = null)
    {
        var request = await AgreeAsync(payment, action);
        return await Provider.ConfirmPaymentAsync(request);
    }

    public async Task<ConfirmPaymentRequest> AgreeAsync(Payment payment, PayerAction? action = null)
    {
        var back = await Simulator.PlayAsync(
            payment.Reference.PaymentId!, (action ?? PayerAction.Pay) with { SdkParameters = (payment.NextAction as ClientSdkAction)?.Parameters });
        var query = back.Url!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        return new ConfirmPaymentRequest { Payment = payment.Reference, Amount = payment.Amount, ReturnParameters = query };
    }

    /// <summary>What was told goes through the inbox, as behind an endpoint.</summary>
    public async Task HearAsync(params IEnumerable<WebhookRequest> messages)
    {
        foreach (var message in messages)
            await Webhooks.ReceiveAsync("toss", message);
        await Webhooks.DispatchAsync();
    }

    public IEnumerable<WebhookRequest> Told() => Simulator.TakeWebhooks().Select(webhook => new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}

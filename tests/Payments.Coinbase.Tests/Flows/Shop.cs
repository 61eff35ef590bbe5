using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Coinbase.Tests.Flows;

/// <summary>A shop with the whole pipeline over a simulator.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Shop(ProviderSimulator simulator, TestClock clock, Action<CoinbaseOptions> configure)
    {
        (Simulator, Clock) = (simulator, clock);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddPayments().AddCoinbase(options =>
        {
            options.BaseAddress = simulator.BaseAddress;
            configure(options);
        });
        _services = services.BuildServiceProvider();
    }

    public ProviderSimulator Simulator { get; }

    public TestClock Clock { get; }

    public IPaymentProvider Provider => _services.GetRequiredKeyedService<IPaymentProvider>("coinbase");

    public PaymentReconciler Reconciler => _services.GetRequiredService<PaymentReconciler>();

    public static async Task<Shop> WithCheckoutsAsync(Action<CoinbaseSimulatorOptions>? simulated = null, Action<CoinbaseOptions>? configure = null)
    {
        var clock = new TestClock();
        var options = new CoinbaseSimulatorOptions { TimeProvider = clock };
        simulated?.Invoke(options);
        var simulator = new CoinbaseSimulator(options);
        await simulator.StartAsync();
        return new Shop(simulator, clock, o =>
        {
            (o.ApiKeyId, o.ApiKeySecret) = (simulator.ApiKeyId, simulator.ApiKeySecret);
            o.WebhookSecrets.Add(CoinbaseSimulator.DefaultWebhookSecret);
            configure?.Invoke(o);
        });
    }

    public static async Task<Shop> WithCommerceAsync(Action<CoinbaseCommerceSimulatorOptions>? simulated = null)
    {
        var clock = new TestClock();
        var options = new CoinbaseCommerceSimulatorOptions { TimeProvider = clock };
        simulated?.Invoke(options);
        var simulator = new CoinbaseCommerceSimulator(options);
        await simulator.StartAsync();
        return new Shop(simulator, clock, o =>
        {
            (o.Api, o.CommerceApiKey) = (CoinbaseApi.Commerce, simulator.ApiKey);
            o.WebhookSecrets.Add(CoinbaseCommerceSimulator.DefaultWebhookSecret);
        });
    }

    /// <summary>A payment of 100 euro that the payer has not paid yet.</summary>
    public Task<Payment> CreateAsync() => Provider.CreatePaymentAsync(Requests.Payment());

    public async Task<Payment> PayAsync()
    {
        var created = await CreateAsync();
        await Simulator.PayAsync(created.Reference.PaymentId!);
        return await Provider.GetPaymentAsync(created);
    }

    /// <summary>Takes in what the provider has sent since the last time.</summary>
    public async Task<IReadOnlyList<PaymentEvent>> HearAsync()
    {
        List<PaymentEvent> events = [];
        foreach (var webhook in Simulator.TakeWebhooks())
            events.AddRange(await Provider.ProcessWebhookAsync(new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers }));
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.CoinGate.Tests;

/// <summary>The whole pipeline over the simulator.</summary>
internal sealed class CoinGateShop : IAsyncDisposable
{
    private readonly ServiceProvider _host;

    private CoinGateShop(TestClock clock, CoinGateSimulator simulator)
    {
        (Clock, Simulator) = (clock, simulator);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(clock);
        services.AddPayments().AddCoinGate(options =>
        {
            (options.BaseAddress, options.ApiToken, options.ReceiveCurrency) = (simulator.BaseAddress, simulator.ApiToken, "EUR");
            options.WebhookSecrets.Add("coingate-test-secret-1");
        });
        _host = services.BuildServiceProvider();
    }

    public TestClock Clock { get; }

    public CoinGateSimulator Simulator { get; }

    public IPaymentProvider Provider => _host.GetRequiredKeyedService<IPaymentProvider>("coingate");

    public static async Task<CoinGateShop> StartAsync()
    {
        var clock = new TestClock();
        var simulator = new CoinGateSimulator(new CoinGateSimulatorOptions { TimeProvider = clock });
        await simulator.StartAsync();
        return new CoinGateShop(clock, simulator);
    }

    /// <summary>Takes the callbacks that have come.</summary>
    public async Task TakeAsync()
    {
        foreach (var callback in Simulator.TakeWebhooks())
            await Provider.ProcessWebhookAsync(new WebhookRequest { Body = callback.Body, Headers = callback.Headers });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}

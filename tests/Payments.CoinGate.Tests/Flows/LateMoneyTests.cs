using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.CoinGate.Tests.Flows;

/// <summary>Money that comes after the end, through the whole pipeline.</summary>
public class LateMoneyTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task An_order_that_has_ended_is_paid_nevertheless(bool isCancelled)
    {
        var clock = new TestClock();
        await using var simulator = new CoinGateSimulator(new CoinGateSimulatorOptions { TimeProvider = clock });
        await simulator.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(clock);
        services.AddPayments().AddCoinGate(options =>
        {
            (options.BaseAddress, options.ApiToken, options.ReceiveCurrency) = (simulator.BaseAddress, simulator.ApiToken, "EUR");
            options.WebhookSecrets.Add("coingate-test-secret-1");
        });
        await using var host = services.BuildServiceProvider();
        var provider = host.GetRequiredKeyedService<IPaymentProvider>("coingate");

        var created = await provider.CreatePaymentAsync(Requests.Order());
        var id = created.Reference.PaymentId!;
        await (isCancelled ? simulator.CancelAsync(id) : simulator.ExpireAsync(id));
        await TakeAsync();
        Assert.That((await provider.GetPaymentAsync(created)).Status, Is.EqualTo(isCancelled ? PaymentStatus.Cancelled : PaymentStatus.Expired));

        clock.Now += TimeSpan.FromHours(3);
        await simulator.PayAsync(id);
        await TakeAsync();
        var paid = await provider.GetPaymentAsync(created);
        Assert.That((paid.Status, paid.CapturedAmount, paid.Attention), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Euro(10.5m), PaymentAttention.Late)));

        async Task TakeAsync()
        {
            foreach (var callback in simulator.TakeWebhooks())
                await provider.ProcessWebhookAsync(new WebhookRequest { Body = callback.Body, Headers = callback.Headers });
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.BitPay.Tests.Flows;

/// <summary>What payers do wrong, with the whole pipeline over the simulator.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LateAndWrongAmounts : IAsyncDisposable
{
    private readonly TestClock _clock = new();
    private readonly BitPaySimulator _simulator;
    private ServiceProvider _services = null!;

    public LateAndWrongAmounts() => _simulator = new BitPaySimulator(new BitPaySimulatorOptions { TimeProvider = _clock });

    private IPaymentProvider Provider => _services.GetRequiredKeyedService<IPaymentProvider>("bitpay");

    [SetUp]
    public async Task StartAsync()
    {
        await _simulator.StartAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddPayments().AddBitPay(options =>
        {
            (options.Facade, options.BaseAddress) = (BitPayFacade.Merchant, _simulator.BaseAddress);
            (options.ApiToken, options.PrivateKey) = (_simulator.MerchantToken, _simulator.PrivateKey);
        });
        _services = services.BuildServiceProvider();
    }

    [Test]
    public async Task A_late_payment_revives_an_expired_invoice()
    {
        var created = await CreateAsync();
        _clock.Now += TimeSpan.FromMinutes(16);
        Assert.That((await Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.Expired));
        _clock.Now += TimeSpan.FromMinutes(1);
        await _simulator.PayAsync(created.Reference.PaymentId!);
        await HearAsync();
        var paid = await Provider.GetPaymentAsync(created);
        Assert.That((paid.Status, paid.CapturedAmount, paid.Attention), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(100m, "EUR"), PaymentAttention.Late)));
    }

    [Test]
    public async Task Too_much_is_given_back_and_takes_nothing_from_what_was_paid()
    {
        var created = await CreateAsync();
        await _simulator.PlayAsync(created.Reference.PaymentId!, PayerAction.PayWrongAmount(130m));
        await _simulator.SettlePendingAsync();
        await HearAsync();
        var paid = await Provider.GetPaymentAsync(created);
        Assert.That((paid.Status, paid.RefundedAmount, paid.Attention), Is.EqualTo((PaymentStatus.Completed, (Money?)new Money(0m, "EUR"), PaymentAttention.Overpaid)));
        Assert.That(((RefundFact)paid.Facts.Single()).Refund.Origin, Is.EqualTo(RefundOrigin.Overpayment));
        Assert.That((await Provider.RefundPaymentAsync(new RefundRequest { Payment = paid })).Amount, Is.EqualTo(new Money(100m, "EUR")), "All of it is left.");
    }

    [Test]
    public async Task Too_little_ends_expired_and_is_given_back()
    {
        var created = await CreateAsync();
        await _simulator.PlayAsync(created.Reference.PaymentId!, PayerAction.PayWrongAmount(30m));
        Assert.That((await Provider.GetPaymentAsync(created)).Attention, Is.EqualTo(PaymentAttention.Underpaid));
        _clock.Now += TimeSpan.FromMinutes(16);
        await _simulator.SettlePendingAsync();
        await HearAsync();
        var ended = await Provider.GetPaymentAsync(created);
        Assert.That((ended.Status, ended.CapturedAmount), Is.EqualTo((PaymentStatus.Expired, (Money?)new Money(0m, "EUR"))));
        Assert.That(((RefundFact)ended.Facts.Single()).Refund.Origin, Is.EqualTo(RefundOrigin.Underpayment));
    }

    [Test]
    public async Task An_invalid_invoice_can_still_become_paid()
    {
        var created = await CreateAsync();
        await _simulator.PayLateAsync(created.Reference.PaymentId!);
        await _simulator.FailToConfirmAsync(created.Reference.PaymentId!);
        await HearAsync();
        var waiting = await Provider.GetPaymentAsync(created);
        Assert.That((waiting.Status, waiting.Attention), Is.EqualTo((PaymentStatus.Processing, PaymentAttention.Review)));
        _clock.Now += TimeSpan.FromHours(3);
        await _simulator.SettlePendingAsync();
        await HearAsync();
        Assert.That((await Provider.GetPaymentAsync(created)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private Task<Payment> CreateAsync() => Provider.CreatePaymentAsync(new PaymentRequest { Amount = new Money(100m, "EUR"), OrderId = "A-1001" });

    private async Task HearAsync()
    {
        foreach (var webhook in _simulator.TakeWebhooks())
            await Provider.ProcessWebhookAsync(new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers });
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Adyen.Tests;

/// <summary>A shop with the whole pipeline and its memory, at the simulator.</summary>
internal sealed class AdyenShop : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private int _orders;

    private AdyenShop(AdyenSimulator adyen, TestClock clock, Action<AdyenOptions>? configure)
    {
        (Adyen, Clock) = (adyen, clock);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddPayments().AddAdyen(options =>
        {
            (options.BaseAddress, options.ApiKey, options.MerchantAccount) = (adyen.BaseAddress, adyen.ApiKey, adyen.MerchantAccount);
            options.WebhookSecrets.Add(AdyenSimulator.DefaultWebhookSecret);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Provider = _services.GetRequiredService<IPaymentProvider>();
    }

    public AdyenSimulator Adyen { get; }

    public TestClock Clock { get; }

    public IPaymentProvider Provider { get; }

    public PaymentWebhooks Inbox => _services.GetRequiredService<PaymentWebhooks>();

    public static async Task<AdyenShop> OpenAsync(Action<AdyenOptions>? configure = null, Action<AdyenSimulatorOptions>? account = null)
    {
        var clock = new TestClock();
        var options = new AdyenSimulatorOptions { TimeProvider = clock };
        account?.Invoke(options);
        var adyen = new AdyenSimulator(options);
        await adyen.StartAsync();
        return new AdyenShop(adyen, clock, configure);
    }

    public Task<Payment> CreateAsync(CaptureMode capture = CaptureMode.Automatic, string? token = null, string? order = null) => Provider.CreatePaymentAsync(new PaymentRequest
    {
        Amount = new Money(100m, "EUR"), OrderId = order ?? $"order-{++_orders}", CaptureMode = capture, ReturnUrl = new Uri("https://shop.example/return"),
        PaymentToken = token is null ? default(Sensitive<string>?) : new Sensitive<string>(token),
    });

    /// <summary>A payment link that was paid, as the webhook told.</summary>
    public async Task<Payment> PaidAsync(CaptureMode capture = CaptureMode.Automatic)
    {
        var created = await CreateAsync(capture);
        await Adyen.PayAsync(created.Reference.PaymentId!);
        await HearAsync();
        return await ReadAsync(created);
    }

    /// <summary>Takes in what Adyen has sent.</summary>
    public async Task HearAsync()
    {
        foreach (var webhook in Adyen.TakeWebhooks())
            await HearAsync(webhook);
        Pass();
    }

    public Task<IReadOnlyList<PaymentEvent>> HearAsync(SimulatedWebhook webhook) =>
        Provider.ProcessWebhookAsync(new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers });

    /// <summary>An event again, changed where it is not signed, or changed and signed anew.</summary>
    public Task<IReadOnlyList<PaymentEvent>> HearChangedAsync(SimulatedWebhook webhook, Action<JsonObject> change)
    {
        var body = JsonNode.Parse(Encoding.UTF8.GetString(webhook.Body.Span))!;
        change(Notifications.Item(body));
        return Provider.ProcessWebhookAsync(Notifications.Request(Notifications.Sign(body.ToJsonString())));
    }

    /// <summary>Adyen decides what it has received, and tells.</summary>
    public async Task DecideAsync(bool succeed = true)
    {
        Pass();
        await Adyen.SettlePendingAsync(succeed: succeed);
        await HearAsync();
    }

    public Task<Payment> ReadAsync(PaymentReference payment) => Provider.GetPaymentAsync(payment.With(null));

    public void Pass(int minutes = 5) => Clock.Now += TimeSpan.FromMinutes(minutes);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Adyen.DisposeAsync();
    }
}

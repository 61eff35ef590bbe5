using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Payments.Simulator;

namespace Payments.OpenTelemetry.Tests;

/// <summary>A small host over the Stripe simulator, with a metrics endpoint and a second registration whose provider is gone.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly StripeSimulator _stripe = new(new StripeSimulatorOptions { Seed = 7 });
    private WebApplication _app = null!;
    private int _orders;

    internal IServiceProvider Services => _app.Services;

    internal StripeSimulator Stripe => _stripe;

    internal IPaymentProvider Provider => Services.GetRequiredService<IPaymentProviderFactory>().GetProvider("stripe");

    internal PaymentsPrometheusExporter Exporter => Services.GetRequiredService<PaymentsPrometheusExporter>();

    internal Uri Address { get; private set; } = null!;

    internal static async Task<Shop> StartAsync(Action<IOpenTelemetryBuilder>? telemetry = null, TimeSpan? cacheFor = null)
    {
        var shop = new Shop();
        await shop._stripe.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddPayments(options => options.ReconcileAfter = TimeSpan.FromMilliseconds(1))
            .AddStripe(options =>
            {
                options.BaseAddress = shop._stripe.BaseAddress;
                options.SecretKey = shop._stripe.SecretKey;
                options.WebhookSecrets.Add(StripeSimulator.DefaultWebhookSecret);
                options.WebhookSecrets.Add(new Security.WebhookSecret("whsec_old", TimeProvider.System.GetUtcNow().AddDays(30)));
            })
            .AddStripe("stripe-gone", options =>
            {
                options.BaseAddress = new Uri("http://127.0.0.1:9");
                options.SecretKey = shop._stripe.SecretKey;
                options.MaxRetries = 0;
            });
        builder.Services.AddPaymentsOpenTelemetry(open =>
        {
            open.WithMetrics(metrics => metrics.AddPaymentsPrometheusExporter(options => options.CacheFor = cacheFor ?? TimeSpan.Zero));
            telemetry?.Invoke(open);
        });

        var app = shop._app = builder.Build();
        app.MapGet("/metrics", async (HttpContext context, PaymentsPrometheusExporter exporter) =>
        {
            var scrape = await exporter.ScrapeAsync(context.Request.Headers.Accept, context.RequestAborted);
            return Results.Bytes(scrape.Body, scrape.ContentType);
        });
        await app.StartAsync();
        shop.Address = new Uri(app.Urls.Single());
        return shop;
    }

    internal PaymentRequest Order(string? card = "pm_card_visa") => new()
    {
        Amount = new Money(25m, Interlocked.Increment(ref _orders) % 2 == 0 ? "EUR" : "USD"),
        OrderId = $"Order-{_orders:D6}",
        PaymentToken = card is null ? default(Sensitive<string>?) : new Sensitive<string>(card),
        ReturnUrl = new Uri("https://shop.example/back"),
    };

    /// <summary>Payments, declines, refunds, webhooks (good, forged), faults, a dead provider and the reconciler, for so many rounds or until it is ended.</summary>
    internal async Task WorkAsync(CancellationToken cancellationToken, int rounds = int.MaxValue)
    {
        var gone = Services.GetRequiredService<IPaymentProviderFactory>().GetProvider("stripe-gone");
        var webhooks = Services.GetRequiredService<PaymentWebhooks>();
        var reconciler = Services.GetRequiredService<PaymentReconciler>();
        for (var round = 0; round < rounds && !cancellationToken.IsCancellationRequested; round++)
        {
            if (round % 5 == 0)
                _stripe.Faults.Add(new SimulatorFault(SimulatorFaultKind.ErrorBeforeActing) { Status = 503 });
            if (round % 7 == 0)
                _stripe.Faults.Add(new SimulatorFault(SimulatorFaultKind.CutAfterActing) { Count = 3 });
            await TryAsync(async () => await Provider.RefundPaymentAsync(new RefundRequest { Payment = await Provider.CreatePaymentAsync(Order()) }));
            await TryAsync(() => Provider.CreatePaymentAsync(Order("pm_card_chargeDeclined")));
            await TryAsync(() => Provider.CreatePaymentAsync(Order(card: null)));
            await TryAsync(() => gone.CreatePaymentAsync(Order()));
            await TryAsync(() => Provider.GetPaymentAsync(PaymentReference.From("stripe", "pi_of_nobody")));
            if (round % 3 == 0)
                _stripe.Faults.Add(WebhookFaultKind.Tamper);
            foreach (var webhook in _stripe.TakeWebhooks())
                await TryAsync(() => webhooks.ReceiveAsync("stripe", new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers }));

            // One stays in the inbox for a while, as under load.
            await webhooks.DispatchAsync(limit: 4, cancellationToken: CancellationToken.None);
            await reconciler.RunOnceAsync(cancellationToken: CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _stripe.DisposeAsync();
    }

    // Failing is a part of the work.
    private static async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (PaymentException)
        {
            // What went wrong is what is measured.
        }
    }
}

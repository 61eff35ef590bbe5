using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Payments.Simulator;

namespace Payments.AspNetCore.Tests;

/// <summary>A shop of two lines, its payer's browser and its provider's simulator.</summary>
internal sealed class Shop : IAsyncDisposable
{
    internal const string Address = "https://shop.example";

    private readonly WebApplication _app;

    private Shop(ShopProvider of, ProviderSimulator simulator, WebApplication app)
    {
        (Of, Simulator, _app) = (of, simulator, app);
        Browser = app.GetTestServer().CreateClient();
        Browser.BaseAddress = new Uri(Address);
    }

    internal ShopProvider Of { get; }

    internal ProviderSimulator Simulator { get; }

    /// <summary>The payer's browser, or the provider's server. It follows no redirect.</summary>
    internal HttpClient Browser { get; }

    internal IServiceProvider Services => _app.Services;

    internal RecordingLogs Logs => (RecordingLogs)Services.GetRequiredService<ILoggerProvider>();

    /// <summary>How often the shop heard that an order became paid.</summary>
    internal PaidOrders Paid => Services.GetRequiredService<PaidOrders>();

    internal IPaymentProvider Provider => Services.GetRequiredKeyedService<IPaymentProvider>(Of.Name);

    internal static async Task<Shop> OpenAsync(
        string title, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? use = null, Func<IPaymentsBuilder, IPaymentsBuilder>? payments = null)
    {
        var of = ShopProvider.Named(title);
        var simulator = of.Simulate(new SimulatorOptions { WebhookHandler = new Unheard() });
        await simulator.StartAsync();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<ILoggerProvider>(new RecordingLogs());
        var keys = of.Keys(simulator).Append(new("BaseAddress", simulator.BaseAddress.OriginalString));
        builder.Configuration.AddInMemoryCollection(keys.Select(key => KeyValuePair.Create($"Payments:{of.Title}:{key.Key}", key.Value)));
        builder.Services.AddSingleton<PaidOrders>();
        builder.Services.Configure<PaymentEndpointOptions>(options => options.PublicBaseAddress = new Uri(Address));
        var registered = of.Register(builder.Services.AddPayments(Foreground).AddEventHandler<PaidHandler>(), builder.Configuration.GetSection("Payments:" + of.Title));
        payments?.Invoke(registered);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers["X-Test-Remote"] is [{ } address, ..])
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return next(context);
        });
        use?.Invoke(app);
        app.MapPaymentWebhooks();
        app.MapPaymentReturns(back => back.Payment is { } payment ? $"/orders/{payment.Reference.OrderId}?{payment.Status}" : "/");
        app.MapGet("/addresses/{provider}", (HttpContext context, string provider) =>
            string.Join(' ', context.PaymentReturnUrl(provider), context.PaymentCancelUrl(provider), context.PaymentWebhookUrl(provider)));
        await app.StartAsync();
        return new Shop(of, simulator, app);
    }

    // What is applied when is the test's to say.
    private static void Foreground(PaymentsOptions options) => options.RunInBackground = false;

    /// <summary>Makes a payment as the shop's checkout does.</summary>
    internal async Task<Payment> OrderAsync(string orderId)
    {
        var addresses = (await Browser.GetStringAsync(new Uri($"/addresses/{Of.Name}", UriKind.Relative))).Split(' ');
        var isTold = Of.Title is "BitPay" or "CoinGate";
        return await Provider.CreatePaymentAsync(new PaymentRequest
        {
            Amount = new Money(Of.Currency == "KRW" ? 25000 : 25.00m, Of.Currency),
            OrderId = orderId,
            Description = "Two mugs",
            Channel = Of.Channel,
            Method = Of.Method,
            PaymentToken = Of.Token is { } token ? new Sensitive<string>(token) : default(Sensitive<string>?),
            Customer = new PaymentCustomer { Name = "Kim Sample", Email = "sample@example.com", Phone = "010-0000-0000" },
            ReturnUrl = new Uri(addresses[0]),
            CancelUrl = new Uri(addresses[1]),
            WebhookUrl = isTold ? new Uri(addresses[2]) : null,
        });
    }

    /// <summary>Lets the payer act on the provider's page.</summary>
    internal async Task<PayerReturn> PlayAsync(Payment payment, PayerActionKind kind)
    {
        var handle = payment.NextAction is RedirectAction page ? page.Url.OriginalString : payment.Reference.PaymentId ?? payment.Reference.OrderId!;
        var action = new PayerAction(kind)
        {
            SdkParameters = (payment.NextAction as ClientSdkAction)?.Parameters,
            FormFields = (payment.NextAction as FormPostAction)?.Fields,
        };
        var back = await Simulator.PlayAsync(handle, action);

        // A page without a way back: the payer uses the link in the shop's mail.
        return back.Url is not null ? back : new PayerReturn(await ReturnAddressAsync(payment, kind is PayerActionKind.Cancel));
    }

    /// <summary>Lets the payer pay: by coins that are confirmed at once, where there is no other way.</summary>
    internal async Task<PayerReturn> PayAsync(Payment payment)
    {
        if (Simulator.PayerActions.Contains(PayerActionKind.Pay))
            return await PlayAsync(payment, PayerActionKind.Pay);
        var back = await PlayAsync(payment, PayerActionKind.PayLate);
        await Simulator.SettlePendingAsync(payment.Reference.PaymentId);
        return back;
    }

    /// <summary>The address that the payer comes back to, without anything of the provider's.</summary>
    internal async Task<Uri> ReturnAddressAsync(Payment payment, bool isCancel = false) =>
        new($"{Address}/payments/returns/{Of.Name}{(isCancel ? "/cancel" : "")}?payment_return={(await RecordAsync(payment)).ReturnToken}");

    internal async Task<PaymentRecord> RecordAsync(Payment payment)
    {
        await using var scope = Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(payment.Reference))!;
    }

    /// <summary>The payer's browser opens the shop's return address.</summary>
    internal Task<HttpResponseMessage> ComeBackAsync(PayerReturn back, string? from = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(back.Method), back.Url);
        if (back.Method == "POST")
            request.Content = new FormUrlEncodedContent(back.Fields);
        if (from is not null)
            request.Headers.Add("X-Test-Remote", from);
        return Browser.SendAsync(request);
    }

    /// <summary>The page that the payer's browser is sent on to.</summary>
    internal async Task<string?> PageAfterAsync(PayerReturn back)
    {
        using var answer = await ComeBackAsync(back);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        return answer.Headers.Location?.OriginalString;
    }

    /// <summary>The provider posts a message.</summary>
    internal Task<HttpResponseMessage> PostAsync(SimulatedWebhook webhook, ReadOnlyMemory<byte>? body = null, string? provider = null, string? from = null)
    {
        var content = new ReadOnlyMemoryContent(body ?? webhook.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/payments/webhooks/{provider ?? Of.Name}") { Content = content };
        foreach (var (name, value) in webhook.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !request.Headers.TryAddWithoutValidation(name, value))
                content.Headers.TryAddWithoutValidation(name, value);
        }

        if (from is not null)
            request.Headers.Add("X-Test-Remote", from);
        return Browser.SendAsync(request);
    }

    internal async Task DispatchAsync()
    {
        while (await Services.GetRequiredService<PaymentWebhooks>().DispatchAsync() > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    // Messages that a payment named an address for: the tests take them from the simulator instead.
    private sealed class Unheard : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.Square.Tests.Flows;

/// <summary>A shop with the whole pipeline and its memory, at the simulator.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Shop(SquareSimulator square, TestClock clock, Action<SquareOptions>? configure)
    {
        (Square, Clock) = (square, clock);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddPayments().AddSquare(options =>
        {
            (options.BaseAddress, options.AccessToken, options.LocationId) = (square.BaseAddress, square.AccessToken, square.LocationId);
            options.WebhookSubscriptions.Add(new SquareWebhookSubscription
            {
                NotificationUrl = square.NotificationUrl, SignatureKeys = { SquareSimulator.DefaultSignatureKey },
            });
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public SquareSimulator Square { get; }

    public TestClock Clock { get; }

    public IPaymentProvider Provider => _services.GetRequiredKeyedService<IPaymentProvider>("square");

    public PaymentReconciler Reconciler => _services.GetRequiredService<PaymentReconciler>();

    public static async Task<Shop> OpenAsync(Action<SquareOptions>? configure = null)
    {
        var clock = new TestClock();
        var square = new SquareSimulator(new SquareSimulatorOptions { TimeProvider = clock });
        await square.StartAsync();
        return new Shop(square, clock, configure);
    }

    public Task<Payment> CreateAsync(PaymentRequest request) => Provider.CreatePaymentAsync(request);

    /// <summary>What the memory has, without asking Square.</summary>
    public async Task<Payment?> RememberedAsync(string paymentId)
    {
        await using var scope = _services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IPaymentStore>();
        return (await store.FindAsync(PaymentReference.From("square", paymentId)))?.Payment;
    }

    public Task<Payment> ReadAsync(PaymentReference payment) => Provider.GetPaymentAsync(payment.With(null));

    /// <summary>Takes in what Square has sent since the last time.</summary>
    public async Task<IReadOnlyList<PaymentEvent>> HearAsync()
    {
        List<PaymentEvent> events = [];
        foreach (var webhook in Square.TakeWebhooks())
            events.AddRange(await Provider.ProcessWebhookAsync(new WebhookRequest { Body = webhook.Body, Headers = webhook.Headers }));
        return events;
    }

    /// <summary>Takes in what Square says of a payment that was not made here.</summary>
    public Task<IReadOnlyList<PaymentEvent>> HearAsync(string body) =>
        Provider.ProcessWebhookAsync(Webhooks.Signed(body, Square.NotificationUrl.OriginalString, SquareSimulator.DefaultSignatureKey));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Square.DisposeAsync();
    }
}

using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>A provider that does nothing but answer, so that what is measured is the pipeline around it.</summary>
internal sealed class IdleProvider(string name = "idle") : PaymentProvider(name)
{
    private static readonly DateTimeOffset CreatedAt = new(2026, 10, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> NoHeaders = [];
    private int _lastId;

    public override PaymentProviderCapabilities Capabilities { get; } = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Webhooks,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "EUR"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card },
    };

    internal static ServiceProvider Host(Action<IPaymentsBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var payments = services.AddPayments().AddProvider("idle", (_, name) => new IdleProvider(name));
        configure?.Invoke(payments);
        return services.BuildServiceProvider();
    }

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        return Task.FromResult(Answer(new PaymentReference(Name, IdOf(Interlocked.Increment(ref _lastId)), request.OrderId), request.Amount));
    }

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(Answer(new PaymentReference(Name, request.Payment.PaymentId, request.Payment.OrderId), request.Amount ?? default));

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) =>
        Task.FromResult(Answer(new PaymentReference(Name, payment.PaymentId, payment.OrderId), payment.Known?.Amount ?? default));

    /// <summary>A message that the payment was paid. A number of its own makes a payment of its own, and a message that did not come before.</summary>
    internal static WebhookRequest Paid(int payment, string message) => new() { Body = Encoding.ASCII.GetBytes($"{IdOf(payment)} evt_{message}"), Headers = NoHeaders };

    public override Task<VerifiedWebhook> VerifyWebhookAsync(WebhookRequest request, CancellationToken cancellationToken = default)
    {
        var words = Encoding.ASCII.GetString(request.Body.Span).Split(' ');
        return Task.FromResult(new VerifiedWebhook
        {
            Provider = Name, Trust = WebhookTrust.Signed, EventIds = [words[1]], References = [new PaymentReference(Name, words[0], null)], Body = request.Body,
        });
    }

    public override Task<IReadOnlyList<PaymentEvent>> ResolveWebhookAsync(VerifiedWebhook webhook, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<PaymentEvent>>(
        [
            new PaymentEvent
            {
                EventId = webhook.EventIds[0], Provider = Name, Type = PaymentEventType.PaymentUpdated, ProviderEventType = "paid", OccurredAt = CreatedAt,
                Reference = webhook.References[0], Payment = Answer(webhook.References[0].With(null), new Money(25m, "EUR")),
            },
        ]);

    private static string IdOf(int number) => "pay_" + number.ToString("D8", CultureInfo.InvariantCulture);

    private static Payment Answer(PaymentReference reference, Money amount) => new()
    {
        Reference = reference,
        Status = PaymentStatus.Completed,
        ProviderStatus = "paid",
        Amount = amount,
        CapturedAmount = amount,
        Method = PaymentMethod.Card,
        CreatedAt = CreatedAt,
    };
}

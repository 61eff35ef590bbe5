using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Benchmarks;

/// <summary>A provider that does nothing but answer, so that what is measured is the pipeline around it.</summary>
internal sealed class IdleProvider() : PaymentProvider("idle")
{
    private static readonly DateTimeOffset CreatedAt = new(2026, 10, 30, 0, 0, 0, TimeSpan.Zero);
    private int _lastId;

    public override PaymentProviderCapabilities Capabilities { get; } = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "EUR"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card },
    };

    internal static ServiceProvider Host(Action<IPaymentsBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var payments = services.AddPayments().AddProvider("idle", (_, _) => new IdleProvider());
        configure?.Invoke(payments);
        return services.BuildServiceProvider();
    }

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        var id = "pay_" + Interlocked.Increment(ref _lastId).ToString("D8", CultureInfo.InvariantCulture);
        return Task.FromResult(Answer(new PaymentReference(Name, id, request.OrderId), request.Amount));
    }

    public override Task<Payment> ConfirmPaymentAsync(ConfirmPaymentRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(Answer(new PaymentReference(Name, request.Payment.PaymentId, request.Payment.OrderId), request.Amount ?? default));

    public override Task<Payment> GetPaymentAsync(PaymentReference payment, CancellationToken cancellationToken = default) =>
        Task.FromResult(Answer(new PaymentReference(Name, payment.PaymentId, payment.OrderId), payment.Known?.Amount ?? default));

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

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
        Operations = PaymentOperations.Create | PaymentOperations.Get,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "EUR"),
        PaymentMethods = new HashSet<PaymentMethod> { PaymentMethod.Card },
    };

    internal static ServiceProvider Host()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPayments().AddProvider("idle", (_, _) => new IdleProvider());
        return services.BuildServiceProvider();
    }

    public override Task<Payment> CreatePaymentAsync(PaymentRequest request, CancellationToken cancellationToken = default)
    {
        var id = "pay_" + Interlocked.Increment(ref _lastId).ToString("D8", CultureInfo.InvariantCulture);
        return Task.FromResult(Answer(new PaymentReference(Name, id, request.OrderId), request.Amount));
    }

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

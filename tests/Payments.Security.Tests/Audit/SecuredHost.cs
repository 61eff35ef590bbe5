using Microsoft.Extensions.DependencyInjection;
using Payments.Abstractions.Tests;

namespace Payments.Security.Tests.Audit;

/// <summary>A host with the fake provider, whose caller a test sets.</summary>
internal sealed class SecuredHost : IAsyncDisposable, IPaymentCaller
{
    private readonly ServiceProvider _services;

    internal SecuredHost(Action<IPaymentsBuilder> secure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time).AddSingleton<IPaymentCaller>(this).AddSingleton<IAuditStore>(Store);
        secure(services.AddPayments().AddProvider(Make.Provider, (_, _) => Fake));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Provider = _services.GetRequiredService<IPaymentProvider>();
    }

    public PaymentCaller? Current { get; set; } = new("user-7", ["support"], ["payments:refund"], "192.0.2.7", "req-1");

    internal ManualTimeProvider Time { get; } = new();

    internal LineStore Store { get; } = new();

    internal FakeProvider Fake { get; } = new(Make.Provider);

    internal IPaymentProvider Provider { get; }

    internal IServiceProvider Services => _services;

    internal IReadOnlyList<AuditEntry> Entries => [.. Store.Lines.Select(line => AuditRecord.Of(line.Text)!.Entry)];

    internal Task<Payment> PayAsync(decimal amount = 100, string order = "Order-1001")
    {
        Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Completed, amount, "pay_" + order, order, captured: amount));
        return Provider.CreatePaymentAsync(Make.Request(amount, order));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

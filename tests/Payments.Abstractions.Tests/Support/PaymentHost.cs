using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>A host with the fake provider, a manual clock and a recording handler.</summary>
internal sealed class PaymentHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    internal PaymentHost(
        PaymentProviderCapabilities? capabilities = null, Action<PaymentsOptions>? options = null, Action<IServiceCollection>? services = null,
        Action<IPaymentsBuilder>? payments = null)
    {
        Fake = new FakeProvider(Make.Provider, capabilities);
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<IPaymentEventHandler>(Handler);
        collection.AddSingleton(provider => new WebhookDispatcher(
            provider.GetRequiredService<IPaymentProviderFactory>(), provider.GetRequiredService<PaymentLedger>(), () => Jitter));
        var builder = collection.AddPayments(options ?? (_ => { })).AddProvider(Make.Provider, (_, _) => Fake);
        payments?.Invoke(builder);
        services?.Invoke(collection);
        _services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        Provider = _services.GetRequiredService<IPaymentProvider>();
    }

    internal ManualTimeProvider Time { get; } = new();

    internal FakeProvider Fake { get; }

    /// <summary>What is drawn where something waits a random time longer: 0 to 1.</summary>
    internal double Jitter { get; set; }

    internal RecordingHandler Handler { get; } = new();

    internal IPaymentProvider Provider { get; }

    internal IServiceProvider Services => _services;

    internal PaymentReconciler Reconciler => _services.GetRequiredService<PaymentReconciler>();

    internal PaymentWebhooks Webhooks => _services.GetRequiredService<PaymentWebhooks>();

    internal PaymentsOptions Options => _services.GetRequiredService<PaymentsOptions>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Makes a payment whose answer is this status, and lets a second pass.</summary>
    internal async Task<Payment> CreateAsync(
        PaymentStatus status = PaymentStatus.Completed, decimal amount = 100, CaptureMode capture = CaptureMode.Automatic, string order = "Order-1001", string id = "pay_1")
    {
        var request = Make.Request(amount, order, capture: capture);
        var captured = status.IsPaid() ? amount : (decimal?)null;
        var authorized = status is PaymentStatus.Authorized ? amount : (decimal?)null;
        Fake.Answers(PaymentOperations.Create, Make.Payment(status, amount, id, order, captured: captured, authorized: authorized));
        var payment = await Provider.CreatePaymentAsync(request);
        Step();
        return payment;
    }

    internal void Step(double seconds = 1) => Time.Advance(TimeSpan.FromSeconds(seconds));

    internal async Task<PaymentRecord?> RecordAsync(string order = "Order-1001")
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IPaymentStore>().FindAsync(new PaymentReference(Make.Provider, null, order), CancellationToken.None);
    }

    /// <summary>Applies a webhook as if it had been verified.</summary>
    internal Task<IReadOnlyList<PaymentEvent>> TellAsync(VerifiedWebhook webhook, params PaymentEvent[] events)
    {
        Fake.Events.Enqueue(_ => events);
        return Provider.ResolveWebhookAsync(webhook);
    }

    internal Task<IReadOnlyList<PaymentEvent>> TellAsync(string id, params PaymentEvent[] events) => TellAsync(Make.Webhook(id, body: id), events);

    internal static async Task<T> CatchAsync<T>(Func<Task> action)
        where T : Exception
    {
        try
        {
            await action();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"No {typeof(T).Name} was thrown.");
    }
}

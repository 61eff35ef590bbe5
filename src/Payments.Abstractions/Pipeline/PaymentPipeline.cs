using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Payments;

/// <summary>The middleware around every provider, in the order of one list.</summary>
internal static class PaymentPipeline
{
    /// <summary>Wraps a bare provider.</summary>
    internal static IPaymentProvider Wrap(IServiceProvider services, IPaymentProvider provider, IReadOnlyList<PaymentMiddleware> added)
    {
        var ledger = services.GetRequiredService<PaymentLedger>();
        var options = services.GetRequiredService<PaymentsOptions>();
        PaymentsTelemetry.Start(services);

        // From the outside in.
        List<Func<IPaymentProvider, IPaymentProvider>> layers =
        [
            inner => new TelemetryPaymentProvider(
                inner, services.GetRequiredService<PaymentMetrics>(), services.GetRequiredService<TimeProvider>(),
                LoggerOf<TelemetryPaymentProvider>(services)),
            inner => new ValidatingPaymentProvider(inner, options),
            .. Stage(PaymentPipelineStage.Audit),
            inner => new ResolvingPaymentProvider(inner, ledger),
            .. Stage(PaymentPipelineStage.Access),
            .. Stage(PaymentPipelineStage.Host),
            inner => new WebhookLedgerPaymentProvider(inner, ledger),
            inner => new LedgerPaymentProvider(inner, ledger),
        ];

        if (provider.Capabilities.NeedsDurableStore && !IsStoreDurable(services))
            LoggerOf<PaymentLedger>(services).NeedsDurableStore(provider.Name);
        for (var i = layers.Count - 1; i >= 0; i--)
            provider = layers[i](provider) ?? throw new InvalidOperationException($"Payment middleware {i} made no provider.");
        return provider;

        IEnumerable<Func<IPaymentProvider, IPaymentProvider>> Stage(PaymentPipelineStage stage) =>
            added.Where(middleware => middleware.Stage == stage).Select(middleware => (Func<IPaymentProvider, IPaymentProvider>)(inner => middleware.Wrap(services, inner)));
    }

    /// <summary>A host need not log: without a logger factory nothing is logged.</summary>
    internal static ILogger<T> LoggerOf<T>(IServiceProvider services) =>
        services.GetService<ILoggerFactory>() is { } factory ? new QuietLogger<T>(factory.CreateLogger<T>()) : NullLogger<T>.Instance;

    private static bool IsStoreDurable(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IPaymentStore>().IsDurable;
    }
}

/// <summary>Middleware that the host or another package added.</summary>
internal sealed record PaymentMiddleware(PaymentPipelineStage Stage, Func<IServiceProvider, IPaymentProvider, IPaymentProvider> Wrap);

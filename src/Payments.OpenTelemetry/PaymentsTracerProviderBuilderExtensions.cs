using Payments;

namespace OpenTelemetry.Trace;

/// <summary>Adds the traces of payments.</summary>
public static class PaymentsTracerProviderBuilderExtensions
{
    /// <summary>
    /// Adds the spans of operations, webhooks and reconciliation, and one for each HTTP attempt. Spans name orders and payments, never a payer, a card or an
    /// address with its path. Safe to call twice.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static TracerProviderBuilder AddPaymentsInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(PaymentsTelemetry.ActivitySourceName, PaymentsTelemetry.HttpActivitySourceName);
    }
}

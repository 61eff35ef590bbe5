using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Payments;

/// <summary>The names of what is measured. Prometheus shows the instruments with underscores, unit and <c>_total</c>.</summary>
public static class PaymentsTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Payments";

    /// <summary>The name of the activity source.</summary>
    public const string ActivitySourceName = "Payments";

    /// <summary>The name of the meter of the single HTTP attempts, where Payments.Http sends them.</summary>
    public const string HttpMeterName = "Payments.Http";

    /// <summary>The name of the activity source of the single HTTP attempts, where Payments.Http sends them.</summary>
    public const string HttpActivitySourceName = "Payments.Http";

    internal static readonly ActivitySource Source = new(ActivitySourceName, typeof(PaymentsTelemetry).Assembly.GetName().Version?.ToString(3));

    /// <summary>An operation as a label: <c>get_refund</c>.</summary>
    /// <param name="operation">One operation.</param>
    /// <returns>The label's value; <c>other</c> for several at once.</returns>
    public static string NameOf(PaymentOperations operation) => Names<PaymentOperations>.Of(operation);

    /// <summary>An error as a label: <c>insufficient_funds</c>.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The label's value.</returns>
    public static string NameOf(PaymentErrorCode code) => Names<PaymentErrorCode>.Of(code);

    /// <summary>
    /// Makes the instruments before the first payment, so that a host that has just started is seen: states of circuits, queues and secrets. Without it
    /// they are made with the first provider. Does nothing where payments are not registered.
    /// </summary>
    /// <param name="services">The host's services.</param>
    public static void Start(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.GetService<PaymentGauges>();
    }
}

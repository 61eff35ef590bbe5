using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Http;
using Payments.PayPal;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds PayPal.</summary>
public static class PayPalPaymentsBuilderExtensions
{
    /// <summary>Adds PayPal under the name <c>paypal</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddPayPal(this IPaymentsBuilder builder, Action<PayPalOptions> configure) =>
        builder.AddPayPal(PayPalDefaults.Name, configure);

    /// <summary>Adds PayPal under the name <c>paypal</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddPayPal(this IPaymentsBuilder builder, IConfiguration section) => builder.AddPayPal(PayPalDefaults.Name, section);

    /// <summary>Adds PayPal under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddPayPal(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddPayPal(name, options => section.Bind(options));
    }

    /// <summary>Adds PayPal under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddPayPal(this IPaymentsBuilder builder, string name, Action<PayPalOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<PayPalOptions>(name, configure, registration => new PayPalPaymentProvider(registration));
    }
}

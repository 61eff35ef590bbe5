using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Http;
using Payments.Stripe;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Stripe.</summary>
public static class StripePaymentsBuilderExtensions
{
    /// <summary>Adds Stripe under the name <c>stripe</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddStripe(this IPaymentsBuilder builder, Action<StripeOptions> configure) =>
        builder.AddStripe(StripeDefaults.Name, configure);

    /// <summary>Adds Stripe under the name <c>stripe</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddStripe(this IPaymentsBuilder builder, IConfiguration section) => builder.AddStripe(StripeDefaults.Name, section);

    /// <summary>Adds Stripe under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddStripe(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddStripe(name, options => section.Bind(options));
    }

    /// <summary>Adds Stripe under a name of its own, for one of several accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddStripe(this IPaymentsBuilder builder, string name, Action<StripeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<StripeOptions>(name, configure, registration => new StripePaymentProvider(registration));
    }
}

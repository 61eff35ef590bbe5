using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Adyen;
using Payments.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Adyen.</summary>
public static class AdyenPaymentsBuilderExtensions
{
    /// <summary>Adds Adyen under the name <c>adyen</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAdyen(this IPaymentsBuilder builder, Action<AdyenOptions> configure) =>
        builder.AddAdyen(AdyenDefaults.Name, configure);

    /// <summary>Adds Adyen under the name <c>adyen</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAdyen(this IPaymentsBuilder builder, IConfiguration section) => builder.AddAdyen(AdyenDefaults.Name, section);

    /// <summary>Adds Adyen under a name of its own, for one of several merchant accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAdyen(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddAdyen(name, options => section.Bind(options));
    }

    /// <summary>Adds Adyen under a name of its own, for one of several merchant accounts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddAdyen(this IPaymentsBuilder builder, string name, Action<AdyenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddHttpProvider<AdyenOptions>(name, configure, registration => new AdyenPaymentProvider(registration));
    }
}

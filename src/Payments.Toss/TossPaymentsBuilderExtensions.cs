using Microsoft.Extensions.Configuration;
using Payments;
using Payments.Http;
using Payments.Toss;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Toss Payments.</summary>
public static class TossPaymentsBuilderExtensions
{
    /// <summary>Adds Toss Payments under the name <c>toss</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddToss(this IPaymentsBuilder builder, Action<TossOptions> configure) =>
        builder.AddToss(TossDefaults.Name, configure);

    /// <summary>Adds Toss Payments under the name <c>toss</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddToss(this IPaymentsBuilder builder, IConfiguration section) => builder.AddToss(TossDefaults.Name, section);

    /// <summary>Adds Toss Payments under a name of its own, for one of several contracts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="section">The configuration section that holds the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddToss(this IPaymentsBuilder builder, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return builder.AddToss(name, options => section.Bind(options));
    }

    /// <summary>Adds Toss Payments under a name of its own, for one of several contracts.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The registration's name.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static IPaymentsBuilder AddToss(this IPaymentsBuilder builder, string name, Action<TossOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        // A billing key stands in the path of its charge.
        return builder.AddHttpProvider<TossOptions>(name, configure, registration => new TossPaymentProvider(registration), hasSecretPaths: true);
    }
}
